"""What the server costs VS Code while nobody types: its own client, in code-server, on the folders of `workspaces.py`.

    python tests/bench/idle_vscode.py [--seconds 60] [--models 250] [--folders 10000] [--update PAGE]

A file is opened in a window, nothing is touched any more, and once the server rests, what it takes is read from /proc.
Needs what `.ci/editors.sh` installs, Playwright and npm. Linux only.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT))  # behind the installed packages: the installed cog-lsp is measured

from tests.bench.servers import program  # noqa: E402
from tests.bench.tables import machine, publish, table  # noqa: E402
from tests.bench.workspaces import add_options, workspaces  # noqa: E402
from tests.editors.conftest import find_program  # noqa: E402
from tests.editors.workbench import BROWSER_ARGUMENTS, Workbench, build_extension, code_server, login, path_with  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 5.0
"""Seconds in which a server that rests takes less than `LITTLE`."""
LITTLE = 0.1
PATIENCE = 30.0
"""Seconds until a server is there, and ten times that until it rests."""


def servers(home: Path) -> set[int]:
    """The servers that a VS Code with that home has started."""
    paths = (path for path in Path("/proc").iterdir() if path.name.isdigit())
    return {int(path.name) for path in paths if _is_server(path, home)}


def _is_server(path: Path, home: Path) -> bool:
    words = _words(path)
    if b"serve" not in words or not any(b"cog_lsp" in word or b"cog-lsp" in word for word in words):
        return False
    while path.name != "1":
        try:
            path = path.parent / (path / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            return False
        if any(os.fsencode(home) in word for word in _words(path)):
            return True
    return False


def _words(path: Path) -> list[bytes]:
    """The words that a process was started with."""
    try:
        return (path / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def seconds(pid: int) -> float:
    """Seconds of a processor that a process has had so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def started(home: Path, before: set[int]) -> int | None:
    """The server that was started since; the extension starts none where there is no model."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        new = servers(home) - before
        if new:
            return max(new)
        time.sleep(0.1)
    return None


def rested(pid: int) -> None:
    """Return when a server has come to rest."""
    end = time.monotonic() + 10 * PATIENCE
    while time.monotonic() < end:
        before = seconds(pid)
        time.sleep(QUIET)
        if seconds(pid) - before < LITTLE:
            return


def measure(browser: object, address: str, home: Path, folder: Path, rest: float) -> list[str]:
    """The cells of a folder: seconds of the processor until the server rests, and its share of one afterwards."""
    before = servers(home)
    page = browser.new_page(viewport={"width": 1280, "height": 800})  # type: ignore[attr-defined]
    try:
        window = Workbench(page, None)
        window.open_folder(address, folder)
        path = min(folder.rglob("*.py"))
        page.keyboard.press("Control+p")
        page.locator(".quick-input-widget input").first.fill(str(path))
        page.locator(".quick-input-list .monaco-list-row").first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_selector(f'.tab.active[data-resource-name="{path.name}"]')
        pid = started(home, before)
        if pid is None:
            return ["no server", "no server"]
        rested(pid)
        first, began = seconds(pid), time.perf_counter()
        time.sleep(rest)
        share = 100 * (seconds(pid) - first) / (time.perf_counter() - began)
    finally:
        page.close()
    return [f"{first:.1f}", f"{share:.2f}"]


@contextmanager
def vscode(server: str, folder: Path) -> Iterator[tuple[object, str]]:
    """A browser, and the address of a VS Code that has the extension, and the server on its PATH."""
    from playwright.sync_api import sync_playwright

    code, chromium = find_program("code-server"), find_program("chromium")
    if code is None or chromium is None:
        raise SystemExit("needs code-server and chromium: .ci/editors.sh installs them")
    packaged = os.environ.get("COG_LSP_VSIX")
    vsix = Path(packaged) if packaged else build_extension(ROOT, folder / "vsix")
    home = folder / "home"
    environment = login(home, PATH=path_with(Path(server).parent))
    with code_server(code, vsix, home, environment) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=BROWSER_ARGUMENTS)
        try:
            yield browser, address
        finally:
            browser.close()


def main() -> None:
    """Print the table, or write it into a page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long nothing happens")
    add_options(parser)
    parser.add_argument("--update", type=Path, metavar="PAGE", help="write the table into this page")
    chosen = parser.parse_args()
    server = program("cog-lsp")
    if server is None:
        parser.error("needs cog-lsp: pip install .")
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as name, vscode(server, Path(name)) as (browser, address):
        for title, make in workspaces(chosen).items():
            folder = Path(name) / f"workspace {len(rows)}"
            folder.mkdir()
            make(folder)
            rows.append([title, *measure(browser, address, Path(name) / "home", folder, chosen.seconds)])
    head = ["workspace in VS Code", "processor until it rests (s)", f"processor in {chosen.seconds:g} s afterwards (%)"]
    publish("idle vscode", f"{machine()}, {date.today():%d %B %Y}.\n\n{table(head, rows)}", chosen.update)


if __name__ == "__main__":
    main()
