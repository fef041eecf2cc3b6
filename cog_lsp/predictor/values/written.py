"""Python literals that mean a value and that Cog publishes as that value.

Cog's generator takes what stands between the quotes as it is: it decodes no escape and joins no adjacent literals
(replicate/cog: pkg/schema/python/literals.go). So a text is written in a form whose source between the quotes *is* the
text, and where no such form exists none is written. A later Cog joins adjacent literals as Python does.
"""

from __future__ import annotations

import math
import re
import textwrap
from typing import Any

from cog_lsp.regex import regex

UNWRITABLE = regex(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Characters that Python source cannot hold, changes on reading (a lone carriage return) or hides from a reader."""

LEAST = 20
"""Characters for which a line of a text has room in any case."""

INTEGERS = range(-(2**63), 2**63)
"""Cog reads an integer into 64 bits and drops a larger one (replicate/cog: pkg/schema/python/literals.go)."""


def string(text: str, quote: str = '"') -> str | None:
    """One literal that both Python and Cog read as `text`; None where there is none.

    `quote` is the quotation mark of the surrounding code: another one is taken where the text needs it.
    """
    if UNWRITABLE.search(text):
        return None
    other = "'" if quote == '"' else '"'
    if "\n" in text:
        if "\\" in text:
            return None
        return _triple(text)
    if "\\" in text:
        return next((f"r{m}{text}{m}" for m in (quote, other) if _raw(text, m)), None)
    for mark in (quote, other):
        if mark not in text:
            return mark + text + mark
    return _triple(text)


def _triple(text: str) -> str | None:
    """The text in three quotation marks that end where they should."""
    for mark in ('"""', "'''"):
        if mark not in text and not text.endswith(mark[0]):
            return mark + text + mark
    return None


def _raw(text: str, mark: str) -> bool:
    """Whether `r"…"` can hold the text: no bare quotation mark inside, and no odd run of backslashes at the end."""
    trailing = len(text) - len(text.rstrip("\\"))
    return trailing % 2 == 0 and re.search(rf"(?<!\\)(?:\\\\)*{mark}", text) is None


def broken(text: str, column: int, width: int, tail: int = 4) -> str | None:
    """The text as one triple-quoted literal whose lines end at `width`, the further ones without indentation.

    `column` is where the literal starts, `tail` how many characters stand behind the text: quotation marks, a comma.
    Cog publishes the line ends, which forms show as blanks (replicate/cog: playground/src/components/input-view.ts),
    and would publish indentation as well. None where the text cannot stand in such a literal.
    """
    if UNWRITABLE.search(text) or "\\" in text:
        return None
    lines: list[str] = []
    for paragraph in (text + "\0" * tail).split("\n"):
        lines += _lines(paragraph.strip(), width - (0 if lines else column + 3), width)
    return _triple("\n".join(lines).removesuffix("\0" * tail))


def joined(text: str, column: int, indent: str, width: int, quote: str = '"', tail: int = 0) -> str | None:
    """The text as adjacent literals of one line each, indented by `indent`: for a Cog that joins them as Python does.

    `tail` is how many characters stand behind the last quotation mark and a comma. None where the text cannot stand in
    such literals.
    """
    if UNWRITABLE.search(text) or "\\" in text or "\n" in text:
        return None
    room = width - len(indent.expandtabs()) - 3  # quotation marks, and a blank or a comma
    *lines, last = _lines(text + "\0" * tail, width - column - 3, room)
    pieces = [string(piece, quote) for piece in (*(f"{line} " for line in lines), last.removesuffix("\0" * tail))]
    return f"\n{indent}".join(filter(None, pieces)) if None not in pieces else None


def _lines(text: str, first: int, room: int) -> list[str]:
    """The text in lines of at most `room` characters, the first of `first`; words are left whole."""
    lead = max(room - max(first, LEAST), 0)
    lines = textwrap.wrap(
        text, max(room, LEAST), initial_indent="\1" * lead, break_long_words=False, break_on_hyphens=False
    )
    return [line.lstrip("\1") for line in lines] or [""]


def literal(value: Any, quote: str = '"') -> str | None:
    """The source of a value that both Python and Cog read as that value; None where there is none."""
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, int):
        return repr(value) if value in INTEGERS else None
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else None
    if isinstance(value, str):
        return string(value, quote)
    if isinstance(value, (list, tuple)):
        items = [literal(v, quote) for v in value]
        return None if None in items else "[" + ", ".join(i for i in items if i is not None) + "]"
    if isinstance(value, dict):
        pairs = [(literal(k, quote), literal(v, quote)) for k, v in value.items()]
        if any(k is None or v is None for k, v in pairs):
            return None
        return "{" + ", ".join(f"{k}: {v}" for k, v in pairs) + "}"
    return None
