"""Words that no list has, and whose shape says that they are names or abbreviations rather than plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from cog_lsp.prose.data import load
from cog_lsp.prose.words import Token
from cog_lsp.regex import regex

NETWORKS = ("model", "network", "checkpoint", "backbone", "encoder")
CODE_NAME = regex(rf"\b(?=\w*\d)(?=\w*[A-Z])[A-Za-z]\w{{3,}}(?= (?:{'|'.join(NETWORKS)})\b)")
"""The name of a network, as in "Use ViTB32 model"."""
CAPITALS = regex(r"(?<![\w./@#$%&\\<{\[-])[A-Z][A-Z\d]*(?:-?[A-Z\d]+)*s?(?![\w/@\\>}-]|\.\w)")
"""An abbreviation, as in "the CVVP score": capitals and digits."""
SHORTEST, LONGEST = 3, 5
LOUD = 0.4
"""Where so many of the words are in capitals, they are only loud."""


def unknown_terms(
    text: str, words: Sequence[Token], own: frozenset[str], names: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Where the text has an abbreviation or the name of a network that no list of plain words has; characters from 0.

    `own` are the choices of the input and `names` the words of its name and of its model, in lower case.
    """
    if any(network in text for network in NETWORKS):
        for match in CODE_NAME.finditer(text):
            if match.group().casefold() not in own:
                yield match.span()
    if text.islower():
        return
    capitals = [match for match in CAPITALS.finditer(text) if _is_abbreviation(match.group())]
    letters = [word for word in words if word.word[0].isalpha()]
    if len(capitals) > max(1, LOUD * len(letters)):
        return
    for match in capitals:
        folded = match.group().removesuffix("s").casefold()
        quoted = text[match.start() - 1 : match.start()] in {"'", '"', "`", "\u2018", "\u201c"}
        if not quoted and folded not in own and folded not in names and folded not in plain():
            yield match.span()


def _is_abbreviation(word: str) -> bool:
    """Whether it has three to five letters, and more letters than digits; longer ones are words that are shouted."""
    letters = sum(c.isupper() for c in word)
    return SHORTEST <= letters <= LONGEST and letters > sum(c.isdigit() for c in word)


@cache
def plain() -> frozenset[str]:
    """Abbreviations that people know from their own computer or from daily life, in lower case."""
    return frozenset(load("wordings.toml")["everyday_capitals"])
