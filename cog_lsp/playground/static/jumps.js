// The list of inputs to jump in, for forms that are long.

import { el, jumpLink } from "./dom.js";

const LONG_FORM = 12;

export class Jumps {
  /** @param {HTMLElement} before what the list stands in front of */
  constructor(before) {
    this.summary = el("summary");
    this.list = el("ul");
    this.root = el(
      "details",
      { id: "jumps", hidden: true },
      this.summary,
      el("nav", { "aria-label": "Inputs" }, this.list),
    );
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.root.open = false;
      this.summary.focus();
    });
    before.before(this.root);
  }

  /** @param {Page} page */
  draw(page) {
    this.root.hidden = page.fields.length < LONG_FORM;
    document.documentElement.classList.toggle("long", !this.root.hidden);
    this.summary.textContent = `Jump to one of ${page.fields.length} inputs`;
    this.list.replaceChildren(...page.fields.map((field) => el("li", {}, this.link(field, page.notes))));
  }

  /**
   * @param {Field} field
   * @param {Note[]} notes
   */
  link(field, notes) {
    const count = notes.filter((note) => note.input === field.name).length;
    const words = count === 1 ? "1 finding" : `${count} findings`;
    const link = jumpLink(`at-${field.name}`, [
      field.name,
      field.required ? el("span", { class: "required", text: " *", "aria-label": "required" , role: "img" }) : "",
      count ? el("span", { class: "count", text: String(count), "aria-label": words, role: "img" }) : "",
    ]);
    link.addEventListener("click", () => (this.root.open = false));
    return link;
  }
}
