// The page: takes the state from the server (or from the page itself), draws it, and sends what the person asks for.

import { byId, el, jumpLink, messageOf, tabList } from "./dom.js";
import { Form } from "./fields.js";
import { drawFindings, drawVerdict } from "./findings.js";
import { followFrame } from "./frame.js";
import { Jumps } from "./jumps.js";
import { OutputPanel } from "./output.js";
import { CallsPanel, drawChecklist, drawReadme } from "./panels.js";
import { drawReference, offerToAsk } from "./reference.js";
import { Server } from "./server.js";
import { localIssues, Values } from "./values.js";

const LOOKS = [
  ["cog", "Cog's playground"],
  ["replicate", "replicate.com (approximate)"],
];
const THEMES = ["system", "light", "dark"];

/**
 * What stands there until the first page comes in.
 * @type {Page}
 */
const EMPTY = {
  title: "",
  summary: "",
  name: "",
  version: "",
  mode: "run",
  verdict: null,
  fields: [],
  nothing: "",
  readme: "",
  language: "",
  pictures: {},
  notes: [],
  inputs: "",
  checklist: [],
  calls: [],
};

class App {
  page = EMPTY;
  target = "";
  look = "cog";
  /** @type {"form" | "json"} */
  mode = "form";
  /** @type {Abilities} */
  can = {};
  values = new Values();
  /** @type {AbortController | null} */
  abort = null;
  asked = false;

  findingsLink = Object.assign(jumpLink("findings-panel", ""), { className: "to-findings" });
  formTab = el("div", { id: "input", role: "tabpanel", "aria-label": "Input" });
  summary = el("div", { id: "validation", role: "alert" });
  runButton = el("button", { type: "button", class: "primary", text: "Run", onclick: () => this.run() });
  stopButton = el("button", { type: "button", text: "Stop waiting", hidden: true, onclick: () => this.abort?.abort() });
  exampleButton = el("button", {
    type: "button",
    text: "Fill with the README's example",
    onclick: () => this.reset(this.example),
  });
  jsonError = el("small", { class: "field-error", role: "alert", hidden: true });
  json = el("textarea", {
    id: "json",
    class: "json whole",
    spellcheck: "false",
    "aria-label": "Input as JSON",
    oninput: () => this.editJson(),
  });
  jsonTab = el(
    "div",
    {},
    this.json,
    this.jsonError,
    el("button", { type: "button", text: "Format", onclick: () => this.editJson() && this.drawInput() }),
  );

  /** @param {Server | null} server */
  constructor(server) {
    this.server = server;
    /** @type {Context} */
    this.context = {
      values: this.values,
      can: this.can,
      changed: (name) => this.changed(name),
      reveal: (name) => server?.post("reveal", { input: name }).catch(() => {}),
      fix: async (note, fix) => server?.post("fix", { note: note.at, title: fix.title }),
    };
    this.offer = server && offerToAsk(() => server.post("published", {}));
    this.form = new Form(this.context);
    this.output = new OutputPanel(byId("output-panel"));
    this.calls = new CallsPanel(byId("calls-panel"), (language, text) => this.addExample(language, text));
    this.buildForm();
    this.buildSwitches();
  }

  buildForm() {
    /** @type {["form" | "json", string][]} */
    const modes = [
      ["form", "Form"],
      ["json", "JSON"],
    ];
    /** @param {"form" | "json"} mode */
    const choose = (mode) => {
      this.mode = mode;
      this.drawInput(true);
    };
    byId("form-panel").append(
      el(
        "div",
        { class: "panel-head" },
        el("h2", { id: "form-heading", text: "Input" }),
        tabList("Form or JSON", modes, this.mode, choose, "input"),
      ),
      el(
        "div",
        { class: "row starts" },
        this.exampleButton,
        el("button", { type: "button", text: "Reset to the defaults", onclick: () => this.reset(null) }),
      ),
      this.formTab,
      el(
        "div",
        { class: "actions" },
        this.summary,
        el(
          "div",
          { class: "row" },
          this.runButton,
          this.stopButton,
          el("nav", { class: "elsewhere", "aria-label": "Parts of the page" }, jumpLink("calls-panel", "Call"), this.findingsLink),
        ),
      ),
    );
    this.jumps = new Jumps(this.formTab);
  }

