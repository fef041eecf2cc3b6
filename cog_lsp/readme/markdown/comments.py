"""HTML comments in a text, found in one pass."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.text import Span


def comments_in(text: str, start: int, end: int) -> Iterator[Span]:
    """The HTML comments in a range of a text."""
    while (first := text.find("<!--", start, end)) >= 0 and (last := text.find("-->", first + 4, end)) >= 0:
        start = last + 3
        yield Span(first, start)


def without_comments(text: str) -> str:
    """The text with a space in the place of each HTML comment."""
    pieces, at = [], 0
    for place in comments_in(text, 0, len(text)):
        pieces.append(text[at : place.start])
        at = place.end
    return " ".join([*pieces, text[at:]])
