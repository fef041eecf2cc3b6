"""Python literals that mean a value and that Cog publishes as that value.

Cog's generator takes what stands between the quotes as it is: it decodes no escape and joins no adjacent literals
(replicate/cog: pkg/schema/python/literals.go). So a text is written in a form whose source between the quotes *is* the
text, and where no such form exists none is written.
"""

from __future__ import annotations

import math
import re
import textwrap
from typing import Any

UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Characters that Python source cannot hold, changes on reading (a lone carriage return) or hides from a reader."""

CLOSING = "\0" * 4
"""Stands for the closing quotation marks and a comma while a text is wrapped."""

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


def wrapped(text: str, column: int, indent: str, width: int) -> str | None:
    """The text as one triple-quoted literal, wrapped at `width` and indented by `indent`.

    `column` is where the literal starts. Cog keeps line ends and indentation, and its form shows them as one space
    (replicate/cog: playground/src/components/input-view.ts). None where the text cannot stand in such a literal.
    """
    room = max(width - len(indent.expandtabs()), 20)
    lead = max(column + 3 - len(indent.expandtabs()), 0)
    lines: list[str] = []
    for paragraph in (text + CLOSING).split("\n"):
        lead = 0 if lines or lead > room - 20 else lead
        parts = textwrap.wrap(
            paragraph.strip(), room, initial_indent=" " * lead, break_long_words=False, break_on_hyphens=False
        )
        lines += [p[lead:] if not i else p for i, p in enumerate(parts)] or [""]
    lines[-1] = lines[-1].removesuffix(CLOSING)
    body = ("\n" + indent).join(lines).replace(f"\n{indent}\n", "\n\n")
    if UNWRITABLE.search(body) or "\\" in body:
        return None
    return _triple(body)


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
