"""VS Code's workbench in a headless browser: code-server with the packaged extension, and what a person does in it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.limits import LIMIT

BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
USER_SETTINGS = {
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "extensions.autoUpdate": False,
    "extensions.autoCheckUpdates": False,
    "update.mode": "none",
    "editor.minimap.enabled": False,
    "git.enabled": False,
    "files.autoSave": "off",
}
PATIENCE = int(LIMIT * 1000)
"""Milliseconds, as Playwright counts."""


def build_extension(repository: Path, folder: Path) -> Path:
    """Package the extension in a copy of its sources and return the .vsix."""
    sources = repository / "editors" / "vscode"
    copy = folder / "editors" / "vscode"
    shutil.copytree(sources, copy, ignore=shutil.ignore_patterns("node_modules", "out", "*.vsix"))
    for name in ("LICENSE", "CHANGELOG.md"):
        shutil.copy(repository / name, folder)
    if (sources / "node_modules").exists():
        (copy / "node_modules").symlink_to(sources / "node_modules")
    else:
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=copy, check=True, capture_output=True, timeout=LIMIT)
    subprocess.run(["npm", "run", "package"], cwd=copy, check=True, capture_output=True, timeout=LIMIT)
    return copy / "cog-lsp.vsix"


def login(home: Path, **variables: str) -> dict[str, str]:
    """Return the environment of a person whose login shell sets these variables: VS Code's server asks a login shell
    for the environment of its extensions."""
    home.mkdir(exist_ok=True)
    lines = [f"export {name}={shlex.quote(text)}\n" for name, text in variables.items()]
    (home / ".bash_profile").write_text("".join(lines))
    return {**os.environ, **variables, "HOME": str(home), "SHELL": "/bin/bash"}


def path_with(folder: Path) -> str:
    """Return PATH with a folder in front."""
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@contextmanager
def code_server(program: Path, vsix: Path | None, folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Serve VS Code with the extension from a folder of its own; yield its address, and end it afterwards."""
    user, extensions = folder / "user", folder / "extensions"
    (user / "User").mkdir(parents=True)
    (user / "User" / "settings.json").write_text(json.dumps(USER_SETTINGS))
    folders = ["--user-data-dir", str(user), "--extensions-dir", str(extensions)]
    if vsix is not None:
        install = [str(program), *folders, "--install-extension", str(vsix)]
        subprocess.run(install, check=True, capture_output=True, timeout=LIMIT, env=environment)
    port = free_port()
    options = ["--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [str(program), "--bind-addr", f"127.0.0.1:{port}", *options, *folders],
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process, folder / "log")
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers."""
    for _ in range(int(LIMIT * 20)):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
    raise AssertionError(log.read_text())


@dataclass(frozen=True)
class Workbench:
    """One window of VS Code on one folder."""

    page: Any
    screenshots: Path | None

    def open_folder(self, address: str, folder: Path) -> None:
        """Open a folder and wait until the window is there."""
        self.page.goto(f"{address}/?folder={folder}".replace(" ", "%20"))
        self.page.wait_for_selector(".monaco-workbench .explorer-folders-view .monaco-list-row", timeout=PATIENCE)

    def open_file(self, name: str) -> None:
        """Open a file of the folder from the explorer."""
        self.page.mouse.move(2, 2)  # where no tooltip of another file lies over it
        self.page.get_by_role("treeitem", name=re.compile(rf"^{re.escape(name)}")).first.dblclick()
        self.page.wait_for_selector(f'.tab.active[data-resource-name="{name}"]', timeout=PATIENCE)
        self.page.wait_for_selector(".editor-instance .view-lines .view-line", timeout=PATIENCE)

    def wait_for_finding(self, kind: str = "warning") -> None:
        """Wait for a squiggle of this severity."""
        self.page.wait_for_selector(f".editor-instance .squiggly-{kind}", timeout=PATIENCE, state="attached")

    def wait_for_lens(self) -> None:
        """Wait for the line above the signature. It moves what is below it, and no mouse should be on its way there
        meanwhile."""
        self.page.locator(".codelens-decoration", has_text="inputs explained").wait_for(timeout=PATIENCE)

    def run_command(self, title: str) -> None:
        """Run a command from the palette."""
        self.page.keyboard.press("F1")
        box = self.page.locator(".quick-input-widget input").first
        box.wait_for(timeout=PATIENCE)
        box.fill(f">{title}")
        self.page.locator(".quick-input-list .monaco-list-row", has_text=title).first.click()

    def go_to(self, line: int, column: int = 1) -> None:
        """Put the cursor somewhere; both count from 1."""
        self.page.keyboard.press("Control+g")
        box = self.page.locator(".quick-input-widget input").first
        box.wait_for(timeout=PATIENCE)
        box.fill(f":{line}:{column}")
        box.press("Enter")
        self.page.wait_for_selector(".quick-input-widget", state="hidden", timeout=PATIENCE)

    def hover(self, text: str) -> str:
        """Rest the mouse on a word of the text and return what the hover says."""
        word = self.page.locator(".editor-instance .view-line span span", has_text=text).last
        box = word.bounding_box()
        self.page.mouse.move(2, 2)  # where nothing shows a hover of its own on a slow machine
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=2)
        shown = self.page.locator(".monaco-hover:not(.hidden) .rendered-markdown").first
        shown.wait_for(timeout=PATIENCE)
        return str(self.page.locator(".monaco-hover:not(.hidden)").first.inner_text())

    def quick_fixes(self) -> list[str]:
        """Open the menu of quick fixes at the cursor and return its titles; ask again while there are none."""
        rows = self.page.locator(".action-widget .monaco-list-row.action")
        for _ in range(PATIENCE // 2000):
            self.page.keyboard.press("Control+.")
            try:
                rows.first.wait_for(timeout=2000)
                break
            except Exception:
                self.page.keyboard.press("Escape")
        return [str(title) for title in rows.all_inner_texts()]

    def pick(self, title: str) -> None:
        """Choose from the open menu, by keyboard: the menu keeps the mouse off while it opens."""
        chosen = self.page.locator(".action-widget .monaco-list-row.action.focused", has_text=title)
        for _ in range(50):
            if chosen.count() > 0:
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def save(self) -> None:
        """Save the file and wait until it is on the disk."""
        self.page.keyboard.press("Control+s")
        self.page.wait_for_selector(".tab.active:not(.dirty)", timeout=PATIENCE)

    def problems(self) -> list[str]:
        """Open the panel of problems and return its rows."""
        self.page.keyboard.press("Control+Shift+m")
        self.page.wait_for_selector(
            ".markers-panel .monaco-list-row .marker-message-details-container", timeout=PATIENCE
        )
        return [str(text) for text in self.page.locator(".markers-panel .monaco-list-row").all_inner_texts()]

    def preview(self, field: str) -> Any:
        """The page in the panel, once this field of its form is there."""
        self.page.wait_for_selector(".tab[aria-label*='Cog playground']", timeout=PATIENCE)
        outer = self.page.frame_locator("iframe.webview.ready").frame_locator("#active-frame")
        form = outer.frame_locator("iframe[title='Cog playground']")
        form.locator(f"[data-field={field}]").wait_for(timeout=PATIENCE)
        return form

    def photograph(self, name: str) -> None:
        """Keep a picture, where pictures are asked for."""
        if self.screenshots is not None:
            self.screenshots.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(self.screenshots / f"{name}.png"))
