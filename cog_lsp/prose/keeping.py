"""What a new text must keep of its author's: numbers, units, names, addresses, conditions and quoted words."""

from __future__ import annotations

import re

from cog_lsp.prose.facets import Facets

FACT = re.compile(
    r"\d|https?:|`|['\"\u2018\u201c][^'\"]{1,60}['\"\u2019\u201d]|\[|\w\.\w|\w_\w|[|/<>=@]"
    r"|\b(?:only|must|required?|except|separate[ds]?|comma|blank|empty|ignored?|instead|per line|first"
    r"|(?<!per )second|last|not|never|without|cannot|unless|if|when"
    r"|at least|at most|main|extra|left|right|start|end|raw|custom)\b",
    re.I,
)
"""A piece of a text that says something which nobody can guess from the name."""
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])")
LITERAL = re.compile(r"`[^`]+`|(?<!\w)'[^'\n]{1,40}'|\"[^\"\n]{1,40}\"|https?://\S+")


def only_restates(text: str, said: Facets) -> bool:
    """Whether every word of a text restates the name or type of its input, so that nothing is lost without it."""
    return said.english and said.fresh == 0 and FACT.search(text) is None


def keeps(old: str, new: str, *, replaced: bool) -> bool:
    """Whether a new text has everything of the old one. `replaced` texts said nothing that could be lost."""
    if replaced or not old:
        return True
    lost = set(NUMBER.findall(old)) - set(NUMBER.findall(new))
    return not lost and all(literal.strip(".,") in new for literal in LITERAL.findall(old))
