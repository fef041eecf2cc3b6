"""What a new text must keep of its author's: numbers, units, names, addresses, conditions and quoted words."""

from __future__ import annotations

import re

from cog_lsp.prose.facets import Facets
from cog_lsp.prose.phrases import stems
from cog_lsp.prose.words import name_parts, stem, tokens
from cog_lsp.regex import regex

FACT = regex(
    r"\d|https?:|`|\b(?:for|in) (?:[\w-]+ ){1,5}(?:tasks?|modes?)\b"
    r"|['\"\u2018\u201c][^'\"]{1,60}['\"\u2019\u201d]|\[|\w\.\w|\w_\w|[|/<>=@]"
    r"|\b(?:only|must|required?|except|separate[ds]?|comma|blank|empty|ignored?|instead|per line|first"
    r"|(?<!per )second|last|not|never|without|cannot|unless|if|when"
    r"|at least|at most|main|extra|left|right|start|end|raw|custom)\b",
    re.I,
)
"""A piece of a text that says something which nobody can guess from the name."""
NAME = regex(r"\b(?!ControlNet|LoRAs?\b|U-Net|LoCon)(?:[A-Z][a-z]+-?[A-Z]|[A-Z]{2,}[a-z])[\w-]*")
"""The name of a model or program, other than those that are explained by what they do."""
SAME = {"photo": "pictur", "imag": "pictur", "clip": "video", "audio": "record", "sound": "record", "url": "address"}
"""Stems of words that say the same in a description."""
NUMBER = regex(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])")
LITERAL = regex(r"`[^`]+`|(?<!\w)'[^'\n]{1,40}'|\"[^\"\n]{1,40}\"|https?://\S+")


def only_restates(text: str, said: Facets) -> bool:
    """Whether every word of a text restates the name or type of its input, so that nothing is lost without it."""
    return said.english and said.fresh == 0 and not has_fact(text)


def has_fact(text: str) -> bool:
    """Whether a text says something that nobody can guess from the name of its input."""
    return FACT.search(text) is not None or NAME.search(text) is not None


def says_as_much(old: str, new: str, name: str) -> bool:
    """Whether each word of an old text that says something stands in the new one, too, or in the name of the input."""
    stems_then = {SAME.get(word.stem, word.stem) for word in tokens(new)} | {stem(part) for part in name_parts(name)}
    stems_before = (SAME.get(word.stem, word.stem) for word in tokens(old) if word.stem[0].isalpha())
    return all(word in stems_then or word in stems("stop") or word in stems("generic") for word in stems_before)


def keeps(old: str, new: str, *, replaced: bool) -> bool:
    """Whether a new text has everything of the old one. `replaced` texts said nothing that could be lost."""
    if replaced or not old:
        return True
    lost = set(NUMBER.findall(old)) - set(NUMBER.findall(new))
    return not lost and all(literal.strip(".,") in new for literal in LITERAL.findall(old))
