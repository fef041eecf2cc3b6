"""Real editors on a real model: where the editors are, and a copy of a model for each test."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .workbench import BROWSER_ARGUMENTS, Workbench, build_extension, code_server, login, path_with

Open = Callable[[Path], Workbench]
"""Opens a window on a folder."""

REPOSITORY = Path(__file__).resolve().parents[2]
MODELS = REPOSITORY / "tests" / "fixtures" / "models"
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


def missing(what: str) -> None:
    """Skip the test because `what` is not there, or fail it where the editors are required."""
    reason = f"{what} is not installed; .ci/editors.sh installs it"
    if os.environ.get("COG_LSP_REQUIRE_EDITORS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def editors_folder() -> Path:
    """Return the folder into which .ci/editors.sh installs."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("COG_LSP_EDITORS") or Path(cache) / "cog-lsp-ci")


def find_program(name: str) -> Path | None:
    """Return the program that .ci/editors.sh installed under this name, else the one on PATH."""
    own = editors_folder() / "bin" / name
    if own.exists():
        return own
    found = shutil.which(name)
    return Path(found) if found else None


def line_of(file: Path, text: str) -> tuple[int, int]:
    """Return where the text stands, from 1."""
    lines = file.read_text().split("\n")
    line = next(i for i, content in enumerate(lines) if text in content)
    return line + 1, lines[line].index(text) + 1


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds `cog-lsp` of the Python that runs the tests, and no other program of it."""
    folder = tmp_path_factory.mktemp("bin")
    installed = Path(sys.executable).parent / "cog-lsp"
    if installed.exists():
        (folder / "cog-lsp").symlink_to(installed)
    else:
        (folder / "cog-lsp").write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -m cog_lsp "$@"\n')
        (folder / "cog-lsp").chmod(0o755)
    return folder


@pytest.fixture
def environment(server_folder: Path, tmp_path: Path) -> dict[str, str]:
    """Return the environment for an editor: the server first on PATH, and a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR", "PYTHONPATH") if name in os.environ}
    return {
        **kept,
        "PATH": f"{server_folder}:{SYSTEM_PATH}",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
    }


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a copy of the image model, in a folder whose name has a space."""
    folder = tmp_path / "my models" / "image"
    shutil.copytree(MODELS / "image", folder)
    return folder


@pytest.fixture(scope="module")
def vsix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the extension, packaged from the checkout: the one that is named, else a new one."""
    packaged = os.environ.get("COG_LSP_VSIX")
    if packaged:
        return Path(packaged)
    if shutil.which("npm") is None:
        missing("Node.js with npm")
    return build_extension(REPOSITORY, tmp_path_factory.mktemp("extension"))


@pytest.fixture(scope="module")
def code_server_program() -> Path:
    """Return the program that serves VS Code."""
    program = find_program("code-server")
    if program is None:
        missing("code-server")
        raise AssertionError
    return program


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """Return a browser for the module."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
        raise
    program = shutil.which("chromium")
    if program is None:
        missing("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(
    code_server_program: Path, vsix: Path, server_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the address of a VS Code that has the extension, and the server on its PATH."""
    folder = tmp_path_factory.mktemp("vscode")
    with code_server(code_server_program, vsix, folder, login(folder, PATH=path_with(server_folder))) as served:
        yield served


@pytest.fixture
def open_workbench(chromium: object, address: str) -> Iterator[Open]:
    """Return a function that opens a window on a folder."""
    pages = []
    screenshots = os.environ.get("COG_LSP_SCREENSHOTS")

    def open_folder(folder: Path) -> Workbench:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})  # type: ignore[attr-defined]
        pages.append(page)
        workbench = Workbench(page, Path(screenshots) if screenshots else None)
        workbench.open_folder(address, folder)
        return workbench

    yield open_folder
    for page in pages:
        page.close()
