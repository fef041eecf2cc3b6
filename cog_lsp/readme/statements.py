"""What a sentence of a README states about an input: its default, its range, its lowest and highest value."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from cog_lsp.readme.listing_words import stating
from cog_lsp.readme.markdown.records import Cell
from cog_lsp.regex import regex
from cog_lsp.text import Span

NUMBER = r"-?\d+(?:\.\d+)?"
BETWEEN = r"(?:[-,~\u2013\u2014\u2026\u301c\uff5e]|\.{2,3}|to|bis|à|до|到|至|から|and|und|и|和)"
"""What stands between the ends of a range."""

_TEXT = r"`[^`\n]{1,80}`|\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|“[^”\n]{1,80}”"
_CONDITION = regex(r"[`\"' )]*\b(?:if|when|unless|for|on|or)\b", re.IGNORECASE)
_ADVICE = regex(
    r"recommend|typical|good|best|useful|suggest|sweet|usual|common|normal|optimal|reasonable|works?\b|try\b",
    re.IGNORECASE,
)
_NOTE_RANGE = regex(
    rf"[(\[,;]\s*(?P<range>`?{NUMBER}`?\s{{0,3}}(?:[-~\u2013\u2014]|\.\.\.?|to)\s{{0,3}}`?{NUMBER}`?)\s*(?=[)\],;])"
)
_ENDING = rf"\b\.?\s{{0,3}}(?:value\s)?(?:is\s)?[:=]?\s{{0,3}}(?P<value>`?{NUMBER}`?)(?=\s*(?:[,;.)\]|\n]|\Z|and\b))"
_END = {
    "low": regex(rf"\bmin(?:imum)?{_ENDING}", re.IGNORECASE),
    "high": regex(rf"\bmax(?:imum)?{_ENDING}", re.IGNORECASE),
}


class Statement(Struct, frozen=True):
    """What is stated, each with its place in the text."""

    default: Cell | None = None
    range: Cell | None = None
    low: Cell | None = None
    high: Cell | None = None


def statement(text: str, start: int, end: int, note: Span | None = None) -> Statement:
    """What a range of a text states. `note` is what stands in brackets behind the name: `(int, 1-8)`."""
    low, high = (_found(_END[name].search(text, start, end), "value") for name in ("low", "high"))
    default = _default().search(text, start, end)
    if default is not None and _CONDITION.match(text, default.end(), end):
        default = None
    return Statement(_found(default, "value"), _range(text, start, end, note), low, high)


@cache
def _default() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{stating('default')})(?:\s(?:is|to|of|=)\s|\s?[:=\uff1a为は]\s?|\s)\s{{0,3}}(?:is\s|to\s)?"
        rf"(?P<value>{_TEXT}|{NUMBER}\b(?![\w.]*\d)|[A-Za-z][\w-]*)",
        re.IGNORECASE,
    )


@cache
def _ranges() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{stating('range')})(?:\s(?:is|from|of)\s|\s?[:=\uff1a为は]\s?|\s)\s{{0,3}}"
        rf"(?P<range>[`\[(]*{NUMBER}`?\s{{0,3}}{BETWEEN}\s{{0,3}}`?{NUMBER}[`\])]*)",
        re.IGNORECASE,
    )


def _range(text: str, start: int, end: int, note: Span | None) -> Cell | None:
    """The range that a text states of an input, advice left aside."""
    match = _NOTE_RANGE.search(text, note.start, note.end) if note is not None else None
    if match is not None:
        return _found(match, "range")
    match = _ranges().search(text, start, end)
    advised = match is not None and _ADVICE.search(text, max(start, match.start() - 40), match.start())
    return None if advised else _found(match, "range")


def _found(match: re.Match[str] | None, group: str) -> Cell | None:
    return None if match is None else Cell(match[group], Span(*match.span(group)))
