"""What a Python file is taken for where nothing names it."""

from __future__ import annotations

import re
from functools import lru_cache

from cog_lsp.identity import Same
from cog_lsp.predictor.source import looks_like_cog
from cog_lsp.regex import regex

PREDICTOR = regex(r"^class[ \t]+\w+[ \t]*\([^)\n]*\b(?:BaseRunner|BasePredictor)\b", re.MULTILINE)


@lru_cache(maxsize=16)
def marks(source: Same[str]) -> tuple[bool, bool]:
    """Whether a text imports cog, and whether it has a class that derives from one of Cog's."""
    text = source.record
    is_cog = looks_like_cog(text)
    # Looking for the words first spares a keystroke in a long file without such a class the search of all lines.
    has_words = is_cog and ("BaseRunner" in text or "BasePredictor" in text)
    return is_cog, has_words and PREDICTOR.search(text) is not None
