"""Conditions made simpler: as what one input must be, where the others make no difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cog_lsp.evidence.uses.declared import Declared, assignments
from cog_lsp.evidence.uses.evaluate import truth
from cog_lsp.evidence.uses.terms import NOWHERE, Const, Given, Items, Operation, Term

MOST_ROWS = 600


def simplified(test: Term, declared: Declared) -> Term:
    """A condition that means the same for all values that the declarations allow, with fewer inputs where it can be."""
    names = test.inputs
    rows = list(assignments(declared, [test], names) or ())
    if not rows or len(rows) > MOST_ROWS:
        return test
    truths = [truth(test, row) for row in rows]
    if None in truths:
        return test
    deciding = [name for name in names if _decides(name, names, rows, truths)]
    if len(deciding) != 1:
        return test
    return _of_one(deciding[0], rows, truths, test, declared, is_alone=len(names) == 1)


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
