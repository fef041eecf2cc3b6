"""Recognizes values that are handled apart: nothing, 0, -1, "auto"; and what happens then."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.evidence.uses.declared import Declared, can_hold
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.phrases import plain
from cog_lsp.evidence.uses.subject import SAME, About, about, is_pure, subject
from cog_lsp.evidence.uses.terms import Choice, Const, Opaque, Operation, Place, Term, atoms, negation
from cog_lsp.evidence.uses.trace import Branch, Path, Trace

RANDOM = re.compile(r"rand|urandom|seed\b|secrets|time\.time|entropy", re.IGNORECASE)
AUTOMATIC = frozenset(["auto", "none", "default", "automatic", "random", "auto-detect", "detect", "off", "disabled"])


def specials(trace: Trace, declared: Declared, entry: Place) -> Iterator[Fact]:
    """The facts of the kind `special`."""
    facts = sorted(_all(trace, declared), key=lambda fact: _distance(fact.at, entry))
    drawn = {fact.inputs[0] for fact in facts if fact.value and "random" in fact.sentence}
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        key = fact.inputs[0], fact.value
        is_second = fact.inputs[0] in drawn and "random" not in fact.sentence
        if key not in seen and not is_second:
            seen.add(key)
            yield fact


def _distance(at: Place, entry: Place) -> tuple[bool, bool, str, int]:
    """What comes first: the entry method, then its file, then the others."""
    inside = at.file == entry.file and entry.line <= at.line <= entry.end_line
    return not inside, at.file != entry.file, at.file, at.line


def _all(trace: Trace, declared: Declared) -> Iterator[Fact]:
    for chosen, path in trace.choices:
        yield from _of_choice(chosen, path, declared)
    for branch in trace.branches:
        if branch.does:
            yield from _of_branch(branch, declared)


def _asked(test: Term, declared: Declared) -> list[About]:
    """What a test asks about single inputs, where that is worth telling."""
    questions: list[About] = []
    for joined in ("or", "and"):
        for part in atoms(test, joined):
            asked = about(part)
            if joined == "and" and part is not test and any(_is_switch(other, declared) for other in atoms(test)):
                continue
            if asked is not None and asked not in questions and _counts(asked, part, declared):
                questions.append(asked)
    return questions


def _is_switch(test: Term, declared: Declared) -> bool:
    """Whether a part of a condition is a switch: then what it is joined with alone decides nothing."""
    name = subject(test.operands[0] if isinstance(test, Operation) and test.name == "not" else test)
    return name is not None and declared.kind(name) == "bool"


def _counts(asked: About, test: Term, declared: Declared) -> bool:
    """Whether a special value is one: no switch, no plain choice, nothing that the declarations rule out."""
    kind = declared.kind(asked.name)
    if kind == "bool" or declared.inputs.get(asked.name) is None:
        return False
    is_word = isinstance(asked.constant, str) and asked.constant.lower() in AUTOMATIC
    if declared.has_choices(asked.name) and not is_word and asked.value != "empty":
        return False
    if asked.value == "value":
        if isinstance(asked.constant, str) and asked.constant.lower() not in AUTOMATIC:
            return False
        if isinstance(asked.constant, (int, float)) and asked.constant not in (-1, 1):
            return False
    return can_hold(declared, [test]) and can_hold(declared, [negation(test)])


def _of_choice(chosen: Choice, path: Path, declared: Declared) -> Iterator[Fact]:
    """Facts about a value that something else takes the place of where a test holds."""
    for asked in _asked(chosen.test, declared):
        if not _can_come(asked, chosen.test, path, declared):
            continue
        instead, usual = (chosen.then, chosen.otherwise) if asked.holds else (chosen.otherwise, chosen.then)
        if isinstance(instead, Const) and _stays(asked, instead.value):
            continue
        is_blank = isinstance(instead, Const) and instead.value in (None, "")
        if (
            asked.value == "empty"
            and is_blank
            and not declared.is_file(asked.name)
            and (subject(usual) == asked.name or _is_text(usual))
        ):
            continue
        if subject(instead) == asked.name and asked.name in usual.inputs and _is_text(usual):
            continue  # it is only written in another way: `prompt = f"{prompt}, "`
        yield _fact(asked, instead, usual, chosen.at, chosen.source, chosen.test, declared)


def _can_come(asked: About, test: Term, path: Path, declared: Declared) -> bool:
    """Whether the special value gets to a test: nothing on the way refuses it or keeps it away."""
    way = [guard.test for guard in path if asked.name in guard.test.inputs and is_pure(guard.test)]
    part = next(part for joined in ("or", "and") for part in atoms(test, joined) if about(part) == asked)
    return can_hold(declared, [*way, part if asked.holds else negation(part)])


def _of_branch(branch: Branch, declared: Declared) -> Iterator[Fact]:
    """A branch around what is done with an input, or with others."""
    guard = branch.guard
    for asked in _asked(guard.test, declared):
        refused = branch.refuses_true if asked.holds else branch.refuses_false
        if not refused and _can_come(asked, guard.test, branch.path, declared):
            yield _fact(asked, Opaque((), "branch"), Opaque(), guard.at, guard.source, guard.test, declared)


def _fact(asked: About, instead: Term, usual: Term, at: Place, source: str, test: Term, declared: Declared) -> Fact:
    others = tuple(name for name in test.inputs if name != asked.name)
    for joined in ("or", "and"):
        for part in atoms(test, joined):
            if isinstance(part, Operation) and about(part) == asked and part.at.file:
                at, source = part.at, part.source or source
    clues, what = _consequence(asked, instead, usual, declared)
    which = _which(asked, declared)
    return Fact("special", (asked.name, *others), at, source, f"{which}{what}.", clues, value=asked.value)


def _which(asked: About, declared: Declared) -> str:
    """How the sentence begins: "Leave empty", "0", "Negative numbers"."""
    kind = declared.kind(asked.name)
    if asked.value == "empty":
        if kind in ("int", "float") and not declared.can_be_none(asked.name):
            return "0"
        return "Leave empty"
    if asked.value == "zero":
        return "0"
    if asked.value == "negative":
        return "A negative number"
    if asked.value == "nothing":
        low = declared.bound(asked.name, "ge")
        return "0" if low is not None and low >= 0 else "0 or less"
    if asked.value == "at most 1":
        return "1 or less"
    return plain(asked.constant)


def _consequence(
    asked: About, instead: Term, usual: Term, declared: Declared
) -> tuple[tuple[frozenset[str], ...], str]:
    """What happens for the special value, with the words that would tell it."""
    leaves = asked.value == "empty" and not (
        declared.kind(asked.name) in ("int", "float") and not declared.can_be_none(asked.name)
    )
    verb = " to use " if leaves else " means "
    if _is_random(instead) and (declared.kind(asked.name) in ("int", "float", "") or "seed" in asked.name.lower()):
        label = asked.name if "seed" in asked.name.lower() else "value"
        return (frozenset(["random"]),), f"{' for' if leaves else ' means'} a random {label}"
    if isinstance(instead, Const) and instead.value not in (None, "") and subject(usual) == asked.name:
        return (frozenset([plain(instead.value).lower()]),), f"{verb}{plain(instead.value)}"
    if instead.inputs and asked.name not in instead.inputs and subject(usual) == asked.name:
        listed = " and ".join(f"`{name}`" for name in instead.inputs[:3])
        return (frozenset(name.lower() for name in instead.inputs),), f"{verb}a value that comes from {listed}"
    if "seed" in asked.name.lower():
        return (frozenset(["random"]),), f"{' for' if leaves else ' means'} another result each time"
    return (), " to go without it" if leaves else " turns it off"


def _stays(asked: About, value: object) -> bool:
    """Whether a special value is replaced with itself: `x or 0`."""
    return type(value) in (int, float) and value == (asked.constant if asked.value in ("zero", "value") else 0)


def _is_text(term: Term) -> bool:
    """Whether a value is put into a text."""
    return isinstance(term, Operation) and term.name in ("text", "+", ".format")


def _is_random(term: Term) -> bool:
    while isinstance(term, Operation) and term.name in SAME and term.operands:
        term = term.operands[0]
    if isinstance(term, Operation) and term.name in ("%", "&", "+", "*", "item", "-"):
        term = term.operands[0]
    return isinstance(term, Opaque) and RANDOM.search(term.what) is not None
