// The API reference: examples first, those of the README and those on Replicate, then every input with its type, default,
// range and description.

import { el, messageOf, withCode } from "./dom.js";
import { NO_INPUTS } from "./fields.js";

const MOST_CHOICES = 24;
const SHORT_ID = 8;
const COLUMNS = ["Name", "Type", "Default", "Range", "Description"];

/**
 * @param {HTMLElement} root
 * @param {Page} page
 * @param {Published[] | null | undefined} published
 * @param {HTMLElement | null} offer
 * @param {(values: Input) => void} fill
 */
export function drawReference(root, page, published, offer, fill) {
  const focused = document.activeElement;
  root.replaceChildren(
    el("h2", { id: "reference-heading", text: "API" }),
    el("h3", { text: "Examples" }),
    page.calls.length
      ? el("ul", { class: "examples" }, page.calls.map((call, at) => inReadme(call, at, fill)))
      : el("p", { class: "muted", text: "No call in the README runs as it stands." }),
    ...(published ? [onReplicate(page, published, fill)] : []),
    ...(offer ? [offer] : []),
    el("h3", { text: "Inputs" }),
    page.fields.length ? table(page.fields) : el("p", { class: "muted" }, withCode(page.nothing || NO_INPUTS)),
  );
  if (offer?.contains(focused) && focused instanceof HTMLElement) focused.focus();
}

/**
 * A button that has Replicate asked. Nothing goes over the network before it is clicked.
 * @param {() => Promise<{ problem: string }>} ask
 */
export function offerToAsk(ask) {
  const said = el("span", { class: "muted", role: "status" });
  const button = el("button", {
    type: "button",
    text: "Ask Replicate for the model's examples",
    onclick: async () => {
      said.textContent = "Asking Replicate …";
      said.textContent = await ask().then(({ problem }) => problem, messageOf);
    },
  });
  return el("div", { class: "row" }, button, said);
}

/**
 * @param {Call} call
 * @param {number} at
 * @param {(values: Input) => void} fill
 */
function inReadme(call, at, fill) {
  return example(`${call.language}, line ${call.line} of the README`, call.values, fillButton(call.values, at, fill));
}

/**
 * @param {Page} page
 * @param {Published[]} published
 * @param {(values: Input) => void} fill
 */
function onReplicate(page, published, fill) {
  if (!published.length) return el("p", { class: "muted", text: `${page.name} has no example on Replicate.` });
  const items = published.map((one, at) =>
    example(
      `Example ${one.id.slice(0, SHORT_ID)} on Replicate`,
      one.values,
      one.problems.length ? misfits(one.problems) : fillButton(one.values, page.calls.length + at, fill),
    ),
  );
  return el("ul", { class: "examples" }, items);
}

/** @param {string[]} problems */
function misfits(problems) {
  const items = problems.map((text) => el("li", {}, withCode(text)));
  return el("ul", { class: "misfits", "aria-label": "Why it does not fit the inputs" }, items);
}

/**
 * @param {string} title
 * @param {Input} given
 * @param {HTMLElement} end
 */
function example(title, given, end) {
  const values = Object.entries(given).map(([name, value]) =>
    el("div", {}, el("dt", {}, el("code", { text: name })), el("dd", {}, el("code", { dir: "auto", text: JSON.stringify(value) }))),
  );
  return el(
    "li",
    {},
    el("p", { class: "muted", text: title }),
    el("dl", {}, values),
    end,
  );
}

/**
 * @param {Input} values
 * @param {number} at
 * @param {(values: Input) => void} fill
 */
function fillButton(values, at, fill) {
  return el("button", {
    type: "button",
    text: "Fill the form",
    "aria-label": `Fill the form with example ${at + 1}`,
    onclick: () => fill(values),
  });
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
