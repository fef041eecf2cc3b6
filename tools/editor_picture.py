"""Makes the pictures of VS Code in docs/pictures/: an input with its findings, its form field and the way to its fixes
(editor.png), and what the code does with one (evidence.png).

The extension's README shows the first one, too, from editors/vscode/media/.

Needs `cog-lsp` installed beside this Python, what .ci/editors.sh installs, and Playwright.
Run it from the repository: `python tools/editor_picture.py`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from editors.conftest import MODELS, find_program  # noqa: E402
from editors.workbench import BROWSER_ARGUMENTS, PATIENCE, Workbench, build_extension, code_server, login, path_with  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
FIRST = "editor.png"
SHOTS = {
    FIRST: ("image", "lantern", 36, "scale for image generation"),
    "evidence.png": ("retouch", "retouch", 39, "Width of the picture in pixels"),
}
"""Each picture with the fixture that it shows, the name of its folder, the line that is brought into view, from 1, and
the words that the mouse rests on."""


def main() -> int:
    """Write the picture; 2 where an editor is missing."""
    program, chromium = find_program("code-server"), shutil.which("chromium")
    if program is None or chromium is None:
        print("code-server or Chromium is missing: run .ci/editors.sh", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        vsix = build_extension(ROOT / "editors" / "vscode", ROOT / "LICENSE", work / "build")
        home = work / "home"
        environment = login(home, PATH=path_with(Path(sys.executable).parent))
        with code_server(program, vsix, home, environment) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
            PICTURES.mkdir(exist_ok=True)
            for picture, (fixture, name, line, words) in SHOTS.items():
                shutil.copytree(MODELS / fixture, work / name)
                page = browser.new_page(viewport={"width": 1000, "height": 720}, device_scale_factor=1.5)
                show(Workbench(page, None), address, work / name, line, words)
                page.screenshot(path=str(PICTURES / picture))
                page.close()
            shutil.copy(PICTURES / FIRST, ROOT / "editors" / "vscode" / "media")
            browser.close()
    return 0


def show(window: Workbench, address: str, model: Path, line: int, words: str) -> None:
    """Open the predictor with nothing around it and rest the mouse on words of a description."""
    window.open_folder(address, model)
    window.open_file("run.py")
    window.wait_for_finding()
    window.page.keyboard.press("Control+b")
    window.page.locator(".codelens-decoration", has_text="inputs explained").wait_for(timeout=PATIENCE)
    window.go_to(line)
    window.hover(words)
    picture = window.page.locator(".monaco-hover:not(.hidden) img").first
    picture.wait_for(timeout=PATIENCE)
    # VS Code measures the hover before its picture is there, and cuts the last lines off: pull its lower edge down.
    box = window.page.locator(".monaco-resizable-hover").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 1
    window.page.mouse.move(x, y, steps=10)
    window.page.mouse.down()
    window.page.mouse.move(x, y + 100, steps=4)
    window.page.mouse.up()
    window.page.mouse.move(x, y, steps=4)
    window.page.wait_for_timeout(1000)


if __name__ == "__main__":
    sys.exit(main())
