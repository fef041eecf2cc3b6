"""What nothing becomes: the special values of the facts, said in a few words."""

from __future__ import annotations

from collections.abc import Iterable

from cog_lsp.evidence.uses.fact import Fact

BEGINS = (
    ("Leave empty to go without it", "left out"),
    ("Leave empty for ", ""),
    ("Leave empty to use ", ""),
    ("Leave empty ", ""),
)
"""How sentences about nothing begin, and what the few words begin with instead."""


def of_nothing(facts: Iterable[Fact]) -> dict[str, tuple[str, Fact]]:
    """What each input becomes that is left empty, where the code handles that: "a random seed"."""
    words: dict[str, tuple[str, Fact]] = {}
    for fact in facts:
        if fact.kind == "special" and fact.value == "empty":
            for start, instead in BEGINS:
                if fact.sentence.startswith(start):
                    words.setdefault(fact.inputs[0], (instead + fact.sentence[len(start) :].rstrip("."), fact))
                    break
    return words
