"""What a description says of an input that is left empty: that it may be, and that the result is random then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cog_lsp.regex import regex

OPTIONAL = regex(r"(?:^|[(\[*]|[.:;]\s)(?P<word>optional)\b(?!,?\s(?:if|when|for|unless|only)\b)", re.I)
EMPTY = regex(
    r"\b(?:leave|left)\s+(?:it\s+|this\s+|them\s+)?(?:empty|blank|unset)\b|"
    r"\bif\s+(?:it\s+is\s+|left\s+)?(?:empty|blank|[`']?none\b|[`']?null\b|unset|omitted|not\s+(?:set|given|provided|specified))",
    re.I,
)
"""An input that is left empty, as people say it."""
REFUSED = regex(r"\b(?:not|never|cannot|can't|don't)\s+(?:be\s+)?$", re.I)
"""What stands before "leave empty" where that is forbidden."""
RANDOM = regex(r"[^.;()\n]{0,60}?\brandom(?:ly|i[sz]e[sd]?)?\b", re.I)
"""What follows "leave empty" where the result is random then."""
BEFORE = regex(r"\brandom(?:ly|i[sz]e[sd]?)?(?:\s+\w+){0,3}[\s,]+$", re.I)
"""The same, in front of "if empty"."""
FULL_STOP = regex(r"[.;](?=\s|$)|\n\s*\n")
NEAR, LONGEST = 200, 1_000
"""Characters that are looked at in front of a claim, and those of a sentence that makes one."""


class Claim(NamedTuple):
    """What a text says of nothing. `start` and `end` are characters in the text."""

    start: int
    end: int
    clause: tuple[int, int] | None
    """The sentence, or what stands in parentheses, where that says nothing else."""
    random: bool


def optional_at(text: str) -> tuple[int, int] | None:
    """Where a text says that its input may be left out, whatever else is given."""
    match = OPTIONAL.search(text)
    return None if match is None else match.span("word")


def claims(text: str) -> Iterator[Claim]:
    """Each place where a text says what happens if nothing is given."""
    for match in EMPTY.finditer(text):
        start, end = match.span()
        head = text[max(0, start - NEAR) : start]
        if REFUSED.search(head):
            continue
        after = RANDOM.match(text, end)
        is_random = after is not None or BEFORE.search(head) is not None
        yield Claim(start, after.end() if after is not None else end, _clause(text, start, end), is_random)


def _clause(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The sentence or the parentheses that begin at `start`."""
    stop = FULL_STOP.search(text, end, end + LONGEST)
    if stop is None and len(text) > end + LONGEST:
        return None
    last = stop.start() + (text[stop.start()] == ".") if stop is not None else len(text.rstrip())
    before = text[:start].rstrip()
    if before.endswith("("):
        close = text.find(")", end)
        return None if close < 0 or "(" in text[end:close] else (start, close)
    is_first = not before or before[-1] in ".;!?" or text[len(before) : start].count("\n") > 1
    return (start, last) if is_first and text[start].isupper() else None
