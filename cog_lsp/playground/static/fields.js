// A field with its label, help, control, warnings and findings, and the whole form of them.

import { cogControl } from "./controls.js";
import { el, withCode } from "./dom.js";
import { findingList } from "./findings.js";
import { replicateControl } from "./looks.js";

export const NO_INPUTS = "This model takes no inputs.";

// Draws the form, and draws again only the fields that changed, so that focus and half-typed text stay.
export class Form {
  /** @param {Context} context */
  constructor(context) {
    this.context = context;
    this.root = el("form", {
      id: "form",
      "aria-label": "Fields",
      noValidate: true,
      autocomplete: "off",
      onsubmit: (event) => event.preventDefault(),
    });
    /** @type {Map<string, { key: string, node: HTMLElement }>} */
    this.cards = new Map();
    /** @type {Issue[]} */
    this.issues = [];
  }

  /**
   * `force` names a field that is drawn again whatever happened; true draws all.
   * @param {Page} page
   * @param {string} look
   * @param {string | boolean} [force]
   */
  draw(page, look, force) {
    const cards = new Map();
    for (const field of page.fields) {
      const notes = page.notes.filter((note) => note.input === field.name);
      const key = JSON.stringify([field, notes, look, this.context.can]);
      const known = this.cards.get(field.name);
      const same = known && known.key === key && force !== true && force !== field.name;
      cards.set(field.name, same ? known : { key, node: this.card(field, notes, look) });
    }
    const nothing = el("p", { class: "nothing" }, withCode(page.nothing || NO_INPUTS));
    const nodes = cards.size ? [...cards.values()].map((card) => card.node) : [nothing];
    keepFocus(this.root, nodes);
    this.cards = cards;
    this.showIssues(this.issues);
  }

  /**
   * @param {Field} field
   * @param {Note[]} notes
   * @param {string} look
   */
  card(field, notes, look) {
    const { values } = this.context;
    const included = field.required || values.get(field.name).included;
    const cog = look === "cog";
    const context = { ...this.context, disabled: cog && !included };
    const help = cog ? field.help : approximateHelp(field);
    const control = el(
      "div",
      { class: cog && !included ? "control disabled" : "control" },
      cog ? cogControl(field, context) : replicateControl(field, context),
    );
    const small = help ? el("small", { id: `help-${field.name}`, class: "help", dir: "auto", text: help }) : undefined;
    return el(
      "div",
      { class: "field", id: `at-${field.name}`, tabIndex: -1, "data-field": field.name },
      this.heading(field, included, cog),
      cog ? [small, control] : [control, small],
      el("ul", { id: `issues-${field.name}`, class: "field-issues", hidden: true }),
      field.warnings.map((text) => el("p", { class: "field-warning" }, "⚠ ", withCode(text))),
      findingList(notes, this.context),
    );
  }

  /**
   * @param {Field} field
   * @param {boolean} included
   * @param {boolean} cog
   */
  heading(field, included, cog) {
    const { values, changed, reveal, can } = this.context;
    const heading = el("div", { class: "field-heading" });
    if (!field.required && cog)
      heading.append(
        el("input", {
          id: `include-${field.name}`,
          type: "checkbox",
          checked: included,
          "aria-label": `Include optional field ${field.name}`,
          onchange: (event) => {
            values.include(field, event.target.checked);
            changed(field.name);
          },
        }),
      );
    const label = el("label", { htmlFor: `field-${field.name}`, onclick: () => can.reveal && reveal(field.name) }, field.name);
    if (field.required) label.append(el("span", { class: "required", text: " *" }));
    if (field.deprecated) label.append(el("span", { class: "deprecated", text: " (deprecated)" }));
    heading.append(label);
    if (can.reveal)
      heading.append(
        el("button", {
          type: "button",
          class: "reveal",
          text: "Show in editor",
          "aria-label": `Show in editor: ${field.name}`,
          onclick: () => reveal(field.name),
        }),
      );
    return heading;
  }

  /** @param {Issue[]} issues */
  showIssues(issues) {
    this.issues = issues;
    for (const [name, { node }] of this.cards) {
      const own = issues.filter((issue) => issue.field === name);
      const list = /** @type {HTMLElement} */ (node.querySelector(".field-issues"));
      list.replaceChildren(...own.map((issue) => el("li", { text: issue.message })));
      list.hidden = !own.length;
      for (const control of node.querySelectorAll(".control :is(input, textarea, select)"))
        control.setAttribute("aria-invalid", String(own.length > 0));
    }
  }
}

/** @param {Field} field */
function approximateHelp(field) {
  const parts = [field.description];
  if (field.default !== undefined && field.default !== null)
    parts.push(`Default: ${typeof field.default === "string" ? field.default : JSON.stringify(field.default)}`);
  if (field.minimum !== null) parts.push(`Minimum: ${field.minimum}`);
  if (field.maximum !== null) parts.push(`Maximum: ${field.maximum}`);
  return parts.filter(Boolean).join(" · ");
}

/**
 * Put the nodes in place without touching those that stay, and give the focus back to the control that had it.
 * @param {HTMLElement} root
 * @param {Element[]} nodes
 */
function keepFocus(root, nodes) {
  const active = document.activeElement;
  const inside = active instanceof HTMLElement && root.contains(active) ? active : null;
  const again = inside && {
    id: inside.id,
    label: inside.getAttribute("aria-label"),
    start: textSelection(inside, "selectionStart"),
    end: textSelection(inside, "selectionEnd"),
  };
  const wanted = new Set(nodes);
  for (const node of [...root.children]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, at) => {
    if (root.children[at] !== node) root.insertBefore(node, root.children[at] ?? null);
  });
  if (!again || document.activeElement === inside) return;
  const find = again.id ? `#${CSS.escape(again.id)}` : `[aria-label="${CSS.escape(again.label ?? "")}"]`;
  const next = /** @type {HTMLInputElement | null} */ (root.querySelector(find));
  next?.focus();
  if (next && again.start !== null) next.setSelectionRange(again.start, again.end);
}

/**
 * @param {Element} node
 * @param {"selectionStart" | "selectionEnd"} name
 */
function textSelection(node, name) {
  try {
    return /** @type {HTMLInputElement} */ (node)[name] ?? null;
  } catch {
    return null; // kinds of controls without a selection
  }
}
