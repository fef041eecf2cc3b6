"""Refusals that a declaration says exactly: `if size > 4096: raise` is `le=4096`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.terms import Const, Given, Operation, Term, atoms, negation

Limit = tuple[str, Any]
"""A keyword of `Input(...)` and its value."""
LOWEST = frozenset({"ge", "min_length"})
"""Those of which the largest value counts."""


def limits(test: Term, name: str, declared: Declared) -> tuple[Limit, ...]:
    """The arguments that refuse what a condition on this input alone refuses, and nothing else; none where no
    declaration says it, or only a part of it."""
    candidates = [_limit(part, name, declared) for part in atoms(negation(test))]
    exact = [limit for limit in candidates if limit is not None]
    keywords = {keyword for keyword, _ in exact}
    return tuple(exact) if len(exact) == len(candidates) == len(keywords) else ()


def without_implied(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Facts without the refusals of what another one refuses too: what may be at most 40 is never above 50."""
    tightest: dict[tuple[str, str], Any] = {}
    for fact in facts:
        for keyword, value in fact.limits:
            best = max if keyword in LOWEST else min
            key = fact.inputs[0], keyword
            tightest[key] = best(value, tightest.get(key, value))
    for fact in facts:
        if not fact.limits or any(tightest[fact.inputs[0], keyword] == value for keyword, value in fact.limits):
            yield fact


def _limit(requirement: Term, name: str, declared: Declared) -> Limit | None:
    """The argument that says the same as one comparison of the input or its length with a constant."""
    if not isinstance(requirement, Operation) or len(requirement.operands) != 2:
        return None
    left, right = requirement.operands
    if not isinstance(right, Const) or isinstance(right.value, bool):
        return None
    if _is(left, name) and declared.kind(name) in ("int", "float") and isinstance(right.value, (int, float)):
        return _bound(requirement.name, right.value, ("ge", "le"), whole=declared.kind(name) == "int")
    is_length = isinstance(left, Operation) and left.name == "len" and _is(left.operands[0], name)
    if is_length and declared.kind(name) == "str" and isinstance(right.value, int):
        return _bound(requirement.name, right.value, ("min_length", "max_length"), whole=True)
    return None


def _is(term: Term, name: str) -> bool:
    return isinstance(term, Given) and term.name == name


def _bound(sign: str, value: float, keywords: tuple[str, str], *, whole: bool) -> Limit | None:
    """A comparison as a bound that it reaches: those of Cog include their value."""
    lowest, highest = keywords
    if sign == ">=":
        return lowest, value
    if sign == "<=":
        return highest, value
    if not whole or value != int(value):
        return None
    if sign == ">":
        return lowest, int(value) + 1
    return (highest, int(value) - 1) if sign == "<" else None
