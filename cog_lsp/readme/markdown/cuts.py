"""Where a README can be cut into parts.

A cut is made in front of a line that follows a blank one and starts at the left margin: no block of CommonMark reaches
over such a place except fences, HTML comments, `<pre>` and the like, which are skipped whole. Link definitions are the
one thing that works across parts; they are read where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from cog_lsp.regex import regex
from cog_lsp.text import Span

_BREAK = r"(?:\r\n|\n|\r(?!\n))"
_STOP = regex(
    rf"(?P<cut>{_BREAK}[ \t]*{_BREAK})(?=[^ \t\r\n])"
    r"|(?:(?<=[\r\n])|\A)(?:[ \t]*(?:[-*+>]|\d{1,9}[.)]))*[ \t]*"
    r"(?:(?P<fence>`{3,}(?=[^`\r\n]*(?:[\r\n]|\Z))|~{3,})|<(?P<html>!--|pre\b|script\b|style\b|textarea\b|h[1-6]\b))"
)
_FRONT = regex(rf"\A---[ \t]*{_BREAK}(?:[^\r\n]*{_BREAK}){{0,400}}?(?:---|\.\.\.)[ \t]*(?:{_BREAK}|\Z)")


class Cuts(NamedTuple):
    """Where parts start and end."""

    spans: list[tuple[int, int]]
    stable: int
    """How many of them end where they end whatever follows."""
    rejoined: int | None
    """The answer of `rejoins` that ended the search."""


def front_matter(text: str) -> Span | None:
    """The block of settings between `---` lines at the start of a text."""
    front = _FRONT.match(text) if text.startswith("---") else None
    return Span(0, front.end()) if front is not None else None


def split(text: str, start: int, rejoins: Callable[[int], int | None]) -> Cuts:
    """The parts from `start` on; together they cover the text. `rejoins` is asked at each cut, and where its answer is
    not None the rest is known already."""
    spans: list[tuple[int, int]] = []
    stable: int | None = None
    unclosed: set[str] = set()
    at = start
    while (stop := _STOP.search(text, at)) is not None:
        at = stop.end()
        if stop["cut"]:
            spans.append((start, at))
            start = at
            rejoined = rejoins(at)
            if rejoined is not None:
                return Cuts(spans, len(spans) if stable is None else stable, rejoined)
        elif stop["fence"]:
            closer = _closing_fence(stop["fence"][0], len(stop["fence"])).search(text, at)
            if closer is None:
                break
            at = closer.end()
        else:
            name = stop["html"]
            end = -1 if name in unclosed else text.find("-->" if name == "!--" else f"</{name}", at)
            if end < 0:
                unclosed.add(name)
                stable = len(spans) if stable is None else stable  # what is typed further down may close it
            at = max(at, end)
    if start < len(text):
        spans.append((start, len(text)))
    return Cuts(spans, len(spans) if stable is None else stable, None)


@cache
def _closing_fence(mark: str, length: int) -> re.Pattern[str]:
    return re.compile(rf"(?<=[\r\n])[ \t>]*{re.escape(mark)}{{{length},}}[ \t]*(?=[\r\n]|\Z)")
