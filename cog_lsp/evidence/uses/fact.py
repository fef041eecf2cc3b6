"""A fact about what the code does with an input."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, NamedTuple

from cog_lsp.evidence.uses.code import Input, Predictor
from cog_lsp.evidence.uses.terms import Place
from cog_lsp.identity import Same

Kind = Literal["refuses", "requires", "clamps", "special", "only_if", "unused", "maps", "passed", "opened", "written"]
Told = Literal["yes", "partly", "no"]


MUST_BE_GIVEN = "Must be given."
"""The sentence of an input without which the code fails."""


class Needed(NamedTuple):
    """The input that must be given so that a run does not fail, always or beside others."""

    name: str
    beside: str = ""
    """The input that decides whether it must; empty where it always must."""
    values: tuple[Any, ...] = ()
    """Those of the other input that decide; None where it is left empty."""
    among: bool = True
    """Whether it must be given for these values, or for all but them."""


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
    needed: Needed | None = None
    """For a refusal: the input that is missing where it happens."""
    is_vague: bool = False
    """Whether the sentence is true, and tells nobody what to fill in."""
    adds: bool = False
    """For a value that is changed: whether something is put beside it, so that all of it counts."""


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
