// Findings with their quick fixes, and the verdict that leads to them.

import { el, jumpLink, messageOf, withCode } from "./dom.js";

const MARKS = { error: "Error", warning: "Warning", information: "Note", hint: "Hint" };

/**
 * Findings that stand together, each fix once. In an editor, a click on a fix applies it.
 * @param {Note[]} notes
 * @param {Context} context
 */
export function findingList(notes, context) {
  if (!notes.length) return "";
  const worst = ["error", "warning", "information", "hint"].find((level) => notes.some((note) => note.severity === level));
  /** @type {Map<string, [Note, NoteFix]>} */
  const fixes = new Map();
  for (const note of notes) for (const fix of note.fixes) if (!fixes.has(fix.title)) fixes.set(fix.title, [note, fix]);
  return el(
    "div",
    { class: `findings ${worst}` },
    notes.map((note) =>
      el(
        "p",
        { class: "finding", id: `note-${note.at}`, tabIndex: -1 },
        el("strong", { text: MARKS[note.severity] ?? "Note" }),
        " ",
        withCode(note.message),
        " ",
        el("code", { class: "rule", text: note.rule }),
      ),
    ),
    fixes.size ? fixList([...fixes.values()], context) : "",
  );
}

/**
 * @param {[Note, NoteFix][]} fixes
 * @param {Context} context
 */
function fixList(fixes, context) {
  if (!context.can.fix) {
    const titles = fixes.map(([, fix]) => fix.title).join(" · ");
    return el("p", { class: "fixes" }, "Quick fixes in the editor: ", el("span", { dir: "auto", text: titles }));
  }
  const say = el("output", { class: "muted" });
  const items = fixes.map(([note, fix]) =>
    el(
      "li",
      {},
      el("button", {
        type: "button",
        class: "fix",
        text: fix.label,
        "aria-label": fix.text ? `${fix.label}: ${fix.text}` : fix.label,
        onclick: async () => {
          say.textContent = await context.fix(note, fix).then(() => "Sent to the editor.", messageOf);
        },
      }),
      fix.text ? el("span", { class: "fix-text", dir: "auto", text: fix.text }) : "",
    ),
  );
  return el("div", {}, el("ul", { class: "fixes" }, items), say);
}

/**
 * Whether the model can be published, with a way to the first finding of each thing that is left to do.
 * @param {HTMLElement} root
 * @param {Page} page
 */
export function drawVerdict(root, page) {
  const { verdict } = page;
  root.hidden = !verdict;
  if (!verdict) return;
  root.dataset.level = verdict.level;
  const links = verdict.steps.map((step) => jumpLink(`note-${step.note}`, withCode(step.text)));
  const lead = el("strong", { text: links.length ? `${verdict.text}: ` : `${verdict.text}.` });
  const steps = links.length === 1 ? links[0] : el("ol", {}, links.map((link) => el("li", {}, link)));
  root.replaceChildren(el("div", { id: "verdict-text" }, lead, links.length ? steps : ""));
}

/**
 * The findings that stand beside no field, and where the others are.
 * @param {HTMLElement} root
 * @param {Page} page
 * @param {Context} context
 */
export function drawFindings(root, page, context) {
  const names = new Set(page.fields.map((field) => field.name));
  const general = page.notes.filter((note) => note.input === null || !names.has(note.input));
  const beside = page.fields.filter((field) => page.notes.some((note) => note.input === field.name));
  const count = page.notes.length - general.length;
  root.replaceChildren(
    el("h2", { id: "findings-heading", text: "Findings" }),
    page.inputs ? el("p", { id: "inputs-explained", text: `${page.inputs}.` }) : "",
    ...general.map((note) => findingList([note], context)),
    count ? el("p", { class: "muted", text: count === 1 ? "1 stands beside its field:" : `${count} stand beside their fields:` }) : "",
    count ? el("ul", { class: "places" }, beside.map((field) => el("li", {}, jumpLink(`at-${field.name}`, field.name)))) : "",
    page.notes.length ? "" : el("p", { class: "muted", text: "Nothing found." }),
  );
}
