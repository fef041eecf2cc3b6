"""The page in a real browser: hostile text, keyboard, themes, widths, names, policies."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from msgspec.structs import replace

from cog_lsp.playground.field.field import form_field
from cog_lsp.playground.field.svg import data_uri
from cog_lsp.playground.page.application import Hooks
from cog_lsp.playground.page.page import Page, build_page, input_schema
from cog_lsp.playground.page.server import PreviewServer, running
from cog_lsp.predictor.model import Input
from cog_lsp.readme.markdown.document import parse_card


def test_findings_and_checklist(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    beside = page.locator('[data-field="guidance_scale"] .findings')
    assert "guidance_scale: say what low and high values do" in beside.text_content()
    assert "Quick fixes in the editor: Describe: “How closely…”" in beside.text_content()
    assert "Add the 3 missing sections" in page.text_content("#findings-panel")
    assert page.locator(".checklist li").count() == 8
    assert "Picture: A cat" in page.text_content(".readme")
    assert page.get_attribute(".readme a", "href") is None


def test_the_editor_is_asked(view: Callable[..., Any], demo_page: Callable[..., Page]) -> None:
    told: list[tuple[str, ...]] = []
    hooks = Hooks(lambda name: told.append(("reveal", name)), lambda *example: told.append(example))
    with running(demo_page(), hooks=hooks) as server:
        page = view(server.url)
        page.click("role=button[name='Show in editor: seed']")
        page.click("label[for=field-prompt]")
        page.click("role=tab[name='cog run']")
        page.click("text=Add to README as example")
        page.wait_for_selector("text=Sent to the editor.")
    assert told[:2] == [("reveal", "seed"), ("reveal", "prompt")]
    assert told[2][0] == "bash"
    assert told[2][1].startswith("cog run")


def test_without_an_editor_nothing_is_offered(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    assert page.locator(".reveal").count() == 0
    assert page.locator("text=Add to README as example").is_hidden()


EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) [b](command:run) <a href='javascript:alert(1)'>c</a>",
    "</small></div><style>*{display:none}</style>",
    "\u202e reversed \u2066",
    "x" * 1_000_000,
]


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_hostile_text_stays_text(
    view: Callable[..., Any], make_input: Callable[..., Input], demo_page: Callable[..., Page], evil: str
) -> None:
    schema = {"type": "string", "description": evil, "default": evil[:1000]}
    fields = tuple(
        form_field(make_input(name, schema, enum=enum)) for name, enum in (("a", None), ("b", [evil[:1000]]))
    )
    card = parse_card(f"# {evil[:200]}\n\n{evil[:200_000]} and some more words.\n")
    built = build_page(None, card)
    page_record = replace(built, fields=fields, schema=input_schema(fields), notes=demo_page().notes)
    with running(page_record) as server:
        page = view(server.url)
        for look in ("Cog's playground", "replicate.com (approximate)"):
            page.click(f"text={look}")
            shown = page.text_content("#help-a")
            assert shown.startswith(("⟨U+202E⟩" if "\u202e" in evil else evil[:100])[:100])
            assert len(shown) < 30_000
            assert page.locator("#form :is(script, img, a, style)").count() == 0
            assert page.locator("header :is(script, img, a, style)").count() == 0
        assert page.locator(".readme :is(script, img, style)").count() == 0
        links = page.locator(".readme a").evaluate_all("nodes => nodes.map(node => node.getAttribute('href'))")
        assert [link for link in links if link] == []
        assert page.is_visible("#field-a")


def test_by_keyboard_only(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    visited = []
    for _ in range(200):
        page.keyboard.press("Tab")
        visited.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
        if visited[-1] == "include-guidance_scale":
            page.keyboard.press("Space")
        if visited[-1] == "field-prompt":
            page.keyboard.type("typed")
        if visited[-1] == "Run":
            break
    assert visited[0] == "Skip to the form"
    assert visited[-1] == "Run"
    assert "field-guidance_scale" in visited
    assert "field-seed" not in visited
    page.keyboard.press("Enter")
    page.wait_for_selector("text=The form is valid.")
    page.focus("role=tab[name=Python]")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("role=tab[name=JavaScript]", "aria-selected") == "true"
    page.keyboard.press("End")
    assert "cog run" in page.text_content("#call code")


@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_and_wide_light_and_dark(
    view: Callable[..., Any], server: PreviewServer, width: int, scheme: str
) -> None:
    page = view(server.url, width=width, scheme=scheme)
    for look in ("Cog's playground", "replicate.com (approximate)"):
        page.click(f"text={look}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CONTRAST) == []
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 28)"
    assert dark == (scheme == "dark")


CONTRAST = """() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = numbers(getComputedStyle(node).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || node.closest(".disabled, :disabled, script, noscript, .off-screen, [hidden]")) continue;
    const [a, b] = [light(numbers(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(`${node.className || node.tagName}: ${node.textContent.slice(0, 40)}`);
  }
  return poor;
}"""


def test_the_theme_can_be_chosen(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url + "?theme=dark")
    color = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(color) == "rgb(20, 23, 28)"
    page.click("#theme-switch")
    page.click("#theme-switch")
    assert page.text_content("#theme-switch") == "Theme: light"
    assert page.evaluate(color) == "rgb(255, 255, 255)"


def test_every_control_has_a_name(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    unnamed = """() => [...document.querySelectorAll("input, select, textarea, button")]
      .filter((node) => !node.hidden && !node.labels?.length && !node.getAttribute("aria-label"))
      .filter((node) => !node.textContent.trim())
      .map((node) => node.outerHTML)"""
    for look in ("Cog's playground", "replicate.com (approximate)"):
        page.click(f"text={look}")
        assert page.evaluate(unnamed) == []


def test_nothing_is_loaded_from_elsewhere(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [name for name in loaded if not name.startswith(server.url)] == []
    assert page.evaluate("document.cookie + Object.keys(localStorage).join()") == ""


def test_a_lost_server_is_told(demo_page: Callable[..., Page], browser: Any) -> None:
    server = PreviewServer(demo_page())
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.start())
    page.fill("#field-prompt", "kept")
    server.stop()
    page.wait_for_selector("text=The preview has lost its server.")
    assert page.input_value("#field-prompt") == "kept"
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_as_tall_as_its_text_needs(browser: Any, make_input: Callable[..., Input], theme: str) -> None:
    """The widths that wrapping counts with are not smaller than what a browser measures."""
    words = "Guidance scale: how closely the picture follows the prompt, WIDE LETTERS MMMM WWWW and äöü, привет, γειά."
    fields = [
        form_field(make_input("x" * size, {"type": "string", "description": words * size})) for size in (1, 3, 60)
    ]
    page = browser.new_page()
    page.set_content("".join(f'<img src="{data_uri(field, theme)}">' for field in fields))  # decodes as a picture
    assert page.evaluate("[...document.images].map((image) => image.naturalWidth)") == [480] * 3
    for field in fields:
        page.set_content(base64.b64decode(data_uri(field, theme).partition("base64,")[2]).decode())
        right = """() => Math.max(...[...document.querySelectorAll("text, tspan")].map(
            (node) => node.getBBox().x + node.getBBox().width))"""
        assert page.evaluate(right) <= 480 - 14
    page.close()


class Framing(BaseHTTPRequestHandler):
    """A site that shows the page of its query in a frame, as the web view of an editor does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        address = self.path.partition("?")[2]
        sandbox = "allow-scripts allow-same-origin allow-forms"
        self.wfile.write(f'<iframe src="{address}" sandbox="{sandbox}" width="900" height="700"></iframe>'.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", True), ("127.0.0.2", False)])
def test_only_editors_may_frame_the_page(browser: Any, server: PreviewServer, host: str, shown: bool) -> None:
    site = ThreadingHTTPServer((host, 0), Framing)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    page = browser.new_page()
    address = f"http://{host}:{site.server_address[1]}/?{server.url}"
    inner = page.frame_locator("iframe")
    if shown:
        page.goto(address)
        inner.locator("#field-prompt").fill("typed in a frame")
        inner.locator("button.primary").click()
        inner.locator("text=The form is valid.").wait_for()
    else:
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text, timeout=15_000):
            page.goto(address)
        assert inner.locator("#field-prompt").count() == 0
    page.close()
    site.shutdown()
    site.server_close()
