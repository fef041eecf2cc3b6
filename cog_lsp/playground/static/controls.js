// The controls of Cog's own playground, one for each kind of field.

import { copyButton, el, messageOf } from "./dom.js";

const FILE_LIMIT = 16 * 1024 * 1024;

/**
 * Every control names its label and its help by id.
 * @param {Field} field
 * @param {Context} context
 */
export function cogControl(field, context) {
  const entry = context.values.get(field.name);
  const common = {
    id: `field-${field.name}`,
    disabled: context.disabled,
    required: field.required,
    "aria-describedby": `help-${field.name} issues-${field.name}`,
  };
  /** @type {Put} */
  const set = (value) => {
    context.values.set(field.name, value);
    context.changed();
  };
  switch (field.control) {
    case "select":
      return selectControl(field, common, entry.value, set, field.required ? "" : "Select a value");
    case "boolean":
      return booleanControl(common, entry.value, set);
    case "number":
      return numberControl(field, common, entry.value, set);
    case "file":
      return fileControl(field, common, entry, set, context);
    case "password":
      return el("input", {
        ...common,
        type: "password",
        autocomplete: "off",
        value: String(entry.value ?? ""),
        oninput: (event) => set(event.target.value),
      });
    case "textarea":
      return el("textarea", {
        ...common,
        dir: "auto",
        value: String(entry.value ?? ""),
        oninput: (event) => set(event.target.value),
      });
    default:
      return jsonControl(field, common, entry, set, context);
  }
}

/**
 * @param {Field} field
 * @param {Common} common
 * @param {unknown} value
 * @param {Put} set
 * @param {string} nothing
 */
export function selectControl(field, common, value, set, nothing) {
  const options = field.choices.map((choice, at) => el("option", { value: String(at), text: choice.text }));
  if (nothing) options.unshift(el("option", { value: "-1", text: nothing }));
  const select = el("select", common, options);
  select.value = String(field.choices.findIndex((choice) => Object.is(choice.value, value)));
  select.addEventListener("change", () => {
    const choice = field.choices[Number(select.value)];
    if (choice) set(choice.value);
  });
  return select;
}

/**
 * @param {Common} common
 * @param {unknown} value
 * @param {Put} set
 */
function booleanControl(common, value, set) {
  const options = ["true", "false"].map((text) => el("option", { value: text, text }));
  const select = el("select", common, options);
  select.value = String(value ?? false);
  select.addEventListener("change", () => set(select.value === "true"));
  return select;
}

/**
 * @param {Field} field
 * @param {Common} common
 * @param {unknown} value
 * @param {Put} set
 */
export function numberControl(field, common, value, set) {
  return el("input", {
    ...common,
    type: "number",
    min: field.minimum ?? undefined,
    max: field.maximum ?? undefined,
    step: field.integer ? "1" : "any",
    value: value === undefined || value === null ? "" : String(value),
    oninput: (event) => set(event.target.value === "" ? "" : Number(event.target.value)),
  });
}

/**
 * A JSON editor keeps its text while that is no JSON, and says so.
 * @param {Field} field
 * @param {Common} common
 * @param {Entry} entry
 * @param {Put} set
 * @param {Context} context
 */
export function jsonControl(field, common, entry, set, context) {
  const empty = field.array ? [] : field.sends === "a JSON object" ? {} : "";
  const error = el("small", { class: "field-error", role: "alert", text: entry.error ?? "", hidden: !entry.error });
  const area = el("textarea", {
    ...common,
    class: "json",
    spellcheck: "false",
    value: entry.draft ?? JSON.stringify(entry.value ?? empty, null, 2),
    "aria-label": `${field.name} JSON`,
    oninput: () => {
      entry.draft = area.value;
      entry.touched = true;
      try {
        const value = JSON.parse(area.value);
        entry.error = "";
        set(value);
      } catch (problem) {
        entry.error = `Invalid JSON: ${messageOf(problem)}`;
        context.changed();
      }
      error.textContent = entry.error;
      error.hidden = !entry.error;
      area.setAttribute("aria-invalid", String(Boolean(entry.error)));
    },
  });
  const copy = copyButton(`Copy ${field.name} JSON`, () => area.value);
  copy.disabled = Boolean(context.disabled);
  return el("div", { class: "json-editor" }, area, copy, error);
}

/**
 * @param {Field} field
 * @param {Common} common
 * @param {Entry} entry
 * @param {Put} set
 * @param {Context} context
 */
function fileControl(field, common, entry, set, context) {
  const preview = el("div", { class: "file-preview" });
  const name = el("span", { class: "file-name", text: entry.fileName ?? "" });
  const error = el("small", { class: "field-error", role: "alert", hidden: true });
  const picker = el("input", {
    ...common,
    required: false,
    type: "file",
    accept: field.accept || undefined,
    onchange: ({ target }) => readFile(target.files?.[0], take, fail),
  });
  const url = el("input", {
    type: "text",
    inputMode: "url",
    "aria-label": `${field.name} URL`,
    disabled: context.disabled,
    placeholder: "https://...",
    value: typeof entry.value === "string" && !isData(entry.value) ? entry.value : "",
    oninput: () => {
      entry.fileName = name.textContent = "";
      preview.replaceChildren();
      fail("");
      set(url.value);
    },
  });
  /** @type {Take} */
  function take(data, fileName) {
    set(data);
    entry.fileName = fileName;
    name.textContent = fileName;
    preview.replaceChildren(mediaPreview(data));
    fail("");
    context.changed();
  }
  /** @type {Say} */
  function fail(message) {
    error.textContent = message;
    error.hidden = !message;
  }
  if (typeof entry.value === "string") preview.append(mediaPreview(entry.value));
  return el("div", { class: "file-widget" }, picker, name, el("span", { class: "muted", text: "or URL" }), url, error, preview);
}

/**
 * @param {File | undefined} file
 * @param {Take} take
 * @param {Say} fail
 */
export function readFile(file, take, fail) {
  if (!file) return;
  if (file.size > FILE_LIMIT) {
    fail("Local files must be 16 MiB or smaller");
    return;
  }
  const reader = new FileReader();
  reader.onload = () => take(String(reader.result), file.name);
  reader.onerror = () => fail(reader.error?.message ?? "Could not read file");
  reader.readAsDataURL(file);
}

/** @param {string} value */
export function isData(value) {
  return /^data:[^,]*,/i.test(value);
}

/**
 * A picture or a player for a data URI; an empty fragment for anything else, since the page loads nothing from outside.
 * @param {string} value
 * @param {string} [label]
 */
export function mediaPreview(value, label = "Selected input preview") {
  const kind = /^data:(image|audio|video)\//i.exec(value)?.[1].toLowerCase();
  if (kind === "image") return el("img", { class: "media", src: value, alt: label });
  if (kind === "audio" || kind === "video")
    return el(kind, { class: "media", src: value, controls: true, "aria-label": label });
  return document.createDocumentFragment();
}
