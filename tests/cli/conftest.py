"""A model for commands to work on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .replicate_server import TOKEN, Api

MODELS = Path(__file__).parent.parent / "fixtures/models"


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the image model, and the current folder in it."""
    folder = tmp_path / "lantern"
    shutil.copytree(MODELS / "image", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_COLOR", "1")
    return folder


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Api]:
    """A server in Replicate's place, which has the README of the image model."""
    server = Api()
    server.readme = (MODELS / "image/README.md").read_text()
    monkeypatch.setenv("REPLICATE_API_BASE_URL", server.url)
    monkeypatch.setenv("REPLICATE_API_TOKEN", TOKEN)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield server
    server.stop()
