"""Stems: the same whichever library makes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cog_lsp.prose

DATA = Path(cog_lsp.prose.__file__).parent


def test_both_stemmers_give_the_same_stems() -> None:
    """The compiled one, where there is a wheel of it, is a faster way to the same words, never to others."""
    compiled = pytest.importorskip("Stemmer").Stemmer("english", 0)
    pure = pytest.importorskip("snowballstemmer.english_stemmer").EnglishStemmer()
    texts = (path.read_text(encoding="utf-8") for path in DATA.rglob("*.toml"))
    words = {word for text in texts for word in re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower())}
    assert len(words) > 2_000
    assert [word for word in sorted(words) if compiled.stemWord(word) != pure.stemWord(word)] == []
