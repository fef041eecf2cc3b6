"""Whether a text is English: enough to know when the wordings of headings say nothing."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")

_ENGLISH = frozenset(_WORD.findall("the and of to is with for this in you can it from are by be your as an run"))
_OTHERS = frozenset(
    _WORD.findall(
        "der die und das ist mit ein eine für nicht auf den zu von le la les des est une pour dans avec que et du"
        " el los las para con por una es en se il di che per un della sono o da com não uma os em het een van voor niet met"
        " op och att för som på är med och i to nie na się jest"
    )
)

ENOUGH_WORDS = 20
"""Below this many words there is nothing to judge by."""


def is_english(text: str) -> bool:
    """Whether running text looks English; true where it is too short to say."""
    words = _WORD.findall(text.lower())
    letters = sum(len(word) for word in words)
    if not letters:
        return True
    foreign = sum(1 for character in text if character.isalpha() and not _is_latin(character))
    if foreign * 4 > letters:
        return False
    if len(words) < ENOUGH_WORDS:
        return True
    english = sum(word in _ENGLISH for word in words)
    others = sum(word in _OTHERS for word in words)
    return english >= others or english * 8 > len(words)


def _is_latin(character: str) -> bool:
    return character < "\u0250" or "\u1e00" <= character < "\u1f00"
