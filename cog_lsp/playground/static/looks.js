// The controls that replicate.com is likely to show. No page of Replicate states them: approximate, and called so.

import { isData, jsonControl, mediaPreview, numberControl, readFile, selectControl } from "./controls.js";
import { el } from "./dom.js";

/**
 * @param {Field} field
 * @param {Context} context
 */
export function replicateControl(field, context) {
  const entry = context.values.get(field.name);
  const common = {
    id: `field-${field.name}`,
    "aria-describedby": `help-${field.name} issues-${field.name}`,
  };
  // The form of replicate.com has no "include" box: an optional field shows its default and is left out when emptied.
  const shown = entry.included && entry.value !== undefined ? entry.value : (field.ticked ?? field.value);
  /** @type {Put} */
  const set = (value) => {
    if (value === "" && !field.required) context.values.leaveOut(field);
    else context.values.set(field.name, value);
    context.changed();
  };
  switch (field.look) {
    case "select":
      return selectControl(field, common, shown, set, field.required ? "" : "None");
    case "toggle":
      return el("input", {
        ...common,
        type: "checkbox",
        class: "toggle",
        role: "switch",
        checked: shown === true,
        onchange: (event) => set(event.target.checked),
      });
    case "slider":
      return sliderControl(field, common, shown, set);
    case "number":
      return numberControl(field, common, shown, set);
    case "file":
      return dropZone(field, common, entry, set, context);
    case "list":
      return field.items ? listControl(field, common, shown, set) : jsonControl(field, common, entry, set, context);
    case "json":
      return jsonControl(field, common, entry, set, context);
    case "password":
    case "textarea":
      return textControl(field, common, shown, set);
  }
}

/**
 * @param {Field} field
 * @param {Common} common
 * @param {unknown} shown
 * @param {Put} set
 */
function textControl(field, common, shown, set) {
  const secret = field.look === "password" ? { type: "password", autocomplete: "off" } : {};
  return el(field.look === "password" ? "input" : "textarea", {
    ...common,
    ...secret,
    dir: "auto",
    value: String(shown ?? ""),
    oninput: (event) => set(event.target.value),
  });
}

/**
 * @param {Field} field
 * @param {Common} common
 * @param {unknown} shown
 * @param {Put} set
 */
function sliderControl(field, common, shown, set) {
  const [minimum, maximum] = [Number(field.minimum), Number(field.maximum)];
  const range = maximum - minimum;
  const step = field.integer ? 1 : range > 0 ? 10 ** (Math.floor(Math.log10(range)) - 2) : "any";
  const value = typeof shown === "number" ? shown : minimum;
  const box = numberControl(field, common, shown, (next) => {
    if (typeof next === "number") slider.value = String(next);
    set(next);
  });
  const slider = el("input", {
    type: "range",
    "aria-label": `${field.name} slider`,
    min: String(minimum),
    max: String(maximum),
    step: String(step),
    oninput: () => {
      box.value = slider.value;
      set(Number(slider.value));
    },
  });
  slider.value = String(value);
  return el("div", { class: "slider" }, slider, box);
}

/**
 * @param {Field} field
 * @param {Common} common
 * @param {Entry} entry
 * @param {Put} set
 * @param {Context} context
 */
function dropZone(field, common, entry, set, context) {
  const preview = el("div", { class: "file-preview" });
  const note = el("span", { class: "muted", text: entry.fileName || "Drop a file or choose one" });
  /** @type {Take} */
  const take = (data, name) => {
    set(data);
    context.values.get(field.name).fileName = note.textContent = name;
    preview.replaceChildren(mediaPreview(data));
    context.changed();
  };
  /** @type {Say} */
  const fail = (message) => {
    note.textContent = message;
  };
  const picker = el("input", {
    ...common,
    type: "file",
    accept: field.accept || undefined,
    onchange: ({ target }) => readFile(target.files?.[0], take, fail),
  });
  const url = el("input", {
    type: "text",
    inputMode: "url",
    "aria-label": `${field.name} URL`,
    placeholder: "or paste a URL",
    value: typeof entry.value === "string" && !isData(entry.value) ? entry.value : "",
    oninput: ({ target }) => set(target.value),
  });
  const zone = el("div", { class: "drop-zone" }, picker, note);
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    readFile(event.dataTransfer?.files[0], take, fail);
  });
  if (typeof entry.value === "string") preview.append(mediaPreview(entry.value));
  return el("div", { class: "file-widget" }, zone, url, preview);
}

/**
 * @param {Field} field
 * @param {Common} common
 * @param {unknown} shown
 * @param {Put} set
 */
function listControl(field, common, shown, set) {
  const items = Array.isArray(shown) ? [...shown] : [];
  const rows = el("div", { class: "list-rows" });
  const add = el("button", { ...common, type: "button", text: "Add an item", onclick: () => change([...items, ""]) });
  /** @param {string} text */
  const read = (text) => (field.items === "text" ? text : text === "" ? "" : Number(text));
  /** @param {unknown[]} next */
  function change(next) {
    items.splice(0, items.length, ...next);
    set([...items]);
    draw();
    /** @type {HTMLElement | null} */ (rows.querySelector("div:last-child > input"))?.focus();
  }
  function draw() {
    rows.replaceChildren(
      ...items.map((item, at) =>
        el(
          "div",
          { class: "list-row" },
          el("input", {
            type: field.items === "text" ? "text" : "number",
            step: "any",
            "aria-label": `${field.name} item ${at + 1}`,
            value: String(item),
            oninput: (event) => {
              items[at] = read(event.target.value);
              set([...items]);
            },
          }),
          el("button", {
            type: "button",
            text: "Remove",
            "aria-label": `Remove ${field.name} item ${at + 1}`,
            onclick: () => change(items.filter((_, other) => other !== at)),
          }),
        ),
      ),
    );
  }
  draw();
  return el("div", {}, rows, add);
}
