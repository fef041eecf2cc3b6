// Elements, tabs and copying. Text goes in as text only; nothing here reads HTML.

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else if (name === "class") node.className = value;
    else if (name in node && !name.startsWith("aria-") && name !== "list") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== ""));
  return node;
}

// A row of tabs; `choose` is told the value of the tab that was chosen. Arrow keys move, as ARIA asks of tabs.
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
  function select(value) {
    for (const button of buttons) {
      const own = button.dataset.value === value;
      button.setAttribute("aria-selected", String(own));
      button.tabIndex = own ? 0 : -1;
    }
    choose(value);
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = buttons.findIndex((button) => button.tabIndex === 0) + step;
    const last = buttons.length - 1;
    const next = step === -Infinity ? 0 : step === Infinity ? last : (at + buttons.length) % buttons.length;
    buttons[next].focus();
    select(buttons[next].dataset.value);
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
