"""The words that head tables and lists of inputs, and those that state a default or a range."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from cog_lsp.regex import regex
from cog_lsp.toml import read_toml

Column = Literal["input", "name", "default", "range", "low", "high"]

_MARKUP = regex(r"[*_`:\uff1a]|<[^<>]*>")
_WORD = regex(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def _data() -> Mapping[str, Any]:
    return read_toml((Path(__file__).parent / "listings.toml").read_text(encoding="utf-8"))


@cache
def _columns() -> Mapping[str, Column]:
    return {word: column for column, words in _data()["columns"].items() for word in words}


def column_of(header: str) -> Column | None:
    """What the cells below a header of a table hold."""
    return _columns().get(" ".join(_MARKUP.sub("", header).lower().split()))


@lru_cache(maxsize=1024)
def is_about(text: str, what: Literal["inputs", "others"]) -> bool:
    """Whether a heading or a sentence speaks of inputs, or of outputs and other things that are listed like them."""
    words, lower = _data()["headings"][what], text.lower()
    return not set(_WORD.findall(lower)).isdisjoint(words) or any(
        word in lower
        for word in words
        if word > "\u2e7f"  # scripts without spaces between words
    )


@cache
def stating(what: Literal["default", "range"]) -> str:
    """A pattern for the words that state a default or a range."""
    words = sorted(_data()["sentences"][what], key=len, reverse=True)
    return "|".join(rf"\b{re.escape(word)}\b" if word[0] < "\u2e80" else re.escape(word) for word in words)
