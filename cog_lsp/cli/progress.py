"""How far a long check is: one line on standard error, only where that is a terminal, and gone at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from cog_lsp.project.files import ModelFiles

FEW = 32
"""So many models take about a third of a second; a line would only flicker."""


def with_progress(models: Sequence[ModelFiles]) -> Iterator[ModelFiles]:
    """The models, with the line renewed before each."""
    if len(models) <= FEW or not sys.stderr.isatty():
        yield from models
        return
    line = ""
    try:
        for number, model in enumerate(models, 1):
            line = f"Checking model {number} of {len(models)}"
            print(line, end="\r", file=sys.stderr, flush=True)
            yield model
    finally:
        print(" " * len(line), end="\r", file=sys.stderr, flush=True)
