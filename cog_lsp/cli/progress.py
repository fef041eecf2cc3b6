"""How far a long check is, and what is waited for: one line on standard error, only where that is a terminal, and gone
at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cog_lsp.project.files import ModelFiles
from cog_lsp.text import visible

FEW = 32
"""So many models take about a third of a second; a line would only flicker."""

LONGEST = 78
"""Characters of the line: it must not wrap, or it could not be wiped out."""


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show what is waited for."""
    if not sys.stderr.isatty():
        yield
        return
    line = visible(what)[:LONGEST]
    print(line, end="\r", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        print(" " * len(line), end="\r", file=sys.stderr, flush=True)


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
