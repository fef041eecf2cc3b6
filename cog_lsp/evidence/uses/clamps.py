"""Recognizes values that are changed without a word: cut, rounded, resized."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cog_lsp.evidence.uses.added import added, at_once
from cog_lsp.evidence.uses.code import UNKNOWN
from cog_lsp.evidence.uses.content import (
    MAY_BE_RESIZED,
    RESIZED,
    VAGUE,
    changed_content,
    fact_of,
    of_features,
)
from cog_lsp.evidence.uses.declared import Declared, assignments
from cog_lsp.evidence.uses.evaluate import evaluate
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.filters import filtered
from cog_lsp.evidence.uses.multiples import multiple
from cog_lsp.evidence.uses.nearest import nearest
from cog_lsp.evidence.uses.phrases import number, quoted
from cog_lsp.evidence.uses.subject import LIMITING, is_pure, measure, subject
from cog_lsp.evidence.uses.terms import Choice, Const, Operation, Place, Term, same
from cog_lsp.evidence.uses.tokens import cut_tokens, truncated
from cog_lsp.evidence.uses.trace import Path, Trace
from cog_lsp.evidence.uses.words import Words
from cog_lsp.pace import step

CHANGED = "; other values are changed to that."
"""How the sentence about a limit ends."""
MOST_CLAUSES = 2
FARTHEST = 40
"""Lines from a condition to what it is a condition of, in a function other than the entry method."""


def clamps(trace: Trace, declared: Declared, words: Words, entry: Place) -> Iterator[Fact]:
    """The facts of the kind `clamps`."""
    facts = [
        *at_once(_all(trace, declared, words, entry)),
        *truncated(trace, declared, entry),
        *filtered(trace, declared),
        *nearest(trace, declared),
    ]
    exact = {fact.inputs[0] for fact in facts if fact.sentence not in VAGUE}
    seen: set[tuple[str, str]] = set()
    for fact in sorted(facts, key=lambda fact: (fact.at.file != entry.file, fact.at.file, fact.at.line)):
        key = fact.inputs[0], fact.sentence
        if of_features(fact, entry):
            continue
        if key in seen or (fact.sentence in VAGUE and (fact.inputs[0] in exact or fact.at.file != entry.file)):
            continue
        seen.add(key)
        yield fact


def _all(trace: Trace, declared: Declared, words: Words, entry: Place) -> Iterator[Fact]:
    """Facts about values that become others."""
    facts: dict[int, tuple[Fact | None, bool]] = {}
    for operation, path in trace.changed:
        step()
        key = id(operation)  # an operation comes once for each use of what it makes
        if key not in facts:
            facts[key] = _changed(operation, declared, is_label=key in trace.labels)
        fact, is_bound = facts[key]
        fact = _always(fact, path, words, entry) if is_bound else fact
        if fact is not None:
            yield fact
    for chosen, path in trace.choices:
        step()
        if (fact := _always(_replaced(chosen, declared), path, words, entry)) is not None:
            yield fact


def _changed(operation: Operation, declared: Declared, *, is_label: bool) -> tuple[Fact | None, bool]:
    """The fact about a value that becomes another, told by the first reader that knows it, and whether the conditions
    on the way say more of it."""
    if (fact := _limited(operation, declared)) is not None:
        return fact, True
    fact = _rounded(operation, declared)
    if fact is None and not is_label:
        fact = _cut(operation, declared)
        if fact is not None:
            return fact, True
    fact = fact or changed_content(operation, declared) or _without(operation)
    if fact is not None:
        return fact, fact.sentence == RESIZED
    return None if is_label else added(operation, declared), True


def _always(fact: Fact | None, path: Path, words: Words, entry: Place) -> Fact | None:
    """A fact that has limits only where no condition stands before it; else it says when it holds."""
    if fact is None or all(guard.assumed for guard in path):
        return fact
    name, start = fact.inputs[0], fact.sentence.partition(CHANGED)[0]
    guards = [guard for guard in path if not guard.assumed and _stands_before(guard.at, fact.at, entry)]
    if fact.sentence == RESIZED and any(name in guard.test.inputs and not is_pure(guard.test) for guard in guards):
        return fact._replace(sentence=MAY_BE_RESIZED)
    tests = [guard.test for guard in guards if set(guard.test.inputs) - {name}]
    if fact.adds and guards and fact.inputs == (name,):
        when = _when(tests, words) if tests else "in some cases"
        return fact._replace(sentence=f"{fact.sentence[:-1]} {when}.", is_vague=True)
    if not tests or not fact.sentence.endswith(CHANGED):
        return fact._replace(limits=())
    return fact._replace(limits=(), sentence=f"{start} {_when(tests, words)}{CHANGED}")


def _when(tests: list[Term], words: Words) -> str:
    """The conditions under which something happens, in words where there are words for all of them."""
    clauses = [words.clause(test) for test in tests[:MOST_CLAUSES]]
    phrases = [clause for clause in clauses if clause is not None]
    return f"when {' and '.join(dict.fromkeys(phrases))}" if len(phrases) == len(tests) else "in some cases"


def _stands_before(condition: Place, change: Place, entry: Place) -> bool:
    """Whether a condition on the way to where a value is used was one on the way to where it is changed, too."""
    if condition.file != change.file or condition.line > change.line:
        return False
    inside = _is_within(change, entry), _is_within(condition, entry)
    if any(inside):
        return all(inside)
    return change.line - condition.line <= FARTHEST


def _is_within(place: Place, entry: Place) -> bool:
    return place.file == entry.file and entry.line <= place.line <= entry.end_line


def _changes(term: Term, name: str, declared: Declared) -> bool:
    """Whether an operation gives something else than the input for a value that the declarations allow."""
    rows = assignments(declared, [term], term.inputs)
    for row in rows if rows is not None else ():
        value = evaluate(term, row)
        if row[name] is not None and (value is UNKNOWN or row[name] is UNKNOWN or value != row[name]):
            return True
    return rows is None


def _limited(term: Operation, declared: Declared) -> Fact | None:
    """`min(x, 50)`, `max(x, 1)`, `clip(x, 0, 1)`."""
    if term.name not in ("min", "max", "clip"):
        return None
    if term.name == "clip":
        name = subject(term.operands[0])
        bounds = [operand.value for operand in term.operands[1:] if isinstance(operand, Const)]
        if name is None or len(bounds) != 2 or not _changes(term, name, declared):
            return None
        fact = fact_of(term, name, f"Limited to {number(bounds[0])} to {number(bounds[1])}.")
        return fact._replace(limits=(("ge", bounds[0]), ("le", bounds[1])))
    inner = [(subject(operand) or _inside(operand), operand) for operand in term.operands]
    names = [name for name, _ in inner if name is not None]
    constants = [operand.value for operand in term.operands if isinstance(operand, Const)]
    if len(names) == 1 and len(term.operands) == 2 and not constants:
        return _limited_by_other(term, names[0], declared)
    if len(names) != 1 or len(constants) != 1 or not isinstance(constants[0], (int, float)):
        return None
    if declared.kind(names[0]) not in ("int", "float", "") or not _changes(term, names[0], declared):
        return None
    way, keyword = ("most", "le") if term.name == "min" else ("least", "ge")
    fact = fact_of(term, names[0], f"At {way} {number(constants[0])}{CHANGED}")
    return fact._replace(limits=((keyword, constants[0]),))


def _limited_by_other(term: Operation, name: str, declared: Declared) -> Fact | None:
    """`min(x, frames_of(video))`: a number that is limited by what another input holds."""
    limit = next((operand for operand in term.operands if subject(operand) != name), None)
    if limit is None or declared.kind(name) not in ("int", "float") or name in limit.inputs:
        return None
    is_measure = not isinstance(limit, Operation) or limit.name in ("len", "item", "int", "lookup")
    if len(limit.inputs) != 1 or not declared.is_file(limit.inputs[0]) or not is_measure:
        return None
    side, way = ("beyond", "lowered") if term.name == "min" else ("below", "raised")
    (other,) = limit.inputs
    return fact_of(term, name, f"Values {side} what `{other}` holds are {way} to that.", other.lower())


def _inside(term: Term) -> str | None:
    """The input in an inner limit: `max(0, min(x, 5))`."""
    if isinstance(term, Operation) and term.name in ("min", "max") and any(isinstance(o, Const) for o in term.operands):
        return next((name for operand in term.operands if (name := subject(operand)) is not None), None)
    return None


def _rounded(term: Operation, declared: Declared) -> Fact | None:
    """`x // 8 * 8`, `8 * round(x / 8)`, `x - x % 8`."""
    rounding = _product(term) or _remainder(term, declared)
    if rounding is None:
        return _offset(term, declared)
    name, step, how = rounding
    if not isinstance(step, (int, float)) or step <= 1 or not _changes(term, name, declared):
        return None
    return fact_of(term, name, f"Rounded {how} a multiple of {number(step)}.", number(step))


def _product(term: Operation) -> tuple[str, Any, str] | None:
    rounding = multiple(term)
    name = None if rounding is None else measure(rounding[0], LIMITING)
    return None if rounding is None or name is None else (name, rounding[1], rounding[2])


def _offset(term: Operation, declared: Declared) -> Fact | None:
    """`(x - 1) // 4 * 4 + 1`."""
    product = term.operands[0] if term.name == "+" and len(term.operands) == 2 else None
    rounding = multiple(product) if isinstance(product, Operation) else None
    if rounding is None or not isinstance(rounding[0], Operation) or rounding[0].name != "-":
        return None
    (inner, less), more = rounding[0].operands, term.operands[1]
    name = subject(inner)
    if name is None or not (isinstance(less, Const) and isinstance(more, Const) and less.value == more.value):
        return None
    if not isinstance(less.value, int) or not _changes(term, name, declared):
        return None
    _, step, how = rounding
    example = number(step * 10 + less.value)
    sentence = f"Rounded {how} a multiple of {number(step)} plus {less.value}, such as {example}."
    return fact_of(term, name, sentence, number(step))


def _remainder(term: Operation, declared: Declared) -> tuple[str, Any, str] | None:
    """What is cut off to a multiple, of what, and how; what is cut may have been limited before."""
    if term.name != "-" or len(term.operands) != 2:
        return None
    left, right = term.operands
    name = subject(left) or measure(left)
    if name is None or not isinstance(right, Operation) or right.name != "%":
        return None
    is_same = subject(right.operands[0]) == name or (
        declared.kind(name) in ("int", "float") and same(right.operands[0], left)
    )
    by = right.operands[1]
    return (name, by.value, "down to") if is_same and isinstance(by, Const) else None


def _cut(term: Operation, declared: Declared) -> Fact | None:
    """`text[:100]`, `items[:4]`, `items[:count]`."""
    if term.name != "part" or len(term.operands) != 4:
        return None
    value, start, stop, _ = term.operands
    if not (isinstance(start, Const) and start.value in (None, 0)):
        return None
    name = subject(value) or _pieces(value)
    if name is None or declared.kind(name) not in ("str", "list"):
        return cut_tokens(term, value, stop, declared)
    is_text = declared.kind(name) == "str" and subject(value) is not None
    if not isinstance(stop, Const):
        return fact_of(term, name, "Cut to a maximum length." if is_text else "Only the first items are used.")
    if not isinstance(stop.value, int) or stop.value < 1:
        return None
    if is_text:
        longest = declared.bound(name, "max_length")
        if longest is not None and longest <= stop.value:
            return None
        fact = fact_of(term, name, f"Cut after {stop.value} characters.", str(stop.value))
        return fact._replace(limits=(("max_length", stop.value),))
    return fact_of(term, name, f"Only the first {stop.value} items are used.", str(stop.value))


def _pieces(term: Term) -> str | None:
    """The input that a list of pieces was split from."""
    while isinstance(term, Operation) and term.name in (".split", "mapped", "list", ".splitlines"):
        term = term.operands[0]
        if isinstance(term, Operation) and term.name in (".split",):
            return subject(term.operands[0])
        if subject(term) is not None:
            return subject(term)
    return None


def _without(term: Operation) -> Fact | None:
    """`prompt.removeprefix("<s>")`."""
    if term.name not in (".removeprefix", ".removesuffix") or len(term.operands) != 2:
        return None
    name, part = subject(term.operands[0]), term.operands[1]
    if name is None or not isinstance(part, Const) or not part.value:
        return None
    where = "beginning" if term.name == ".removeprefix" else "end"
    return fact_of(term, name, f"{quoted(part.value)} is removed from its {where}.")._replace(is_vague=True)


def _replaced(chosen: Choice, declared: Declared) -> Fact | None:
    """`if x > 50: x = 50`."""
    test = chosen.test
    if not isinstance(test, Operation) or len(test.operands) != 2 or not isinstance(test.operands[1], Const):
        return None
    name, limit = subject(test.operands[0]), test.operands[1].value
    if name is None or not isinstance(limit, (int, float)) or isinstance(limit, bool):
        return None
    if test.name not in (">", ">=", "<", "<="):
        return None
    instead, other = chosen.then, chosen.otherwise
    if not isinstance(instead, Const) or instead.value != limit or subject(other) != name:
        return None
    if not _changes(chosen, name, declared):
        return None
    way, keyword = ("most", "le") if test.name in (">", ">=") else ("least", "ge")
    sentence = f"At {way} {number(limit)}{CHANGED}"
    clues = (frozenset([number(limit)]),)
    return Fact("clamps", (name,), chosen.at, chosen.source, sentence, clues, limits=((keyword, limit),))
