"""Which input is missing where a run fails, and what another one is then."""

from __future__ import annotations

from typing import Any

from cog_lsp.evidence.uses.fact import Needed
from cog_lsp.evidence.uses.subject import subject
from cog_lsp.evidence.uses.terms import Const, Items, Operation, Term, atoms
from cog_lsp.evidence.uses.words import Words


def needed_for(inner: Term, outer: list[Term], words: Words) -> Needed | None:
    """The input that must be given so that the conditions of an error do not hold together: it alone, or where another
    one has a certain value. None where they say more than that, or where either of two inputs will do."""
    parts = [part for test in [inner, *outer] for part in atoms(test)]
    if len(parts) == 1:
        name = words.empty(next(atoms(parts[0], "or")))
        return None if name is None else Needed(name)
    if len(parts) != 2 or (not outer and all(map(words.empty, parts))):
        return None
    for missing, other in (parts, parts[::-1]):
        name, beside = words.empty(missing), _state(other, words)
        if name is not None and beside is not None and beside[0] != name:
            return Needed(name, *beside)
    return None


def _state(test: Term, words: Words) -> tuple[str, tuple[Any, ...], bool] | None:
    """An input with the values that a condition asks it for, or (False) that it must not have."""
    name = words.empty(test)
    if name is not None:
        return name, (None,), True
    if not isinstance(test, Operation) or test.name not in ("==", "!=", "in", "not in"):
        return None
    name, right = subject(test.operands[0]), test.operands[1]
    constants = right.items if isinstance(right, Items) else (right,)
    values = tuple(constant.value for constant in constants if isinstance(constant, Const))
    if name is None or len(values) != len(constants) or not all(isinstance(v, (str, int, float)) for v in values):
        return None
    return name, values, test.name in ("==", "in")
