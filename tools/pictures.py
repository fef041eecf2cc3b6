"""Makes the pictures in docs/pictures/ from the example model in tests/fixtures/models/image, and writes down what they
say: a test compares that with what is shown today.

Needs Playwright and Chromium: `pip install -e . playwright` and
`apt-get install chromium fonts-dejavu-core`.
Run it from the repository: `python tools/pictures.py`.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cog_lsp.check.checker import Checker
from cog_lsp.playground.field.field import form_field
from cog_lsp.playground.field.svg import data_uri
from cog_lsp.playground.page.application import Hooks
from cog_lsp.playground.page.page import page_of
from cog_lsp.playground.page.server import running
from cog_lsp.project.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as View

    from cog_lsp.check.model import Model

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "tests" / "fixtures" / "models" / "image"
PICTURES = ROOT / "docs" / "pictures"
TEXTS = ROOT / "tests" / "playground" / "pictures.json"
"""What each picture says."""
FIELDS = "hover-fields.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@dataclass(frozen=True)
class Shot:
    """One picture of the page."""

    width: int
    height: int
    scheme: str
    act: Callable[[View], None]
    """What a person does before."""


def nothing(_: View) -> None:
    """The page as it opens."""


def replicate_look(view: View) -> None:
    """The approximate look, with the call for the shell."""
    view.click("text=replicate.com (approximate)")
    view.click("role=tab[name='cog run']")


def validation(view: View) -> None:
    """What Run says about values that do not fit."""
    view.check("#include-guidance_scale")
    view.fill("#field-guidance_scale", "99")
    view.click("button.primary")
    view.wait_for_selector(".error-box")
    view.evaluate("document.querySelector('[data-field=width]').scrollIntoView()")


SHOTS = {
    "preview.png": Shot(1280, 900, "light", nothing),
    "preview-replicate-dark.png": Shot(1280, 900, "dark", replicate_look),
    "preview-narrow.png": Shot(400, 900, "light", validation),
}


def main() -> int:
    """Write all pictures and what they say; 2 where there is no Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is not installed: apt-get install chromium", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        texts = {}
        for name, shot in SHOTS.items():
            with taken(browser, shot) as view:
                view.screenshot(path=PICTURES / name)
                texts[name] = texts_of(view, in_sight=True)
        show_fields(browser)
        texts[FIELDS] = text_of_fields()
        browser.close()
    TEXTS.write_text(json.dumps(texts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


@contextmanager
def taken(browser: Browser, shot: Shot) -> Iterator[View]:
    """The page as it is on a picture."""
    hooks = Hooks(lambda _: None, lambda _language, _text: None, lambda _at, _rule, _message, _title: None)
    with running(page_of(example_model()), hooks=hooks) as server:
        view = browser.new_page(
            viewport={"width": shot.width, "height": shot.height},
            color_scheme="dark" if shot.scheme == "dark" else "light",
            device_scale_factor=1.5,
        )
        view.goto(server.url)
        view.wait_for_selector(".field")
        shot.act(view)
        yield view
        view.close()


def texts_of(view: View, *, in_sight: bool) -> list[str]:
    """The texts of a page, piece by piece: all of them, or those that a picture of it shows."""
    texts: list[str] = view.evaluate(_TEXTS, in_sight)
    return texts


_TEXTS = """(inSight) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const text = node.data.replace(/\\s+/g, " ").trim();
    if (!text || !box.width) continue;
    const shown = box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
    const at = shown && document.elementFromPoint(box.left + 1, box.top + box.height / 2);
    if (!inSight || (at && node.parentElement.contains(at))) texts.push(text);
  }
  return texts;
}"""


def example_model() -> Model:
    """The example model."""
    workspace = Workspace([MODEL])
    files = workspace.model_of(MODEL / "cog.yaml")
    if files is None:
        raise SystemExit(f"There is no model in {MODEL}")
    return Checker(workspace).check(files)


def drawn_fields(theme: str) -> list[str]:
    """The pictures that hovers show of some inputs, as data URIs."""
    predictor = example_model().predictor
    if predictor is None:
        raise SystemExit(f"There is no predictor in {MODEL}")
    return [data_uri(form_field(input), theme) for input in predictor.inputs[1:5]]


def text_of_fields() -> list[str]:
    """What the pictures of fields say: their drawing, without places and colours."""
    from xml.etree import ElementTree

    drawings = [base64.b64decode(uri.partition("base64,")[2]).decode() for uri in drawn_fields("light")]
    return [" ".join("".join(ElementTree.fromstring(drawing).itertext()).split()) for drawing in drawings]


def show_fields(browser: Browser) -> None:
    """The picture of what hovers show, light and dark."""
    columns = "".join(
        f'<div style="background:{paper};padding:16px">'
        + "".join(f'<img style="display:block;margin:0 0 12px" src="{uri}">' for uri in drawn_fields(theme))
        + "</div>"
        for theme, paper in (("light", "#f3f3f3"), ("dark", "#0b0d10"))
    )
    view = browser.new_page(viewport={"width": 1024, "height": 400}, device_scale_factor=2)
    view.set_content(f'<body style="margin:0"><div id="all" style="display:inline-flex">{columns}</div></body>')
    view.locator("#all").screenshot(path=PICTURES / FIELDS)
    view.close()


if __name__ == "__main__":
    raise SystemExit(main())
