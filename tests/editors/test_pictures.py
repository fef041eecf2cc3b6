"""The pictures of VS Code in the documentation show what it shows; those of the walkthrough are seen in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools import editor_pictures as pictures

from .conftest import Open
from .workbench import PATIENCE, Workbench

MESSAGE = "The picture says something else than VS Code: run `python tools/editor_pictures.py`"
SAID = json.loads(pictures.TEXTS.read_text(encoding="utf-8"))


@pytest.fixture
def window(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Workbench]:
    shot = pictures.SHOTS[request.param]
    page = chromium.new_page(viewport={"width": shot.width, "height": shot.height})
    yield Workbench(page, None)
    page.close()


@pytest.mark.parametrize(("window", "name"), [(name, name) for name in pictures.SHOTS], indirect=["window"])
def test_vscode_says_what_its_picture_says(name: str, window: Workbench, address: str, tmp_path: Path) -> None:
    shot = pictures.SHOTS[name]
    assert (shot.folder / name).exists()
    assert pictures.show(window, address, tmp_path, shot) == SAID[name], MESSAGE


def test_the_walkthrough_shows_its_pictures_and_ticks_its_steps(open_workbench: Open, model: Path) -> None:
    window = open_workbench(model)
    page = window.page
    window.run_command("Welcome: Open Walkthrough...")
    page.locator(".quick-input-list .monaco-list-row", has_text="Get started with Cog LSP").first.click()
    step = ".getting-started-step"
    for title in ("The language server comes along", "Open a model"):
        page.locator(f"{step}[aria-checked=true]", has_text=title).wait_for(timeout=PATIENCE)
    assert page.locator(f"{step}[aria-checked=true]").count() == 2, "nothing was improved or previewed yet"
    titles = {"Open a model": "findings", "Improve an input": "fixes", "See the whole form": "preview"}
    for title, picture in titles.items():
        page.locator(step, has_text=title).click()
        media = page.frame_locator("iframe.webview.ready").frame_locator("#active-frame")
        image = media.locator(f"img[src$='walkthrough/{picture}.png']")
        image.wait_for(timeout=PATIENCE)  # it has a size: without one that can be read, it is none
        window.photograph(f"walkthrough-{picture}")
        assert image.bounding_box()["width"] > 300
