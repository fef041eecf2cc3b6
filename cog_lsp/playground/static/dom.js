// Elements, tabs, links within the page and copying. Text goes in as text only; nothing here reads HTML.

/**
 * An element with its properties, attributes and children.
 * @template {keyof Tags} Tag
 * @param {Tag} tag
 * @param {Properties<Tag>} [properties]
 * @param {...(Child | Child[])} children
 * @returns {Tags[Tag]}
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  const own = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (node));
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name === "text") node.textContent = String(value);
    else if (name === "class") node.className = String(value);
    else if (name in node && !name.startsWith("aria-") && name !== "list") own[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) if (child !== undefined && child !== null && child !== "") node.append(child);
  return node;
}

const STEPS = new Map([
  ["ArrowRight", 1],
  ["ArrowLeft", -1],
  ["Home", -Infinity],
  ["End", Infinity],
]);

/**
 * A row of tabs; `choose` is told the value of the tab that was chosen. Arrow keys move, as ARIA asks of tabs.
 * @template {string} Value
 * @param {string} label
 * @param {[Value, string][]} options
 * @param {Value} chosen
 * @param {(value: Value) => void} choose
 * @param {string} panel
 */
export function tabList(label, options, chosen, choose, panel) {
  const buttons = options.map(([value, text]) =>
    el("button", {
      type: "button",
      role: "tab",
      text,
      "data-value": value,
      "aria-selected": String(value === chosen),
      "aria-controls": panel,
      tabIndex: value === chosen ? 0 : -1,
      onclick: () => select(value),
    }),
  );
  const list = el("div", { class: "tabs", role: "tablist", "aria-label": label }, buttons);
  /** @param {Value} value */
  function select(value) {
    for (const button of buttons) {
      const own = button.dataset.value === value;
      button.setAttribute("aria-selected", String(own));
      button.tabIndex = own ? 0 : -1;
    }
    choose(value);
  }
  list.addEventListener("keydown", (event) => {
    const step = STEPS.get(event.key);
    if (step === undefined) return;
    event.preventDefault();
    const at = buttons.findIndex((button) => button.tabIndex === 0) + step;
    const last = buttons.length - 1;
    const next = step === -Infinity ? 0 : step === Infinity ? last : (at + buttons.length) % buttons.length;
    buttons[next].focus();
    select(options[next][0]);
  });
  return list;
}

/**
 * The element of the page with an id. It is there: `index.html` has it.
 * @param {string} id
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element “${id}”.`);
  return element;
}

/**
 * What went wrong, in words.
 * @param {unknown} error
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * A message in which names stand between backticks, with these as code.
 * @param {string} text
 * @returns {Child[]}
 */
export function withCode(text) {
  const parts = text.split("`");
  if (parts.length % 2 === 0) return [text];
  return parts.map((part, at) => (at % 2 ? el("code", { dir: "auto", text: part }) : part));
}

/**
 * Bring an element into sight and give it the focus: a field's control where it has one, else itself.
 * @param {string} id
 */
export function jump(id) {
  const target = document.getElementById(id);
  if (!target) return;
  target.scrollIntoView({ block: "start" });
  const control = target.querySelector(".control :is(input, textarea, select, button):not(:disabled)");
  (control instanceof HTMLElement ? control : target).focus({ preventScroll: true });
}

/**
 * A link to an element of the page, whichever view it stands in.
 * @param {string} id
 * @param {Child | Child[]} content
 */
export function jumpLink(id, content) {
  return el(
    "a",
    {
      href: `#${id}`,
      onclick: (event) => {
        event.preventDefault();
        jump(id);
      },
    },
    content,
  );
}

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Frames without the permission still allow copying a selection.
    const area = el("textarea", { class: "off-screen", value: text, readOnly: true });
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

/**
 * @param {string} label
 * @param {() => string} text
 */
export function copyButton(label, text) {
  const button = el("button", {
    type: "button",
    text: "Copy",
    "aria-label": label,
    onclick: async () => {
      button.textContent = (await copyText(text())) ? "Copied" : "Could not copy";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    },
  });
  return button;
}
