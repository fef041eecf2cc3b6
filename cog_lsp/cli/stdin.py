"""The text of a file of the model from standard input, as an editor or a hook sends it."""

from __future__ import annotations

import sys
from pathlib import Path

from cog_lsp.cli.models import Models, UsageError
from cog_lsp.predictor.source import looks_like_cog
from cog_lsp.project.walk import CONVENTIONAL
from cog_lsp.project.workspace import Workspace

STANDARD_INPUT = "-"


def read() -> str:
    """All of standard input. Raises UsageError where it is not UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("Standard input is not UTF-8. Save the file as UTF-8 and try again.") from None


def take(models: Models, text: str) -> None:
    """Let a text stand for the one file that is asked about."""
    models.workspace.open(models.paths[0], text)


def file_for(text: str) -> str:
    """The file of the model in the current folder that a text without a name stands for: its predictor, or README."""
    here = Path.cwd()
    files = Workspace().model_of(here / "cog.yaml")
    if looks_like_cog(text):
        paths = [entry.path for entry in files.predictors] if files is not None else []
        return str(paths[0] if paths else here / CONVENTIONAL[0])
    return str(files.readme if files is not None and files.readme is not None else here / "README.md")