  buildSwitches() {
    const looks = LOOKS.map(([value, text]) =>
      el("button", {
        type: "button",
        text,
        "data-value": value,
        "aria-pressed": String(value === this.look),
        onclick: () => {
          this.look = value;
          for (const button of looks) button.setAttribute("aria-pressed", String(button.dataset.value === value));
          document.documentElement.dataset.look = value;
          this.drawInput(true);
        },
      }),
    );
    byId("look-switch").append(el("div", { class: "tabs", role: "group", "aria-label": "Look of the form" }, looks));
    const view = byId("view-switch");
    view.addEventListener("click", () => {
      const visiting = view.getAttribute("aria-pressed") !== "true";
      view.setAttribute("aria-pressed", String(visiting));
      document.documentElement.dataset.view = visiting ? "visitor" : "author";
    });
    const theme = byId("theme-switch");
    /** @param {string} name */
    const show = (name) => {
      document.documentElement.dataset.theme = name;
      theme.textContent = `Theme: ${name}`;
      theme.dataset.next = THEMES[(THEMES.indexOf(name) + 1) % THEMES.length];
    };
    theme.addEventListener("click", () => show(theme.dataset.next ?? "system"));
    const asked = new URLSearchParams(location.search).get("theme");
    show(asked !== null && THEMES.includes(asked) ? asked : "system");
    followFrame(show);
  }

  /**
   * A page came in, the first one or a newer one.
   * @param {State} state
   */
  take(state) {
    this.page = { ...state.page, notes: state.page.notes.map((note, at) => ({ ...note, at })) };
    this.target = state.target;
    Object.assign(this.can, state.can);
    this.values.sync(this.page.fields, this.example);
    document.title = `${this.page.title} · playground preview`;
    byId("title").textContent = this.page.title;
    byId("summary").textContent = this.page.summary;
    this.exampleButton.hidden = !this.example;
    // What cannot be read can be neither filled in nor called.
    for (const part of byId("form-panel").querySelectorAll(".panel-head .tabs, .starts, .actions"))
      part.toggleAttribute("hidden", Boolean(this.page.nothing));
    byId("calls-panel").hidden = Boolean(this.page.nothing);
    this.output.idle(this.target);
    if (this.target && this.server && !this.asked) this.askHealth(this.server);
    this.drawInput();
    drawVerdict(byId("verdict"), this.page);
    drawFindings(byId("findings-panel"), this.page, this.context);
    this.findingsLink.textContent = `Findings (${this.page.notes.length})`;
    this.jumps?.draw(this.page);
    const offer = this.can.published ? this.offer : null;
    drawReference(byId("reference-panel"), this.page, state.published, offer, (values) => this.fill(values));
    drawChecklist(byId("checklist-panel"), this.page);
    drawReadme(byId("readme-panel"), this.page);
    this.drawCalls();
  }

  // What fills the form when it opens.
  get example() {
    return this.page.calls[0]?.values ?? null;
  }

  /** @param {Input} values */
  fill(values) {
    this.reset(values);
    byId("form-panel").scrollIntoView({ block: "start" });
    byId("form-panel").focus({ preventScroll: true });
  }

  /** @param {Server} server */
  async askHealth(server) {
    this.asked = true;
    const unreachable = (/** @type {unknown} */ error) => ({ status: "unreachable", detail: messageOf(error) });
    this.output.health(await server.get("target").catch(unreachable));
  }

