"""Several things in one sentence."""

from __future__ import annotations

from collections.abc import Iterable


def listed(things: Iterable[str], word: str = "and") -> str:
    """ "a, b and c"; `word` stands in front of the last. There must be one thing at least."""
    *others, last = things
    return f"{', '.join(others)} {word} {last}" if others else last
