"""Makes the pictures of VS Code in the documentation, the extension's README and its walkthrough, and writes down what
they say of ours: a test compares that with what VS Code shows today.

Needs `cog-lsp` installed beside this Python, what .ci/editors.sh installs, and Playwright.
Run it from the repository: `python tools/editor_pictures.py`.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.editors.conftest import MODELS, find_program  # noqa: E402
from tests.editors.workbench import (  # noqa: E402
    BROWSER_ARGUMENTS,
    PATIENCE,
    Workbench,
    build_extension,
    code_server,
    login,
    path_with,
)

PICTURES = ROOT / "docs" / "pictures"
EXTENSION = ROOT / "editors" / "vscode"
TEXTS = ROOT / "tests" / "editors" / "pictures.json"
"""What each picture says."""


@dataclass(frozen=True)
class Shot:
    """One picture of a window with a predictor."""

    folder: Path
    fixture: str
    name: str
    """Of the folder that is open."""
    line: int
    """Brought into view, from 1."""
    act: Callable[[Workbench], None]
    """What a person does before."""
    ours: str
    """What of it is ours, as a selector."""
    width: int = 1000
    height: int = 720


HOVER = ".monaco-hover:not(.hidden) .hover-row:not(.status-bar)"
FIXES = ".action-widget .monaco-list-row.action"
PROBLEMS = ".markers-panel .marker-message-details-container, .codelens-decoration"


def rest_on(words: str, window: Workbench) -> None:
    """Rest the mouse on words of a description."""
    window.hover(words)
    window.page.locator(".monaco-hover:not(.hidden) img").first.wait_for(timeout=PATIENCE)
    # VS Code measures the hover before its picture is there, and cuts the last lines off: pull its lower edge down.
    box = window.page.locator(".monaco-resizable-hover").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 1
    window.page.mouse.move(x, y, steps=10)
    window.page.mouse.down()
    window.page.mouse.move(x, y + 100, steps=4)
    window.page.mouse.up()
    window.page.mouse.move(x, y, steps=4)
    window.page.wait_for_timeout(1000)


def open_fixes(line: int, column: int, window: Workbench) -> None:
    """Open the menu of quick fixes of a finding."""
    window.go_to(line, column)
    window.quick_fixes()
    window.page.wait_for_timeout(500)


def open_problems(window: Workbench) -> None:
    """Open the list of all findings."""
    window.problems()
    window.page.wait_for_timeout(500)


def open_preview(window: Workbench) -> None:
    """Open the form beside the text."""
    window.run_command("Cog LSP: Preview playground")
    window.preview("prompt")
    window.page.mouse.move(2, 2)  # where it shows no tooltip
    window.page.wait_for_timeout(1000)


FIRST = "editor.png"
WALKTHROUGH = partial(Shot, EXTENSION / "walkthrough", "image", "lantern", width=760, height=520)
SHOTS = {
    FIRST: Shot(PICTURES, "image", "lantern", 36, partial(rest_on, "scale for image generation"), HOVER),
    "editor-hover.png": Shot(PICTURES, "image", "lantern", 30, partial(rest_on, "to start from"), HOVER),
    "editor-fixes.png": Shot(PICTURES, "image", "lantern", 34, partial(open_fixes, 26, 53), FIXES, height=620),
    "evidence.png": Shot(PICTURES, "retouch", "retouch", 39, partial(rest_on, "Width of the picture in pixels"), HOVER),
    "findings.png": WALKTHROUGH(24, open_problems, PROBLEMS),
    "fixes.png": WALKTHROUGH(30, partial(open_fixes, 26, 53), FIXES),
    "preview.png": WALKTHROUGH(24, open_preview, ""),
}


def main() -> int:
    """Write the pictures; 2 where an editor is missing."""
    program, chromium = find_program("code-server"), shutil.which("chromium")
    if program is None or chromium is None:
        print("code-server or Chromium is missing: run .ci/editors.sh", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        vsix = build_extension(ROOT, work / "build")
        home = work / "home"
        environment = login(home, PATH=path_with(Path(sys.executable).parent))
        with code_server(program, vsix, home, environment) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
            texts = {}
            for picture, shot in SHOTS.items():
                size = {"width": shot.width, "height": shot.height}
                page = browser.new_page(viewport=size, device_scale_factor=1.5)
                texts[picture] = show(Workbench(page, None), address, work / picture, shot)
                page.screenshot(path=str(shot.folder / picture))
                page.close()
            shutil.copy(PICTURES / FIRST, EXTENSION / "media")
            browser.close()
    TEXTS.write_text(json.dumps(texts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def show(window: Workbench, address: str, work: Path, shot: Shot) -> list[str]:
    """Open a predictor with nothing around it, as it is on a picture; what of ours is seen."""
    model = work / shot.name
    shutil.copytree(MODELS / shot.fixture, model)
    window.open_folder(address, model)
    window.open_file("run.py")
    window.wait_for_finding()
    window.page.keyboard.press("Control+b")
    window.wait_for_lens()
    window.go_to(shot.line)
    shot.act(window)
    parts = window.page.locator(shot.ours) if shot.ours else window.preview("prompt").locator("#title, #verdict li")
    texts = [" ".join(str(text).split()) for text in parts.all_inner_texts()]
    return [text for text in texts if text]


if __name__ == "__main__":
    sys.exit(main())
