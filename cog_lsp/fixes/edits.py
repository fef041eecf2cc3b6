"""Edits of a text: applied, made as small as they can be, and kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from cog_lsp.text import Span


class Edit(Struct, frozen=True):
    """Replace the characters of `span`, absolute in the file, by `text`."""

    span: Span
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after all the edits, whose spans all count in the text as it is given."""
    parts: list[str] = []
    at = 0
    for edit in ordered(edits):
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def ordered(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits by place.

    Raises:
        ValueError: two of them overlap or insert at the same place, so that their order would matter.
    """
    by_place = tuple(sorted(set(edits), key=lambda e: (e.span, e.text)))
    for before, after in pairwise(by_place):
        if collide(before, after):
            raise ValueError(f"overlapping edits at {before.span} and {after.span}")
    return by_place


def collide(before: Edit, after: Edit) -> bool:
    """Whether two different edits, the first of which starts no later, touch the same characters or the same place."""
    return after.span.start < before.span.end or after.span.start == before.span.start


def change(text: str, span: Span, new: str) -> tuple[Edit, ...]:
    """The smallest edit that turns the characters of `span` into `new`; nothing where they are equal."""
    old = text[span.start : span.end]
    if old == new:
        return ()
    limit = min(len(old), len(new))
    head = next((at for at in range(limit) if old[at] != new[at]), limit)
    limit -= head
    tail = 0
    while tail < limit and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head and old[head - 1] == "\r":
        head -= 1  # an edit that cuts a line end apart is one that some editors cannot do
    if tail and old[-tail] == "\n":
        tail -= "\r" in (old[-tail - 1 : -tail], new[-tail - 1 : -tail])
    return (Edit(Span(span.start + head, span.end - tail), new[head : len(new) - tail]),)
