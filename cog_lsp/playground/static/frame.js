// What the page does in the panel of an editor: it follows the editor's theme, and passes on the keys that it has no use for.
// Only editors may frame the page: the server's policy says so.

// With Ctrl or Cmd these edit text or move in it.
const OF_THE_PAGE = /^([acvxyz]|Arrow.*|Home|End|Page.*|Backspace|Delete|Enter|Tab|Escape)$/i;

/** @param {(theme: string) => void} show */
export function followFrame(show) {
  if (window.parent === window) return;
  window.addEventListener("message", (event) => {
    const theme = event.source === window.parent ? event.data?.cogLspTheme : undefined;
    if (theme === "light" || theme === "dark") show(theme);
  });
  window.addEventListener("keydown", (event) => {
    const isShortcut = (event.ctrlKey || event.metaKey) && !event.altKey && !OF_THE_PAGE.test(event.key);
    if (event.defaultPrevented || !(isShortcut || /^F\d+$/.test(event.key))) return;
    event.preventDefault();
    const { key, code, keyCode, ctrlKey, shiftKey, altKey, metaKey, repeat } = event;
    window.parent.postMessage({ cogLspKey: { key, code, keyCode, ctrlKey, shiftKey, altKey, metaKey, repeat } }, "*");
  });
  window.parent.postMessage({ cogLspReady: true }, "*");
}
