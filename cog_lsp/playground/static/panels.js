// Checklist, README and calls: what stands beside and below the form.

import { callText, LANGUAGES } from "./calls.js";
import { copyButton, el, tabList } from "./dom.js";

/** @type {Record<Page["checklist"][number]["state"], [string, string]>} */
const STATES = {
  covered: ["✓", "covered"],
  draft: ["…", "a draft"],
  missing: ["○", "missing"],
  unjudged: ["?", "not judged: the README is not in English"],
};

/**
 * @param {HTMLElement} root
 * @param {Page} page
 */
export function drawChecklist(root, page) {
  const done = page.checklist.filter((item) => item.state === "covered").length;
  root.replaceChildren(
    el("h2", { id: "checklist-heading", text: `Model card: ${done} of ${page.checklist.length} topics` }),
    page.checklist.some((item) => item.state === "unjudged")
      ? el("p", { class: "muted", text: "The README is not in English: what its headings do not tell is not judged." })
      : "",
    el(
      "ul",
      { class: "checklist" },
      page.checklist.map((item) => {
        const [mark, words] = STATES[item.state];
        return el(
          "li",
          { class: item.state },
          el("span", { class: "mark", text: `${mark} `, "aria-hidden": "true" }),
          item.title,
          el("span", { class: "off-screen", text: ` (${words})` }),
          item.state === "missing" ? el("small", { class: "muted", text: item.guidance }) : "",
        );
      }),
    ),
  );
}

const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ps|ur|yi)\b/;

/**
 * The HTML was sanitized by the server. Pictures beside the README are shown; others would have to be loaded from
 * elsewhere, and are named. Links into the repository lead nowhere here.
 * @param {HTMLElement} root
 * @param {Page} page
 */
export function drawReadme(root, page) {
  const source = JSON.stringify([page.readme, page.pictures]);
  if (root.dataset.source === source) return;
  root.dataset.source = source;
  const direction = RIGHT_TO_LEFT.test(page.language) ? "rtl" : "ltr";
  const body = el("div", { class: "readme", dir: direction, lang: page.language || undefined });
  const parsed = new DOMParser().parseFromString(page.readme, "text/html");
  for (const image of parsed.querySelectorAll("img")) showPicture(image, page.pictures);
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (parsed.querySelectorAll("a[href]"))) {
    if (/^(https?|mailto):/i.test(link.getAttribute("href") ?? "")) link.target = "_blank";
    else link.removeAttribute("href");
  }
  // A list or table goes one way as a whole, by its first words: they must not have a direction of their own.
  for (const block of parsed.querySelectorAll(`:is(p, h1, h2, h3, h4, h5, h6, summary):not(:is(li, td, th) *), ul, ol, table`))
    if (!block.hasAttribute("dir")) block.setAttribute("dir", "auto");
  for (const block of parsed.querySelectorAll("pre")) block.setAttribute("dir", "ltr");
  for (const block of parsed.querySelectorAll("pre, table")) block.setAttribute("tabindex", "0");
  let level = 2;
  for (const heading of parsed.querySelectorAll("h1, h2, h3, h4, h5, h6")) level = demote(heading, level);
  body.append(...parsed.body.childNodes);
  if (!page.readme) body.append(el("p", { class: "muted", text: "This model has no README." }));
  root.replaceChildren(el("h2", { id: "readme-heading", text: "README" }), body);
}

/**
 * @param {HTMLImageElement} image
 * @param {Record<string, string>} pictures
 */
function showPicture(image, pictures) {
  const source = pictures[image.getAttribute("src") ?? ""];
  const name = el("span", { class: "picture", dir: "auto", text: image.alt ? `Picture: ${image.alt}` : "Picture" });
  if (source === undefined) {
    image.replaceWith(name);
    return;
  }
  image.setAttribute("src", source);
  image.alt ||= "";
}

/**
 * A heading of the README stands below the one of its panel and skips no level, and looks as its author wants it.
 * @param {Element} heading
 * @param {number} before the level of the heading before
 */
function demote(heading, before) {
  const level = Number(heading.tagName[1]);
  const own = Math.min(level + 2, before + 1, 6);
  const lower = document.createElement(`h${own}`);
  for (const { name, value } of heading.attributes) lower.setAttribute(name, value);
  lower.classList.add(`level-${level}`);
  lower.append(...heading.childNodes);
  heading.replaceWith(lower);
  return own;
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
