// The API reference: examples from the README first, then every input with its type, default, range and description.

import { el, withCode } from "./dom.js";
import { NO_INPUTS } from "./fields.js";

const MOST_CHOICES = 24;
const COLUMNS = ["Name", "Type", "Default", "Range", "Description"];

/**
 * @param {HTMLElement} root
 * @param {Page} page
 * @param {(call: Call) => void} fill
 */
export function drawReference(root, page, fill) {
  root.replaceChildren(
    el("h2", { id: "reference-heading", text: "API" }),
    el("h3", { text: "Examples" }),
    page.calls.length
      ? el("ul", { class: "examples" }, page.calls.map((call, at) => example(call, at, fill)))
      : el("p", { class: "muted", text: "No call in the README runs as it stands." }),
    el("h3", { text: "Inputs" }),
    page.fields.length ? table(page.fields) : el("p", { class: "muted" }, withCode(page.nothing || NO_INPUTS)),
  );
}

/**
 * @param {Call} call
 * @param {number} at
 * @param {(call: Call) => void} fill
 */
function example(call, at, fill) {
  const values = Object.entries(call.values).map(([name, value]) =>
    el("div", {}, el("dt", {}, el("code", { text: name })), el("dd", {}, el("code", { dir: "auto", text: JSON.stringify(value) }))),
  );
  return el(
    "li",
    {},
    el("p", { class: "muted", text: `${call.language}, line ${call.line} of the README` }),
    el("dl", {}, values),
    el("button", {
      type: "button",
      text: "Fill the form",
      "aria-label": `Fill the form with example ${at + 1}`,
      onclick: () => fill(call),
    }),
  );
}

/**
 * Roles are written out: where the table is narrow its rows are drawn as blocks, which would lose them.
 * @param {Field[]} fields
 */
function table(fields) {
  return el(
    "table",
    { class: "reference", role: "table", "aria-labelledby": "reference-heading" },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, COLUMNS.map((text) => el("th", { role: "columnheader", scope: "col", text })))),
    el("tbody", { role: "rowgroup" }, fields.map(row)),
  );
}

/** @param {Field} field */
function row(field) {
  const name = el("th", { role: "rowheader", scope: "row" }, el("code", { text: field.name }));
  if (field.required) name.append(el("span", { class: "required", text: " required" }));
  if (field.deprecated) name.append(el("span", { class: "deprecated", text: " deprecated" }));
  return el(
    "tr",
    { role: "row" },
    name,
    cell("Type", field.type),
    cell("Default", field.defaultText && el("code", { dir: "auto", text: field.defaultText })),
    cell("Range", field.choices.length ? choices(field) : field.range),
    cell("Description", field.description && el("span", { dir: "auto", text: field.description })),
  );
}

/**
 * @param {string} label
 * @param {Child | Child[]} content
 */
function cell(label, content) {
  return el("td", { role: "cell", "data-label": label, class: content ? "" : "empty" }, content);
}

/** @param {Field} field */
function choices(field) {
  const shown = field.choices.slice(0, MOST_CHOICES).flatMap((choice, at) => [at ? ", " : "", el("code", { dir: "auto", text: choice.text })]);
  const rest = field.choices.length - MOST_CHOICES;
  return ["one of ", ...shown, rest > 0 ? ` and ${rest} more` : ""];
}
