"""The place that shows something about a model."""

from __future__ import annotations

from typing import NamedTuple


class Because(NamedTuple):
    """One piece of evidence."""

    file: str
    """The path relative to the model's folder, with forward slashes."""
    line: int
    """From 1."""
    what: str
    """What stands there and what it shows, in a few plain words."""


def line_of(text: str, offset: int) -> int:
    """The line of an offset in characters, from 1."""
    return text.count("\n", 0, offset) + 1
