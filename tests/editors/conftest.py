"""Real editors on a real model: where the editors are, and a copy of a model for each test."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

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
