"""Recognizes inputs that have an effect only where another input has a certain value, and inputs without any effect."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.declared import Declared, can_hold, does_hold, must_hold
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.simple import simplified
from cog_lsp.evidence.uses.subject import is_pure
from cog_lsp.evidence.uses.terms import Operation, Place, Term, atoms, negation, same, union
from cog_lsp.evidence.uses.trace import Guard, Path, Trace, Use
from cog_lsp.evidence.uses.words import Words

MOST_WAYS = 6
FARTHEST = 200
"""Lines from a condition to the last use that a fact spans."""


def dependences(trace: Trace, declared: Declared, words: Words) -> Iterator[Fact]:
    """The facts of the kind `only_if`."""
    if trace.lost:
        return
    by_name: dict[str, list[Use]] = {}
    for use in trace.uses:
        by_name.setdefault(use.name, []).append(use)
    for name in declared.inputs:
        uses = [use for use in by_name.get(name, ()) if use.kind in ("value", "test", "kept")]
        if uses:
            fact = _dependence(name, uses, trace, declared, words) or _joint(name, uses, declared, words)
            if fact is not None:
                yield fact


def _dependence(name: str, uses: list[Use], trace: Trace, declared: Declared, words: Words) -> Fact | None:
    """That an input is used only where others have certain values: what all ways to its uses ask."""
    ways: list[list[Guard]] = []
    first: Use | None = None
    for use in uses:
        if not _is_reached(use.path, declared):
            continue
        guards = _others(name, use.path, declared)
        if not guards:
            return None
        first = first or use
        if not any(_alike(guards, way) for way in ways):
            ways.append(guards)
    if first is None or not ways:
        return None
    shared = _shared(ways)
    test = _joined("and", [guard.test for guard in shared], shared) if shared else _any_of(ways)
    if test is None or not does_hold(declared, [negation(test)]) or not does_hold(declared, [test]):
        return None
    test = simplified(test, declared)
    others = union([test])
    if not does_hold(declared, [negation(test), *_allowed(trace, others)]):
        return None  # where it does not hold, the run fails anyway
    if len(others) > 3 or name in others:
        return None
    clause = words.clause(test)
    if clause is None:
        return None
    conditions = shared or ways[0]
    at = min((guard.at for guard in conditions if guard.at.file == conditions[0].at.file), key=lambda at: at.line)
    places = (place for use in uses for place in (use.at, use.called) if place is not None)
    last = max((place.line for place in places if place.file == at.file), default=at.line)
    place = at._replace(end_line=max(at.end_line, min(last, at.line + FARTHEST)))
    source = conditions[0].source
    return Fact("only_if", (name, *others), place, source, f"Only used when {clause}.", (frozenset(others),))


def _joint(name: str, uses: list[Use], declared: Declared, words: Words) -> Fact | None:
    """That a number has no effect where it and others have certain values: `if quality < 100 or format == "jpg": …`."""
    if declared.kind(name) not in ("int", "float") or declared.has_choices(name):
        return None
    values = [use for use in uses if use.kind == "value" and _is_reached(use.path, declared)]
    if not values:
        return None
    for guard in values[0].path:
        test = guard.test
        is_joint = isinstance(test, Operation) and test.name == "or" and name in test.inputs and len(test.inputs) == 2
        if guard.assumed or not is_joint or not is_pure(test):
            continue
        if not all(any(same(guard.test, other.test) for other in use.path) for use in values[1:]):
            continue
        without = simplified(negation(test), declared)
        clause = words.clause(without) if does_hold(declared, [without]) else None
        others = tuple(other for other in test.inputs if other != name)
        if clause is not None and set(without.inputs) == set(test.inputs):
            own = next(part for part in atoms(test, "or") if name in part.inputs)
            at = own.at if isinstance(own, Operation) else guard.at
            return Fact("special", (name, *others), at, guard.source, f"Has no effect when {clause}.", value="joint")
    return None


def _allowed(trace: Trace, names: tuple[str, ...]) -> list[Term]:
    """That nothing is refused which some inputs alone decide."""
    conditions: list[Term] = []
    for refused in trace.refused:
        tests = tuple(guard.test for guard in refused.path if not guard.assumed)
        is_decided = tests and all(is_pure(test) and set(test.inputs) <= set(names) for test in tests)
        if not refused.caught and is_decided and len(conditions) < MOST_WAYS:
            conditions.append(negation(_joined("and", list(tests), [refused.path[0]])))
    return conditions


def _is_reached(path: Path, declared: Declared) -> bool:
    tests = [guard.test for guard in path if guard.test.inputs and is_pure(guard.test)]
    return not tests or can_hold(declared, tests[-6:])


def _others(name: str, path: Path, declared: Declared) -> list[Guard]:
    """The conditions on the way that are about other inputs alone, and that are not true anyway."""
    guards: list[Guard] = []
    for guard in path:
        if guard.assumed or not guard.test.inputs or name in guard.test.inputs or not is_pure(guard.test):
            continue
        if must_hold(declared, [guard.test]) or any(same(guard.test, other.test) for other in guards):
            continue
        guards.append(guard)
    return guards


def _alike(left: list[Guard], right: list[Guard]) -> bool:
    return len(left) == len(right) and all(same(a.test, b.test) for a, b in zip(left, right, strict=True))


def _shared(ways: list[list[Guard]]) -> list[Guard]:
    """The conditions that are on every way."""
    return [guard for guard in ways[0] if all(any(same(guard.test, g.test) for g in way) for way in ways[1:])]


def _any_of(ways: list[list[Guard]]) -> Term | None:
    """That one of several ways is taken."""
    if len(ways) > MOST_WAYS:
        return None
    return _joined("or", [_joined("and", [guard.test for guard in way], way) for way in ways], ways[0])


def _joined(word: str, tests: list[Term], guards: list[Guard]) -> Term:
    return tests[0] if len(tests) == 1 else Operation(word, tuple(tests), guards[0].at)


def unused(trace: Trace, declared: Declared, mentioned: frozenset[str], at: dict[str, Place]) -> Iterator[Fact]:
    """The facts of the kind `unused`: `mentioned` are the names that the body reads in any way."""
    if trace.lost:
        return
    used = {use.name for use in trace.uses}
    for name in declared.inputs:
        if name not in used and (name not in mentioned or trace.whole):
            yield Fact("unused", (name,), at[name], name, "Has no effect.")
