"""A model for commands to work on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

MODELS = Path(__file__).parent.parent / "fixtures/models"


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the image model, and the current folder in it."""
    folder = tmp_path / "lantern"
    shutil.copytree(MODELS / "image", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_COLOR", "1")
    return folder