  /** @param {string | boolean} [force] */
  drawInput(force) {
    if (this.mode === "form") {
      this.form.draw(this.page, this.look, force);
      if (!this.form.root.isConnected) this.formTab.replaceChildren(this.form.root);
    } else {
      if (!this.jsonTab.isConnected) this.formTab.replaceChildren(this.jsonTab);
      if (document.activeElement !== this.json) this.json.value = JSON.stringify(this.values.input(), null, 2);
    }
  }

  drawCalls() {
    this.calls.update(this.page, this.values, this.target, Boolean(this.can.example));
  }

  /**
   * A value changed; `name` is set where its field must be drawn again.
   * @param {string} [name]
   */
  changed(name) {
    this.showIssues([]);
    if (name) this.drawInput(name);
    this.drawCalls();
  }

  editJson() {
    try {
      const input = JSON.parse(this.json.value);
      if (typeof input !== "object" || input === null || Array.isArray(input))
        throw new Error("Prediction input must be a JSON object.");
      this.values.assign(input);
      this.jsonError.hidden = true;
    } catch (error) {
      this.jsonError.textContent = messageOf(error);
      this.jsonError.hidden = false;
      return false;
    }
    this.changed();
    return true;
  }

  /** @param {Input | null} example */
  reset(example) {
    this.values.reset(example);
    this.showIssues([]);
    this.drawInput(true);
    this.drawCalls();
  }

  /** @param {Issue[]} issues */
  showIssues(issues) {
    this.form.showIssues(issues);
    const items = issues.map((issue) => {
      const path = el("code", { text: issue.path });
      return el("li", {}, issue.field ? jumpLink(`at-${issue.field}`, path) : path, `: ${issue.message}`);
    });
    const head = el("strong", { text: "Input does not match the OpenAPI schema." });
    this.summary.replaceChildren(...(issues.length ? [el("div", { class: "error-box" }, head, el("ul", {}, items))] : []));
  }

  // The form's values after validation; null where they must not be sent.
  async checked() {
    if (this.mode === "json" && !this.editJson()) return null;
    const input = this.values.input();
    const served = this.server ? await this.server.post("validate", { input }) : [];
    const local = localIssues(this.page.fields, input, Boolean(this.server));
    const issues = [...this.values.drafts, ...served, ...local];
    this.showIssues(issues);
    if (!issues.length) return input;
    const first = this.form.root.querySelector('[aria-invalid="true"]:not(:disabled)');
    if (first instanceof HTMLElement) first.focus();
    return null;
  }

  async run() {
    if (this.output.busy) return;
    let input;
    try {
      input = await this.checked();
    } catch (error) {
      this.showIssues([{ path: "input", message: messageOf(error) }]);
      return;
    }
    if (input === null) return;
    const { server } = this;
    if (!this.target || !server) {
      this.output.checked();
      this.output.root.scrollIntoView({ block: "nearest" });
      return;
    }
    const abort = new AbortController();
    this.abort = abort;
    this.runButton.disabled = true;
    this.stopButton.hidden = false;
    this.output.root.scrollIntoView({ block: "nearest" });
    await this.output.run((take) => server.stream("run", { input }, take, abort.signal));
    this.runButton.disabled = false;
    this.stopButton.hidden = true;
  }

  /**
   * @param {string} language
   * @param {string} text
   */
  async addExample(language, text) {
    try {
      await this.server?.post("example", { language, text });
      return "Sent to the editor.";
    } catch (error) {
      return messageOf(error);
    }
  }
}

function start() {
  const embedded = document.getElementById("state");
  if (embedded) {
    new App(null).take(JSON.parse(embedded.textContent));
    return;
  }
  const app = new App(new Server());
  const notice = byId("connection");
  const events = new EventSource("events");
  events.addEventListener("page", (event) => {
    notice.hidden = true;
    app.take(JSON.parse(event.data));
  });
  events.addEventListener("error", () => {
    notice.textContent = "The preview has lost its server. What you typed is kept; start the preview again to go on.";
    notice.hidden = false;
  });
  events.addEventListener("open", () => (notice.hidden = true));
}

start();
