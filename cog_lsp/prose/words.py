"""Words of a text and of an identifier, brought to their stems so that "increases" and "increasing" are one word."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from cog_lsp.prose.data import load
from cog_lsp.regex import regex

TOKEN = regex(
    r"https?://\S+"  # an address counts as one word
    r"|[^\W\d_]+(?:['\u2019][^\W\d_]+)*"  # letters
    r"|(?<![\w.])[-\u2212]?\d+(?:[.,]\d+)*"  # a number, with its sign
    r"|\d+(?:\.\d+)?"
    r"|\.[A-Za-z]\w+"  # a file extension
    r"|[=<>≥≤≈~%:;,/()\-\u2013\u2014*.?]"
)
PARTS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
WHOLE = regex(r"[^\W\d_]+|\d+")


def _stemmer() -> Callable[[str], str]:
    """The Snowball stemmer for English, without a cache of its own: the compiled one where there is a wheel of it,
    which takes 1 µs for a word, else the same algorithm in Python, which takes 20."""
    try:
        from Stemmer import Stemmer  # type: ignore[import-not-found]
    except ImportError:
        from snowballstemmer.english_stemmer import EnglishStemmer  # type: ignore[import-untyped]

        pure: Callable[[str], str] = EnglishStemmer().stemWord
        return pure
    compiled: Callable[[str], str] = Stemmer("english", 0).stemWord
    return compiled


STEM_WORD = _stemmer()


class Token(NamedTuple):
    """A word, number or sign of a text."""

    stem: str
    """The stem of a word, "#" for a number, "@" for an address, ".ext" for a file extension, else the sign."""
    start: int
    end: int
    word: str
    """The token as it is written, in lower case."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of an English word, in lower case."""
    word = word.lower()
    if len(word) > 40 or not word.isascii():
        return word
    return STEM_WORD(word)


@lru_cache(maxsize=20_000)
def key(token: str) -> str:
    """What a token of a text is compared by."""
    first = token[0]
    if first.isdigit() or (first in "-\u2212" and len(token) > 1):
        return "#"
    if first == "." and len(token) > 1:
        return ".ext"
    if token.startswith(("http://", "https://")):
        return "@"
    if not first.isalpha():
        return {"\u2013": "-", "\u2014": "-"}.get(token, token)
    return stem(token.replace("\u2019", "'"))


def tokens(text: str) -> list[Token]:
    """The words, numbers and signs of a text with their places, characters from 0."""
    return [
        Token(stem, m.start(), m.end(), word) for m in TOKEN.finditer(text) for stem, word in (_compared(m.group()),)
    ]


@lru_cache(maxsize=20_000)
def _compared(token: str) -> tuple[str, str]:
    return key(token), token.lower()


@lru_cache(maxsize=2_000)
def name_parts(name: str) -> tuple[str, ...]:
    """The lower-case parts of an identifier: `numInferenceSteps2` gives num, inference, steps, 2."""
    pattern = PARTS if name.isascii() else WHOLE
    return tuple(part.lower() for part in pattern.findall(name))


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    """Shortened words of identifiers and the whole words they stand for."""
    return {short: tuple(whole.split()) for short, whole in load("wordings.toml")["short_forms"].items()}


@lru_cache(maxsize=2_000)
def name_words(name: str) -> tuple[str, ...]:
    """The parts of an identifier with shortened words written out: `num_thr` gives number, threshold."""
    words: list[str] = []
    for part in name_parts(name):
        words.extend(short_forms().get(part, (part,)))
    return tuple(words)
