"""One `Input(...)` expression, given as source, with arguments set, renamed or removed.

LibCST keeps comments, quotes, commas and layout. It is imported on the first call, is given one expression and never a
file, and only what `guard.is_tame` lets through.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from cog_lsp.fixes import guard
from cog_lsp.fixes.layout import Layout, fits
from cog_lsp.predictor.comment import DRAFT
from cog_lsp.predictor.values.written import broken, joined, string
from cog_lsp.regex import regex
from cog_lsp.text import LINE_END

if TYPE_CHECKING:
    from cog_lsp.fixes.calls import Call


class Set(Struct, frozen=True):
    """Give the argument this source as its value; add it where it is missing. A positional default gets its keyword."""

    keyword: str
    source: str


class Write(Struct, frozen=True):
    """Set the argument to one literal that holds this text, wrapped where it does not fit on its line."""

    keyword: str
    text: str
    unread: bool = False
    """Whether it came in bulk, so that a comment marks it until somebody keeps it. Else a mark that is there goes."""


class Rename(Struct, frozen=True):
    """Give the argument another keyword."""

    keyword: str
    to: str


class Remove(Struct, frozen=True):
    """Leave the argument out."""

    keyword: str


Change = Set | Write | Rename | Remove

ORDER = (
    "description", "default", "default_factory", "ge", "le", "min_length", "max_length", "regex", "choices",
    "deprecated", "accept",
)  # fmt: skip
"""Where a new argument goes: after the last one that comes earlier here."""

_TRIPLE = regex(r"[rR]?(?:\"\"\"|\'\'\')")
PLACE = "\ue000"
"""Stands for a text whose place in the call is being measured."""

ALIASES = {"help": "description", "min": "ge", "max": "le", "gte": "ge", "lte": "le", "options": "choices"}


def rank(keyword: str) -> int:
    """The place of a keyword in `ORDER`; unknown ones come last. A misnomer has the place of what it stands for, so
    that renaming it before or after an insertion gives the same text."""
    keyword = ALIASES.get(keyword, keyword)
    return ORDER.index(keyword) if keyword in ORDER else len(ORDER)


def rewrite(source: str, changes: Sequence[Change], layout: Layout) -> str | None:
    """The expression after the changes; None where LibCST must not or cannot read it, or a text has no literal form.

    The order of `changes` does not matter. Only `Write` may lay the call out anew: a one-line call that grows too long
    gets one argument per line, and a text that is still too long is wrapped.
    """
    return _rewritten(source, tuple(sorted(changes, key=_key)), layout)


def _key(change: Change) -> tuple[bool, int, str]:
    """Renaming and removing come before setting, which goes in the order of the arguments."""
    return isinstance(change, (Set, Write)), rank(change.keyword), repr(change)


@lru_cache(maxsize=256)
def _rewritten(source: str, changes: tuple[Change, ...], layout: Layout) -> str | None:
    best: str | None = None
    for explode, wrap in _attempts(changes):
        result = _rewrite(source, changes, layout, explode=explode, wrap=wrap)
        best = result or best
        if result is not None and fits(source, result, layout):
            return result
    return best


def _attempts(changes: Sequence[Change]) -> tuple[tuple[bool, bool], ...]:
    if any(isinstance(c, Write) for c in changes):
        return (False, False), (True, False), (True, True)
    return ((False, False),)


def _rewrite(source: str, changes: Sequence[Change], layout: Layout, *, explode: bool, wrap: bool) -> str | None:
    """A call with the changes made; None where it is too large or too deep, or one of them cannot be made."""
    if not guard.is_tame(source):
        return None
    from cog_lsp.fixes import calls

    call = calls.parse(source, layout)
    if call is None:
        return None
    if explode:
        call.explode()
    if all(_apply(call, change, layout, wrap=wrap) for change in changes):
        return call.source()
    return None


def _apply(call: Call, change: Change, layout: Layout, *, wrap: bool) -> bool:
    """Make one change in a call; False where that cannot be done."""
    if isinstance(change, Rename):
        return call.rename(change.keyword, change.to)
    if isinstance(change, Remove):
        return call.remove(change.keyword)
    if isinstance(change, Set):
        if layout.newline != "\n" and _TRIPLE.match(change.source) and "\n" in change.source:
            return False  # the line ends of the file would be published
        return guard.is_tame(change.source) and call.set(change.keyword, layout.lines(change.source), rank)
    value = string(change.text, call.quote())
    if layout.long_text != "one line" and (wrap or "\n" in change.text):
        value = _wrapped(call, change, layout) or value
    if value is None or not call.set(change.keyword, layout.lines(value), rank):
        return False
    call.mark(change.keyword, DRAFT if change.unread else "")
    return True


def _wrapped(call: Call, change: Write, layout: Layout) -> str | None:
    """The text as a literal whose lines are as long as the argument's place allows."""
    placed = call.source() if call.set(change.keyword, f'"{PLACE}"', rank) else None
    if placed is None:
        return None
    lines = LINE_END.split(" " * layout.column + placed)
    number, line = next((n, line) for n, line in enumerate(lines) if PLACE in line)
    column, tail = len(line[: line.index(PLACE) - 1].expandtabs()), len(f"  {DRAFT}") if change.unread else 0
    if layout.long_text == "joined" and "\n" not in change.text:
        indent = line[: len(line) - len(line.lstrip(" \t"))] if number else call.argument_indent()
        return joined(change.text, column, indent, layout.width, call.quote(), tail)
    if layout.newline != "\n" and "\n" not in change.text:
        return None  # carriage returns would be published
    return broken(change.text, column, layout.width, 4 + tail)
