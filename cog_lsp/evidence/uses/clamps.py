"""Recognizes values that are changed without a word: cut, rounded, resized."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from cog_lsp.evidence.uses.code import UNKNOWN
from cog_lsp.evidence.uses.content import VAGUE, changed_content, fact_of, multiple
from cog_lsp.evidence.uses.declared import Declared, assignments
from cog_lsp.evidence.uses.evaluate import evaluate
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.phrases import number, quoted
from cog_lsp.evidence.uses.subject import subject
from cog_lsp.evidence.uses.terms import Choice, Const, Operation, Place, Term, union
from cog_lsp.evidence.uses.trace import Path, Trace


def clamps(trace: Trace, declared: Declared, entry: Place) -> Iterator[Fact]:
    """The facts of the kind `clamps`."""
    facts = [*_all(trace, declared), *_truncated(trace, declared)]
    exact = {fact.inputs[0] for fact in facts if fact.sentence not in VAGUE}
    seen: set[tuple[str, str]] = set()
    for fact in sorted(facts, key=lambda fact: (fact.at.file != entry.file, fact.at.file, fact.at.line)):
        key = fact.inputs[0], fact.sentence
        if key in seen or (fact.sentence in VAGUE and (fact.inputs[0] in exact or fact.at.file != entry.file)):
            continue
        seen.add(key)
        yield fact


def _all(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """Facts about values that become others, each told by the first reader that knows it."""
    for operation, path in trace.changed:
        fact = _always(_limited(operation, declared), path) or _rounded(operation, declared)
        fact = fact or (_always(_cut(operation, declared), path) if id(operation) not in trace.labels else None)
        fact = fact or changed_content(operation, declared) or _without(operation)
        if fact is None and id(operation) not in trace.labels:
            fact = _added(operation, declared)
        if fact is not None:
            yield fact
    for chosen, path in trace.choices:
        fact = _always(_replaced(chosen, declared), path)
        if fact is not None:
            yield fact


def _always(fact: Fact | None, path: Path) -> Fact | None:
    """A fact that has limits only where no condition stands before it."""
    return fact if fact is None or all(guard.assumed for guard in path) else fact._replace(limits=())


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
    if len(names) != 1 or len(constants) != 1 or not isinstance(constants[0], (int, float)):
        return None
    if declared.kind(names[0]) not in ("int", "float", "") or not _changes(term, names[0], declared):
        return None
    way, keyword = ("most", "le") if term.name == "min" else ("least", "ge")
    fact = fact_of(term, names[0], f"At {way} {number(constants[0])}; other values are changed to that.")
    return fact._replace(limits=((keyword, constants[0]),))


def _inside(term: Term) -> str | None:
    """The input in an inner limit: `max(0, min(x, 5))`."""
    if isinstance(term, Operation) and term.name in ("min", "max") and any(isinstance(o, Const) for o in term.operands):
        return next((name for operand in term.operands if (name := subject(operand)) is not None), None)
    return None


def _rounded(term: Operation, declared: Declared) -> Fact | None:
    """`x // 8 * 8`, `8 * round(x / 8)`, `x - x % 8`."""
    rounding = _product(term) or _remainder(term)
    if rounding is None:
        return None
    name, step, how = rounding
    if not isinstance(step, (int, float)) or step <= 1 or not _changes(term, name, declared):
        return None
    return fact_of(term, name, f"Rounded {how} a multiple of {number(step)}.", number(step))


def _product(term: Operation) -> tuple[str, Any, str] | None:
    rounding = multiple(term)
    name = None if rounding is None else subject(rounding[0])
    return None if rounding is None or name is None else (name, rounding[1], rounding[2])


def _remainder(term: Operation) -> tuple[str, Any, str] | None:
    if term.name != "-" or len(term.operands) != 2:
        return None
    left, right = term.operands
    name = subject(left)
    if name is None or not isinstance(right, Operation) or right.name != "%":
        return None
    by = right.operands[1]
    return (name, by.value, "down to") if subject(right.operands[0]) == name and isinstance(by, Const) else None


def _cut(term: Operation, declared: Declared) -> Fact | None:
    """`text[:100]`, `items[:4]`, `items[:count]`."""
    if term.name != "part" or len(term.operands) != 4:
        return None
    value, start, stop, _ = term.operands
    name = subject(value) or _pieces(value)
    if name is None or not (isinstance(start, Const) and start.value in (None, 0)):
        return None
    if declared.kind(name) not in ("str", "list"):
        return None
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
    return fact_of(term, name, f"{quoted(part.value)} is removed from its {where}.")


LONGEST_TEMPLATE = 90
MARKUP = re.compile(r"[<>\[\]{}|#/\\=]|:\s*$|^\s*\.|\buser\b|\bassistant\b|\bsystem\b", re.IGNORECASE)
"""What stands in templates for chats, paths and commands, and not in words that describe a picture."""


def _added(term: Operation, declared: Declared) -> Fact | None:
    """Words that are put around a prompt."""
    if term.name not in ("text", "+"):
        return None
    names = [name for operand in term.operands if (name := subject(operand)) is not None]
    words = [part.value for part in term.operands if isinstance(part, Const) and isinstance(part.value, str)]
    name = next((name for name in names if "prompt" in name.lower() and declared.kind(name) == "str"), None)
    if name is None or not words or any(MARKUP.search(text) for text in words):
        return None
    if not any(len(text.split()) > 1 for text in words):
        return None
    return fact_of(term, name, f"Words are added to it: “{_template(term)}”.")


def _template(term: Operation) -> str:
    """What a text is put into, with `…` for what was sent, on one line and not too long."""
    parts = (part.value if isinstance(part, Const) and isinstance(part.value, str) else "…" for part in term.operands)
    return shorten("".join(parts), LONGEST_TEMPLATE, placeholder=" …")


def _truncated(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """`tokenizer(prompt, truncation=True, max_length=512)`."""
    calls: dict[Place, dict[str, Term]] = {}
    for passed in trace.passed:
        calls.setdefault(passed.at, {})[passed.keyword] = passed.value
    for at, keywords in calls.items():
        truncation, longest = keywords.get("truncation"), keywords.get("max_length")
        if not (isinstance(truncation, Const) and truncation.value and isinstance(longest, Const)):
            continue
        names = [name for name in union(keywords.values()) if declared.kind(name) == "str"]
        if names and isinstance(longest.value, int):
            clues = (frozenset([str(longest.value)]),)
            yield Fact(
                "clamps", tuple(names), at, f"max_length={longest.value}", f"Cut after {longest.value} tokens.", clues
            )


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
    sentence = f"At {way} {number(limit)}; other values are changed to that."
    clues = (frozenset([number(limit)]),)
    return Fact("clamps", (name,), chosen.at, chosen.source, sentence, clues, limits=((keyword, limit),))
