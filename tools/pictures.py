"""Makes the pictures in docs/pictures/ from the example model in tests/fixtures/models/image.

Needs Playwright and Chromium: `pip install -e . playwright` and
`apt-get install chromium fonts-dejavu-core`.
Run it from the repository: `python tools/pictures.py`.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cog_lsp.check.checker import Checker
from cog_lsp.playground.field.field import form_field
from cog_lsp.playground.field.svg import data_uri
from cog_lsp.playground.page.page import Page, page_of
from cog_lsp.playground.page.server import Hooks, running
from cog_lsp.project.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as View

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "tests" / "fixtures" / "models" / "image"
PICTURES = ROOT / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main() -> int:
    """Write all pictures; 2 where there is no Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is not installed: apt-get install chromium", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    hooks = Hooks(reveal=lambda _: None, add_example=lambda _language, _text: None)
    with sync_playwright() as playwright, running(model_page(), hooks=hooks) as server:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        shoot(browser, server.url, "preview.png", 1280, 900)
        shoot(browser, server.url, "preview-replicate-dark.png", 1280, 900, "dark", replicate_look)
        shoot(browser, server.url, "preview-narrow.png", 400, 900, "light", validation)
        fields(browser)
        browser.close()
    return 0


def model_page() -> Page:
    """The page of the example model."""
    workspace = Workspace([MODEL])
    files = workspace.model_of(MODEL / "cog.yaml")
    if files is None:
        raise SystemExit(f"There is no model in {MODEL}")
    return page_of(Checker(workspace).check(files))


def shoot(
    browser: Browser,
    url: str,
    name: str,
    width: int,
    height: int,
    scheme: str = "light",
    act: Callable[[View], None] | None = None,
) -> None:
    """One picture of the page, after `act`."""
    dark = scheme == "dark"
    view = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", device_scale_factor=1.5
    )
    view.goto(url)
    view.wait_for_selector(".field")
    if act is not None:
        act(view)
    view.screenshot(path=PICTURES / name)
    view.close()


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
    view.locator("[data-field=guidance_scale]").scroll_into_view_if_needed()
    view.evaluate("document.querySelector('[data-field=width]').scrollIntoView()")


def fields(browser: Browser) -> None:
    """The pictures that hovers show, light and dark."""
    workspace = Workspace([MODEL])
    files = workspace.model_of(MODEL / "cog.yaml")
    model = Checker(workspace).check(files) if files is not None else None
    if model is None or model.predictor is None:
        raise SystemExit(f"There is no predictor in {MODEL}")
    chosen = [form_field(input) for input in model.predictor.inputs[1:5]]
    columns = "".join(
        f'<div style="background:{paper};padding:16px">'
        + "".join(f'<img style="display:block;margin:0 0 12px" src="{data_uri(field, theme)}">' for field in chosen)
        + "</div>"
        for theme, paper in (("light", "#f3f3f3"), ("dark", "#0b0d10"))
    )
    view = browser.new_page(viewport={"width": 1024, "height": 400}, device_scale_factor=2)
    view.set_content(f'<body style="margin:0"><div id="all" style="display:inline-flex">{columns}</div></body>')
    view.locator("#all").screenshot(path=PICTURES / "hover-fields.png")
    view.close()


if __name__ == "__main__":
    sys.exit(main())
