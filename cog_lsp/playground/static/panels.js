// Findings, checklist, README and calls: what stands beside and below the form.

import { callText, LANGUAGES } from "./calls.js";
import { copyButton, el, tabList } from "./dom.js";
import { findingList } from "./fields.js";

/**
 * @param {HTMLElement} root
 * @param {Page} page
 */
export function drawFindings(root, page) {
  const names = new Set(page.fields.map((field) => field.name));
  const general = page.notes.filter((note) => note.input === null || !names.has(note.input));
  const beside = page.notes.length - general.length;
  const where = beside === 1 ? "1 finding stands beside its field." : `${beside} findings stand beside their fields.`;
  root.replaceChildren(
    el("h2", { id: "findings-heading", text: "Findings" }),
    page.inputs ? el("p", { id: "inputs-explained", text: `${page.inputs}.` }) : "",
    ...general.map((note) => findingList([note])),
    beside ? el("p", { class: "muted", text: where }) : "",
    page.notes.length ? "" : el("p", { class: "muted", text: "Nothing found." }),
  );
}

/**
 * @param {HTMLElement} root
 * @param {Page} page
 */
export function drawChecklist(root, page) {
  const done = page.checklist.filter((item) => item.covered).length;
  root.replaceChildren(
    el("h2", { id: "checklist-heading", text: `Model card: ${done} of ${page.checklist.length} topics` }),
    el(
      "ul",
      { class: "checklist" },
      page.checklist.map((item) =>
        el(
          "li",
          { class: item.covered ? "covered" : "missing" },
          el("span", { class: "mark", text: item.covered ? "✓ " : "○ ", "aria-hidden": "true" }),
          item.title,
          el("span", { class: "off-screen", text: item.covered ? " (covered)" : " (missing)" }),
          item.covered ? "" : el("small", { class: "muted", text: item.guidance }),
        ),
      ),
    ),
  );
}

/**
 * The HTML was sanitized by the server. Pictures are not loaded, and links into the repository lead nowhere here.
 * @param {HTMLElement} root
 * @param {Page} page
 */
export function drawReadme(root, page) {
  if (root.dataset.source === page.readme) return;
  root.dataset.source = page.readme;
  const body = el("div", { class: "readme" });
  const parsed = new DOMParser().parseFromString(page.readme, "text/html");
  for (const image of parsed.querySelectorAll("img"))
    image.replaceWith(el("span", { class: "picture", text: image.alt ? `Picture: ${image.alt}` : "Picture" }));
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (parsed.querySelectorAll("a[href]"))) {
    if (/^(https?|mailto):/i.test(link.getAttribute("href") ?? "")) link.target = "_blank";
    else link.removeAttribute("href");
  }
  body.append(...parsed.body.childNodes);
  if (!page.readme) body.append(el("p", { class: "muted", text: "This model has no README." }));
  root.replaceChildren(el("h2", { id: "readme-heading", text: "README" }), body);
}

export class CallsPanel {
  /**
   * @param {HTMLElement} root
   * @param {(language: string, text: string) => Promise<string>} addExample
   */
  constructor(root, addExample) {
    /** @type {import("./calls.js").Language} */
    this.language = "python";
    this.code = el("code");
    this.say = el("output", { class: "muted", "aria-live": "polite" });
    this.add = el("button", {
      type: "button",
      text: "Add to README as example",
      onclick: async () => {
        const language = this.language === "python" || this.language === "javascript" ? this.language : "bash";
        this.say.textContent = await addExample(language, this.code.textContent);
      },
    });
    const panel = el(
      "div",
      { id: "call", role: "tabpanel", "aria-label": "Call" },
      el("pre", { tabIndex: 0, "aria-label": "Code of the call" }, this.code),
      el("div", { class: "row" }, copyButton("Copy the call", () => this.code.textContent), this.add, this.say),
    );
    /** @param {import("./calls.js").Language} language */
    const choose = (language) => {
      this.language = language;
      this.draw();
    };
    root.append(
      el("h2", { id: "calls-heading", text: "Call this model" }),
      tabList("Language of the call", LANGUAGES, this.language, choose, "call"),
      panel,
    );
  }

  /**
   * @param {Page} page
   * @param {import("./values.js").Values} values
   * @param {string} target
   * @param {boolean} canAdd
   */
  update(page, values, target, canAdd) {
    /** @type {[Page, import("./values.js").Values, string]} */
    this.now = [page, values, target];
    this.add.hidden = !canAdd;
    this.draw();
  }

  draw() {
    if (this.now) this.code.textContent = callText(this.language, ...this.now);
  }
}
