"""Conditions made simpler: as what one input must be, where the others make no difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cog_lsp.evidence.uses.declared import Declared, assignments, can_hold
from cog_lsp.evidence.uses.evaluate import truth
from cog_lsp.evidence.uses.shortest import shortest
from cog_lsp.evidence.uses.subject import about
from cog_lsp.evidence.uses.terms import NOWHERE, Const, Given, Items, Operation, Term, atoms, parts, same

MOST_ROWS = 600


def simplified(test: Term, declared: Declared, given: Term | None = None) -> Term:
    """A condition that means the same for all values that the declarations allow, with fewer inputs or comparisons
    where it can be; only where `given` holds, if there is one."""
    names = test.inputs
    rows = list(assignments(declared, [test], names) or ())
    if not rows or len(rows) > MOST_ROWS:
        return test
    truths = [truth(test, row) for row in rows]
    if None not in truths:
        deciding = [name for name in names if _decides(name, names, rows, truths)]
        if len(deciding) == 1:
            return _of_one(deciding[0], rows, truths, test, declared, is_alone=len(names) == 1)
    return shortest(test, declared, given) or test


def _decides(name: str, names: tuple[str, ...], rows: list[Mapping[str, Any]], truths: list[bool | None]) -> bool:
    """Whether a condition depends on an input, whatever the others are."""
    outcomes: dict[Any, bool | None] = {}
    for row, holds in zip(rows, truths, strict=True):
        key = tuple((type(row[other]), str(row[other])) for other in names if other != name)
        if outcomes.setdefault(key, holds) is not holds:
            return True
    return False


def _of_one(
    name: str,
    rows: list[Mapping[str, Any]],
    truths: list[bool | None],
    test: Term,
    declared: Declared,
    *,
    is_alone: bool,
) -> Term:
    """The same condition as a list of choices, a switch, or as given and empty."""
    holds = {(type(row[name]), str(row[name])): truth for row, truth in zip(rows, truths, strict=True)}
    input, at = Given(name), NOWHERE
    choices = declared.choices(name)
    if choices is not None and not declared.can_be_none(name):
        right = [choice for choice in choices if holds.get((type(choice), str(choice)))]
        wrong = [choice for choice in choices if choice not in right]
        if not right or not wrong:
            return test
        sign, listed = ("in", right) if len(right) <= max(2, len(wrong)) else ("not in", wrong)
        if len(listed) == 1:
            return Operation("==" if sign == "in" else "!=", (input, Const(listed[0])), at)
        return Operation(sign, (input, Items(tuple(Const(choice) for choice in listed))), at)
    if is_alone:
        return test
    if declared.kind(name) == "bool":
        return input if holds.get((bool, "True")) else Operation("not", (input,), at)
    empty = [truth for (kind, text), truth in holds.items() if text in ("None", "")]
    filled = [truth for (kind, text), truth in holds.items() if text not in ("None", "")]
    if empty and filled and len(set(empty)) == 1 and len(set(filled)) == 1 and empty[0] is not filled[0]:
        return input if filled[0] else Operation("not", (input,), at)
    return test


def gathered(tests: Sequence[Term]) -> list[Term]:
    """Conditions that hold together, where those that rule out values, beginnings or endings of the same thing are one:
    `x not in [".png", ".jpg"]` for `x != ".png"` and `x not in [".jpg"]`."""
    others: list[Term] = []
    ruled_out: list[tuple[str, Term, list[Term]]] = []
    for test in tests:
        parts = _ruled_out(test)
        if parts is None:
            others.append(test)
            continue
        way, subject, constants = parts
        listed = next((listed for other, what, listed in ruled_out if other == way and same(what, subject)), None)
        if listed is None:
            listed = []
            ruled_out.append((way, subject, listed))
        listed.extend(constants)
    return others + [_none_of(way, subject, listed) for way, subject, listed in ruled_out]


def _ruled_out(test: Term) -> tuple[str, Term, list[Term]] | None:
    """How a condition rules something out (`!=`, `.endswith`, `.startswith`), what it is about, and the constants."""
    if isinstance(test, Operation) and test.name == "not":
        inner = test.operands[0]
        if not isinstance(inner, Operation) or inner.name not in (".endswith", ".startswith"):
            return None
        test = inner
    elif not isinstance(test, Operation) or test.name not in ("!=", "not in"):
        return None
    if len(test.operands) != 2:
        return None
    subject, right = test.operands
    way = test.name if test.name.startswith(".") else "!="
    if isinstance(right, Items) and all(isinstance(item, Const) for item in right.items) and test.name != "!=":
        return way, subject, list(right.items)
    if isinstance(right, Const) and isinstance(right.value, (list, tuple)) and test.name != "!=":
        return way, subject, [Const(value) for value in right.value]
    return (way, subject, [right]) if isinstance(right, Const) and test.name != "not in" else None


def _none_of(way: str, subject: Term, constants: list[Term]) -> Term:
    """That something is none of the constants, or neither begins nor ends with one."""
    right = constants[0] if len(constants) == 1 else Items(tuple(constants))
    if way != "!=":
        return Operation("not", (Operation(way, (subject, right), NOWHERE),), NOWHERE)
    return Operation("!=" if len(constants) == 1 else "not in", (subject, right), NOWHERE)


def is_tangled(test: Term) -> bool:
    """Whether a condition joins both ways, so that no sentence says what belongs together; blank is one thing."""
    if not isinstance(test, Operation) or test.name not in ("and", "or"):
        return False
    other = "or" if test.name == "and" else "and"
    inner = (part for part in atoms(test, test.name) if isinstance(part, Operation) and part.name == other)
    return not all(len(part.inputs) == 1 and all(map(_asks_for_nothing, part.operands)) for part in inner)


def _asks_for_nothing(test: Term) -> bool:
    question = about(test)
    return question is not None and question.value == "empty"


def typed(test: Term, declared: Declared) -> Term:
    """A condition without the alternatives that the types of the inputs rule out: `not isinstance(steps, int)`."""
    if not isinstance(test, Operation) or test.name != "or" or not asks_for_type(test):
        return test
    left = [part for part in atoms(test, "or") if not asks_for_type(part) or can_hold(declared, [part])]
    if not left:
        return test
    return left[0] if len(left) == 1 else Operation("or", tuple(left), test.at, test.source)


def asks_for_type(test: Term) -> bool:
    """Whether a condition asks for the type of something."""
    return any(isinstance(part, Operation) and part.name == "isinstance" for part in parts(test))
