"""Refusals of a number that does not fit what comes from another input: the length of a sound, a picture's width."""

from __future__ import annotations

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.subject import subject
from cog_lsp.evidence.uses.terms import Const, Operation, Term, negation, same
from cog_lsp.evidence.uses.words import COMPARED


def relation(test: Term, declared: Declared) -> tuple[str, str, str, bool] | None:
    """The number that fails where a condition holds, the input that it must fit, and how: "Must be at most a value that
    comes from `video`.\""""
    divisor = _divisor(test)
    if divisor is not None:
        whole, number = divisor
        names = _related(number, whole, declared)
        if names is None:
            return None
        return *names, f"Must divide {_of(whole, names[1])} evenly.", subject(whole) is None
    if not isinstance(test, Operation) or test.name not in COMPARED or len(test.operands) != 2:
        return None
    left, right = test.operands
    names = _related(left, right, declared)
    if names is None:
        return None
    requirement = negation(test)
    assert isinstance(requirement, Operation)
    return *names, f"Must be {COMPARED[requirement.name]} {_of(right, names[1])}.", subject(right) is None


def _of(term: Term, name: str) -> str:
    return f"`{name}`" if subject(term) == name else f"a value that comes from `{name}`"


def _related(number: Term, other: Term, declared: Declared) -> tuple[str, str] | None:
    """The input that a number is, and the one other input that it is held against."""
    name = subject(number)
    if name is None or len(other.inputs) != 1 or other.inputs[0] == name:
        return None
    return (name, other.inputs[0]) if declared.kind(name) in ("int", "float") else None


def _divisor(test: Term) -> tuple[Term, Term] | None:
    """What a number does not divide evenly, and the number: `width % tile`, `width != width // tile * tile`."""
    if isinstance(test, Operation) and test.name == "!=":
        left, right = test.operands
        if isinstance(right, Const) and right.value == 0:
            test = left
        elif isinstance(right, Operation) and right.name == "*":
            return _multiple(left, right)
    return (test.operands[0], test.operands[1]) if isinstance(test, Operation) and test.name == "%" else None


def _multiple(whole: Term, product: Operation) -> tuple[Term, Term] | None:
    """The same of something that is held against a product: `width // tile * tile`."""
    for part, number in (product.operands, product.operands[::-1]):
        if isinstance(part, Operation) and part.name == "//" and same(part.operands[0], whole):
            return (whole, number) if same(part.operands[1], number) else None
    return None
