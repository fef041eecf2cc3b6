"""The language of a README, as HTML names it: browsers choose letters, quotes and a voice by it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cog_lsp.regex import regex

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard

_DECLARED = regex(
    r"^language:[ \t]*(?:\n[ \t]*-[ \t]*|\[[ \t]*)?[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})\b", re.MULTILINE
)
"""In front matter, as Hugging Face has it: one language, or the first of a list."""
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7a3"),
    ("zh", "\u4e00", "\u9fff"),
    ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"),
    ("ru", "\u0400", "\u04ff"),
    ("el", "\u0370", "\u03ff"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
)
"""Letters and the language that most texts in them have; Japanese first, for it has Chinese letters too."""
_WORDS = {
    "de": "der die das und ist mit ein eine für nicht auf den zu von dem sich auch werden",
    "fr": "le la les des est une pour dans avec que et du sur ce cette vous par",
    "es": "el los las para con por una es en se del al como este esta puede",
    "it": "il di che per un della sono con gli una nel questo si come",
    "pt": "o da com não uma os em para do das dos pelo você este",
    "nl": "het een van voor niet met op is deze dit wordt naar ook",
    "sv": "och att för som på är med av till inte den kan",
    "pl": "w z na się jest do nie oraz dla że przez można",
    "tr": "ve bir için bu ile olarak daha çok olan",
}
"""Words that are frequent in a language, and tell it together."""
_LETTERS = regex(r"[^\W\d_]+")
_SAMPLE = 8000
"""Characters that are looked at."""


def language_of(card: ModelCard) -> str:
    """The language that a README declares or, where it is not English, is most likely in; else nothing."""
    start = card.front_matter.end if card.front_matter is not None else 0
    declared = _DECLARED.search(card.text, 0, start)
    if declared is not None:
        return declared[1]
    if card.english:
        return ""
    text = card.text[start : start + _SAMPLE].lower()
    letters = Counter(script for script in map(_script, text) if script)
    letters["zh"] *= letters["ja"] * 8 <= letters["zh"]  # in Japanese, most letters are Chinese
    words = Counter(_LETTERS.findall(text))
    if max(letters.values()) * 8 <= sum(map(len, words.elements())):
        letters = Counter({name: sum(words[word] for word in common.split()) for name, common in _WORDS.items()})
    ((best, count),) = letters.most_common(1)
    return best if count else ""


def _script(character: str) -> str:
    return next((name for name, first, last in _SCRIPTS if first <= character <= last), "")
