"""Whether a text is English: enough to know when the wordings of headings say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from operator import neg
from typing import NamedTuple

from cog_lsp.regex import regex

_WORD = regex(r"[^\W\d_]+")

_ENGLISH = frozenset(_WORD.findall("the and of to is with for this in you can it from are by be your as an run"))
_OTHERS = frozenset(
    _WORD.findall(
        """
        der die und das ist mit ein eine für nicht auf den zu von le la les des est une pour dans avec que et du el los
        las para con por una es en se il di che per un della sono o da com não uma os em het een van voor niet met op
        och att för som på är med och i to nie na się jest
        """
    )
)
ENOUGH_WORDS = 20
"""Below this many words there is nothing to judge by."""


class Tally(NamedTuple):
    """Counts that tell a language, of one piece of text or of several together."""

    words: int = 0
    letters: int = 0
    foreign: int = 0
    """Letters of other scripts than Latin."""
    english: int = 0
    """Words that are frequent in English."""
    others: int = 0
    """Words that are frequent in other languages of Latin script."""

    def changed(self, added: Iterable[Tally], removed: Iterable[Tally]) -> Tally:
        """The counts with those of some pieces added and of others taken away."""
        return Tally(*(sum(counts) for counts in zip(self, *added, *(map(neg, r) for r in removed), strict=True)))


NOTHING = Tally()


def tally(text: str) -> Tally:
    """The counts of a text."""
    words = _WORD.findall(text.lower())
    foreign = 0 if text.isascii() else sum(1 for c in text if c.isalpha() and not _is_latin(c))
    english, others = (sum(word in common for word in words) for common in (_ENGLISH, _OTHERS))
    return Tally(len(words), sum(map(len, words)), foreign, english, others)


def is_english(counts: Tally) -> bool:
    """Whether running text looks English; true where it is too short to say."""
    if not counts.letters:
        return True
    if counts.foreign * 4 > counts.letters:
        return False
    return counts.words < ENOUGH_WORDS or counts.english >= counts.others or counts.english * 8 > counts.words


def _is_latin(character: str) -> bool:
    return character < "\u0250" or "\u1e00" <= character < "\u1f00"
