"""What a pattern is, and whether a text matches it: kept, since the same ones are asked about again and again."""

from __future__ import annotations

from functools import lru_cache

from cog_lsp.predictor.cog.re2.parse import parse
from cog_lsp.predictor.cog.re2.program import Program, TooLarge, build
from cog_lsp.predictor.cog.re2.search import search
from cog_lsp.predictor.cog.re2.tree import PatternError
from cog_lsp.regex import regex

_CODE_POINT = regex(r"\\u([0-9A-F]{4})")
_SURROGATE = regex("[\ud800-\udfff]")


@lru_cache(maxsize=256)
def error_in(pattern: str) -> str | None:
    """Go's error for a pattern that it cannot compile, or None."""
    try:
        parse(_as_go(pattern))
    except PatternError as error:
        return f"error parsing regexp: {error}"
    return None


@lru_cache(maxsize=1024)
def is_match(pattern: str, text: str) -> bool | None:
    """Whether a piece of the text matches the pattern. None where that cannot be told: Go refuses the pattern, or it is
    so large that this would take long. Otherwise the time grows as the text does."""
    program = _program(pattern)
    return None if program is None else search(program, _SURROGATE.sub("\ufffd", text))


@lru_cache(maxsize=64)
def _program(pattern: str) -> Program | None:
    try:
        return build(parse(_as_go(pattern)))
    except (PatternError, TooLarge):
        return None


def _as_go(pattern: str) -> str:
    """The pattern as kin-openapi hands it to Go, in which there is no half of a surrogate pair."""
    return _SURROGATE.sub("\ufffd", _CODE_POINT.sub(r"\\x{\1}", pattern))
