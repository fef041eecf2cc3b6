"""The shortest condition that says the same: which comparisons are needed, and how they are joined."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from cog_lsp.evidence.uses.declared import Declared, assignments
from cog_lsp.evidence.uses.evaluate import truth
from cog_lsp.evidence.uses.terms import NOWHERE, Operation, Place, Term, negation, same

MOST_LEAVES = 4
MOST_ROWS = 2000
MOST_JOINED = 4
"""Clauses of the longest result: one with more is no clearer than the code."""

Cell = tuple[bool, ...]
"""Which of the comparisons hold."""
Clause = tuple[bool | None, ...]
"""Which comparisons must hold, or must not; None for those that make no difference."""


def shortest(test: Term, declared: Declared, given: Term | None = None) -> Term | None:
    """A condition that means the same as `test` for all values that the declarations allow and for which `given` holds,
    made of fewer of its comparisons; None where there is none."""
    leaves = _leaves(test)
    count = sum(1 for _ in _positions(test))
    if len(leaves) > MOST_LEAVES or count < 2:
        return None
    outcomes = _outcomes(test, leaves, declared, given)
    if outcomes is None:
        return None
    candidates = [
        _joined(cover, leaves, outer, inner, test)
        for cover, outer, inner in (
            (_cover(outcomes, count, wanted=True), "or", "and"),
            (_cover(outcomes, count, wanted=False), "and", "or"),
        )
        if cover
    ]
    best = min(candidates, key=lambda term: sum(1 for _ in _positions(term)), default=None)
    return best if best is not None and sum(1 for _ in _positions(best)) < count else None


def _positions(test: Term) -> Iterator[Term]:
    """The comparisons of a condition, as often as they stand in it."""
    if isinstance(test, Operation) and test.name in ("and", "or", "not"):
        for operand in test.operands:
            yield from _positions(operand)
    else:
        yield test


def _leaves(test: Term) -> list[Term]:
    """The comparisons of a condition, each once; one and its opposite are the same."""
    leaves: list[Term] = []
    for part in _positions(test):
        if not any(same(part, leaf) or same(negation(part), leaf) for leaf in leaves):
            leaves.append(
                negation(part) if isinstance(part, Operation) and part.name in ("!=", "is not", "not in") else part
            )
    return leaves


def _outcomes(test: Term, leaves: Sequence[Term], declared: Declared, given: Term | None) -> dict[Cell, bool] | None:
    """Whether the condition holds, for each combination of the comparisons that can occur; None if unknown."""
    names = tuple(dict.fromkeys(name for term in (test, given) if term is not None for name in term.inputs))
    rows = list(
        itertools.islice(assignments(declared, [test, *([given] if given else [])], names) or (), MOST_ROWS + 1)
    )
    if not rows or len(rows) > MOST_ROWS:
        return None
    outcomes: dict[Cell, bool] = {}
    for row in rows:
        if given is not None and truth(given, row) is False:
            continue
        cell, holds = [truth(leaf, row) for leaf in leaves], truth(test, row)
        if holds is None or None in cell:
            return None
        outcomes[tuple(bool(value) for value in cell)] = holds
    return outcomes


def _cover(outcomes: dict[Cell, bool], count: int, *, wanted: bool) -> list[Clause]:
    """The fewest clauses that are true for all combinations with that outcome, and for none with the other; none where
    they have no fewer comparisons than `count`."""
    inside = [cell for cell, holds in outcomes.items() if holds is wanted]
    outside = [cell for cell, holds in outcomes.items() if holds is not wanted]
    if not inside or not outside:
        return []
    clauses = [
        clause
        for clause in itertools.product((None, True, False), repeat=len(inside[0]))
        if not any(_fits(clause, cell) for cell in outside) and any(_fits(clause, cell) for cell in inside)
    ]
    clauses.sort(key=lambda clause: sum(value is not None for value in clause))
    for size in range(1, MOST_JOINED + 1):
        if _literals(clauses[:size]) >= count:
            break
        covers = (
            cover
            for cover in itertools.combinations(clauses[:24], size)
            if all(any(_fits(clause, cell) for clause in cover) for cell in inside)
        )
        best = min(covers, key=_literals, default=None)
        if best is not None:
            return list(best)
    return []


def _literals(cover: Sequence[Clause]) -> int:
    return sum(value is not None for clause in cover for value in clause)


def _fits(clause: Clause, cell: Cell) -> bool:
    return all(value is None or value is holds for value, holds in zip(clause, cell, strict=True))


def _joined(cover: list[Clause], leaves: Sequence[Term], outer: str, inner: str, test: Term) -> Term:
    """The clauses as a condition: alternatives where they are what holds, requirements where they are what does not."""
    at = test.at if isinstance(test, Operation) else NOWHERE
    parts = [
        _of(
            [
                leaf if value is (inner == "and") else negation(leaf)
                for leaf, value in zip(leaves, clause, strict=True)
                if value is not None
            ],
            inner,
            at,
        )
        for clause in cover
    ]
    return _of(parts, outer, at)


def _of(terms: list[Term], word: str, at: Place) -> Term:
    return terms[0] if len(terms) == 1 else Operation(word, tuple(terms), at)
