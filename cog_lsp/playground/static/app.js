// The page: takes the state from the server (or from the page itself), draws it, and sends what the person asks for.

import { byId, el, messageOf, tabList } from "./dom.js";
import { Form } from "./fields.js";
import { OutputPanel } from "./output.js";
import { CallsPanel, drawChecklist, drawFindings, drawReadme } from "./panels.js";
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
  mode: "run",
  fields: [],
  readme: "",
  notes: [],
  inputs: "",
  checklist: [],
  example: null,
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

  formTab = el("div", { id: "input", role: "tabpanel", "aria-label": "Input" });
  summary = el("div", { id: "validation", role: "alert" });
  runButton = el("button", { type: "button", class: "primary", text: "Run", onclick: () => this.run() });
  stopButton = el("button", { type: "button", text: "Stop waiting", hidden: true, onclick: () => this.abort?.abort() });
  exampleButton = el("button", {
    type: "button",
    text: "Fill with the README's example",
    onclick: () => this.reset(this.page.example),
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
    };
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
      this.formTab,
      this.summary,
      el(
        "div",
        { class: "row actions" },
        this.runButton,
        this.stopButton,
        this.exampleButton,
        el("button", { type: "button", text: "Reset to the defaults", onclick: () => this.reset(null) }),
      ),
    );
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
  }

  /**
   * A page came in, the first one or a newer one.
   * @param {State} state
   */
  take(state) {
    this.page = state.page;
    this.target = state.target;
    Object.assign(this.can, state.can);
    this.values.sync(this.page.fields, this.page.example);
    document.title = `${this.page.title} · playground preview`;
    byId("title").textContent = this.page.title;
    byId("summary").textContent = this.page.summary;
    this.exampleButton.hidden = !this.page.example;
    this.output.idle(this.target);
    if (this.target && this.server && !this.asked) this.askHealth(this.server);
    this.drawInput();
    drawFindings(byId("findings-panel"), this.page);
    drawChecklist(byId("checklist-panel"), this.page);
    drawReadme(byId("readme-panel"), this.page);
    this.drawCalls();
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
    const items = issues.map((issue) => el("li", {}, el("code", { text: issue.path }), `: ${issue.message}`));
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
      return;
    }
    const abort = new AbortController();
    this.abort = abort;
    this.runButton.disabled = true;
    this.stopButton.hidden = false;
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

// What the page asks of its server. All addresses are relative to the page, whose path holds the token.
class Server {
  /** @param {string} path */
  async get(path) {
    return (await this.answer(fetch(path))).json();
  }

  /**
   * @param {string} path
   * @param {unknown} body
   */
  async post(path, body) {
    return (await this.send(path, body)).json();
  }

  /**
   * Each line of the answer is JSON.
   * @param {string} path
   * @param {unknown} body
   * @param {(update: Update) => void} take
   * @param {AbortSignal} signal
   */
  async stream(path, body, take, signal) {
    const response = await this.send(path, body, signal);
    const reader = /** @type {ReadableStream<BufferSource>} */ (response.body).pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      rest += value ?? "";
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line) take(JSON.parse(line));
      if (done) return;
    }
  }

  /**
   * @param {string} path
   * @param {unknown} body
   * @param {AbortSignal} [signal]
   */
  send(path, body, signal) {
    const headers = { "Content-Type": "application/json" };
    return this.answer(fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal }));
  }

  /** @param {Promise<Response>} request */
  async answer(request) {
    const response = await request;
    if (!response.ok) throw new Error((await response.text()) || `HTTP ${response.status}`);
    return response;
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
