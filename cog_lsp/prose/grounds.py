"""Whether a sentence of general knowledge may be written about a model: each of its claims needs a ground."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec import Struct

from cog_lsp.prose.about import About
from cog_lsp.prose.data import load
from cog_lsp.prose.words import name_parts
from cog_lsp.regex import regex

RESULT = regex(r"\bthe result\b", re.I)
MANNER = regex(r"\b(?:in (?:plain |a few )?words|a few words|words like)\b", re.I)
"""How people should write: it claims nothing of the model."""
NOUNS = {
    "picture": "picture",
    "pictures": "picture",
    "video": "video",
    "speech": "speech",
    "music": "music",
    "audio": "sound",
    "text": "text",
    "3d": "3D object",
}
"""What people call what a model makes."""


class Claim(Struct, frozen=True):
    """Something that a sentence says, and what grounds it."""

    says: re.Pattern[str]
    beside: frozenset[str]
    inputs: frozenset[str]
    prompt: bool

    def is_grounded(self, about: About) -> bool:
        """Whether what is known of the model is enough to say it."""
        if self.prompt:
            return about.prompt is True
        if not self.beside.isdisjoint(about.words):
            return True
        return any(not self.inputs.isdisjoint(name_parts(name)) for name in about.inputs)


@cache
def claims() -> tuple[Claim, ...]:
    """All claims of the data file."""
    return tuple(
        Claim(
            re.compile(rf"\b(?:{'|'.join(map(re.escape, table['says']))})\b", re.I),
            frozenset(table.get("beside", [])),
            frozenset(table.get("inputs", [])),
            table.get("prompt", False),
        )
        for table in load("grounds.toml")["claim"]
    )


@lru_cache(maxsize=2_000)
def grounded(sentence: str, about: About) -> bool:
    """Whether everything that a sentence claims is known of the model."""
    text = MANNER.sub(" ", sentence)
    return all(claim.is_grounded(about) for claim in claims() if claim.says.search(text))


def in_its_nouns(sentence: str, about: About) -> str:
    """The sentence with "the result" called what the model makes, where that is one certain thing and no other one of
    its kind is spoken of."""
    noun = NOUNS.get(next(iter(about.makes), "")) if len(about.makes) == 1 else None
    if noun is None or re.search(rf"\b{noun}", sentence) is not None:
        return sentence
    return RESULT.sub(lambda match: f"{match.group()[:3]} {noun}", sentence)
