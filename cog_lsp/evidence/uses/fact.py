"""A fact about what the code does with an input."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from cog_lsp.evidence.uses.code import Input, Predictor
from cog_lsp.evidence.uses.terms import Place
from cog_lsp.identity import Same

Kind = Literal["refuses", "requires", "clamps", "special", "only_if", "unused", "maps", "passed", "opened", "written"]
Told = Literal["yes", "partly", "no"]


MUST_BE_GIVEN = "Must be given."
"""The sentence of an input without which the code fails."""
_VAGUE = re.compile(r"^Some |in another way|comes from|are added|go without|a default\.|“")


class Fact(NamedTuple):
    """What the code does with an input, with the place that shows it."""

    kind: Kind
    inputs: tuple[str, ...]
    """The input that it is about, then those that it depends on."""
    at: Place
    condition: str
    """The code of the condition or operation."""
    sentence: str
    """Plain English that could stand in the form of the first input."""
    clues: tuple[frozenset[str], ...] = ()
    """Groups of words of which a description that tells the fact has one each."""
    trivial: bool = False
    """Whether nobody needs to be told: the value only changes its notation."""
    value: str = ""
    """For a special value: which one, as `about` names it."""
    told: Told = "no"
    """Whether description or declaration say it."""
    limits: tuple[tuple[str, Any], ...] = ()
    """For a refusal: the arguments of `Input(...)`, with their values, that say exactly the same. For a value that is
    changed: those that let through what comes through as it was sent, whatever the other inputs are."""
    handled: float | None = None
    """For a special value that is a number: which one."""
    instead: Any = None
    """For a special value: the constant that takes its place."""

    @property
    def is_vague(self) -> bool:
        """Whether the sentence is true, and tells nobody what to fill in."""
        return _VAGUE.search(self.sentence) is not None


class Code(NamedTuple):
    """A predictor with the facts that its code shows."""

    predictor: Predictor
    facts: tuple[Fact, ...]
    file: str
    """The predictor's file, relative to the model's folder as the files of facts are."""

    def usages(self) -> dict[str, tuple[Fact, ...]]:
        """The facts about each input. Code that uses none of its inputs is a draft of a model, and not told so."""
        return _by_input(Same(self.facts), len(self.predictor.inputs))


@lru_cache(maxsize=16)
def _by_input(facts: Same[tuple[Fact, ...]], inputs: int) -> dict[str, tuple[Fact, ...]]:
    """The facts by the input that they are about, of so many inputs; the same facts are asked for at each keystroke."""
    unused = {fact.inputs[0] for fact in facts.record if fact.kind == "unused" and fact.told == "no"}
    by_name: dict[str, list[Fact]] = {}
    for fact in facts.record:
        if fact.kind != "unused" or len(unused) < inputs:
            by_name.setdefault(fact.inputs[0], []).append(fact)
    return {name: tuple(group) for name, group in by_name.items()}


class Usage(NamedTuple):
    """An input with what the code does with it."""

    input: Input
    facts: tuple[Fact, ...]
    file: str
    """That of the predictor."""
