// The Run panel: what the Cog server answers, or how to start one.

import { mediaPreview } from "./controls.js";
import { el, messageOf } from "./dom.js";

const ENDED = new Set(["succeeded", "failed", "canceled"]);

export class OutputPanel {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.target = "";
    this.state = "";
    this.busy = false;
    this.done = false;
    /** @type {unknown[]} */
    this.items = [];
    this.status = el("output", { class: "status", "aria-live": "polite" });
    this.body = el("div", { class: "output-body" });
    this.logs = el("pre", { class: "logs", tabIndex: 0, "aria-label": "Logs" });
    this.logBox = el("details", { hidden: true }, el("summary", { text: "Logs" }), this.logs);
    root.append(el("h2", { id: "output-heading", text: "Output" }), this.status, this.body, this.logBox);
    this.idle("");
  }

  /**
   * Nothing runs; says what Run will do.
   * @param {string} target
   */
  idle(target) {
    this.target = target;
    if (this.busy || this.done) return;
    this.status.textContent = "";
    if (target) {
      this.body.replaceChildren(el("p", { class: "muted", text: `Run sends the form to ${target}.` }));
      return;
    }
    this.body.replaceChildren(
      el(
        "p",
        { class: "muted" },
        "No Cog server is connected, so Run only checks the form. To run the model, start it with ",
        el("code", { text: "cog serve --port 5000" }),
        " and open this page with ",
        el("code", { text: "cog-lsp preview --target http://localhost:5000" }),
        ".",
      ),
    );
  }

  checked() {
    this.status.textContent = "The form is valid.";
  }

  /** @param {{ status: string, detail: string }} state */
  health(state) {
    if (this.busy || this.done || !this.target) return;
    this.status.textContent =
      state.status === "unreachable" ? `The Cog server does not answer: ${state.detail}` : `Server: ${state.status}`;
  }

  /**
   * Send the values and show what comes back.
   * @param {(take: (update: Update) => void) => Promise<void>} send
   */
  async run(send) {
    this.busy = true;
    this.done = true;
    this.items = [];
    this.logs.textContent = "";
    this.logBox.hidden = true;
    this.body.replaceChildren();
    this.say("starting");
    try {
      await send((update) => this.take(update.event, update.data));
      if (!ENDED.has(this.state)) this.fail("The answer ended before the prediction did.");
    } catch (error) {
      const stopped = error instanceof Error && error.name === "AbortError";
      this.fail(stopped ? "Stopped waiting; the model may still be running." : messageOf(error));
    }
    this.busy = false;
  }

  /** @param {string} state */
  say(state) {
    this.state = state;
    this.status.textContent = `Status: ${state}`;
    this.root.dataset.status = state;
  }

  /** @param {string} message */
  fail(message) {
    this.say("failed");
    this.body.append(el("p", { class: "error", role: "alert", text: message }));
  }

  /**
   * @param {string} event
   * @param {Answer} data
   */
  take(event, data) {
    if (event === "start") this.say(String(data.status ?? "processing"));
    else if (event === "log") this.log(String(data.data ?? data.message ?? data.value ?? ""));
    else if (event === "output") this.chunk(data.chunk);
    else if (event === "error") this.fail(errorText(data));
    else if (event === "completed") this.complete(data);
  }

  /** @param {string} text */
  log(text) {
    this.logs.textContent += text;
    this.logBox.hidden = false;
  }

  /** @param {unknown} value */
  chunk(value) {
    if (this.state === "starting") this.say("processing");
    this.items.push(value);
    if (typeof value === "string" && !isMedia(value)) {
      const last = this.body.lastElementChild;
      if (last?.classList.contains("text-output")) last.textContent += value;
      else this.body.append(el("pre", { class: "text-output", text: value }));
    } else this.body.append(shownValue(value));
  }

  /** @param {Answer} data */
  complete(data) {
    if (data.logs && !this.logs.textContent) this.log(data.logs);
    if (!this.items.length && data.output !== undefined && data.output !== null)
      this.body.replaceChildren(...(Array.isArray(data.output) ? data.output : [data.output]).map(shownValue));
    if (data.error) this.body.append(el("p", { class: "error", role: "alert", text: String(data.error) }));
    const seconds = data.metrics?.predict_time;
    this.say(String(data.status ?? "succeeded"));
    if (typeof seconds === "number") this.status.textContent += ` in ${seconds.toFixed(2)} s`;
  }
}

/** @param {Answer} data */
function errorText(data) {
  if (!Array.isArray(data.detail)) return String(data.error ?? "The prediction failed.");
  const lines = data.detail.map((item) => `${(item.loc ?? []).join(".")}: ${item.msg ?? JSON.stringify(item)}`);
  return [data.error, ...lines].filter(Boolean).join("\n");
}

/** @param {string} value */
function isMedia(value) {
  return /^(data:|https?:\/\/)/i.test(value);
}

/** @param {unknown} value */
function shownValue(value) {
  if (typeof value !== "string") return el("pre", { class: "json-output", text: JSON.stringify(value, null, 2) });
  if (/^data:(image|audio|video)\//i.test(value)) return el("div", {}, mediaPreview(value, "Model output"));
  if (/^data:/i.test(value)) return el("p", {}, el("a", { href: value, download: "output", text: "Download file" }));
  if (/^https?:\/\//i.test(value))
    return el("p", {}, el("a", { href: value, target: "_blank", rel: "noopener noreferrer", text: value }));
  return el("pre", { class: "text-output", text: value });
}
