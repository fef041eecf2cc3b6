"""Recognizes values that are handled apart: nothing, 0, -1, "auto"; and what happens then."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.consequences import BRANCH, consequence, is_text, number, stays, which
from cog_lsp.evidence.uses.declared import FILES, Declared, can_hold
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.phrases import either
from cog_lsp.evidence.uses.subject import About, about, is_pure, subject
from cog_lsp.evidence.uses.terms import (
    Choice,
    Const,
    Opaque,
    Operation,
    Place,
    Term,
    atoms,
    negation,
    same,
)
from cog_lsp.evidence.uses.trace import Branch, Path, Trace
from cog_lsp.pace import step

AUTOMATIC = frozenset(["auto", "none", "default", "automatic", "random", "auto-detect", "detect", "off", "disabled"])

MOST_ALTERNATIVES = 12
"""Branches within one that are looked at for what takes the place of an input that is empty."""


def specials(trace: Trace, declared: Declared, entry: Place) -> Iterator[Fact]:
    """The facts of the kind `special`."""
    facts = sorted(_all(trace, declared), key=lambda fact: _distance(fact.at, entry))
    drawn = {fact.inputs[0] for fact in facts if fact.value and "random" in fact.sentence}
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        key = fact.inputs[0], fact.value
        is_second = fact.inputs[0] in drawn and "random" not in fact.sentence
        if key not in seen and not is_second and not _is_habit(fact, entry):
            seen.add(key)
            yield fact


def _is_habit(fact: Fact, entry: Place) -> bool:
    """Whether a library only fills in what it was not given: `height = height or self.size`, where 0 means nothing."""
    return fact.at.file != entry.file and fact.sentence == "0 means a default."


def _distance(at: Place, entry: Place) -> tuple[bool, bool, str, int]:
    """What comes first: the entry method, then its file, then the others."""
    inside = at.file == entry.file and entry.line <= at.line <= entry.end_line
    return not inside, at.file != entry.file, at.file, at.line


def _all(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """Facts about choices and branches, but for those that only prepare an error."""
    ways_to_errors = [
        _tests(refused.path)
        for refused in trace.refused
        if not refused.caught and any(not guard.assumed for guard in refused.path)
    ]

    def fails_anyway(path: Path) -> bool:
        """Whether all that leads to an error leads here, too."""
        step()
        tests = _tests(path) if ways_to_errors else frozenset()
        return any(way <= tests for way in ways_to_errors)

    for chosen, path in trace.choices:
        if not fails_anyway(path):
            yield from _of_choice(chosen, path, declared)
    for position, branch in enumerate(trace.branches):
        if branch.does and not fails_anyway(branch.path):
            inner = trace.branches[max(0, position - MOST_ALTERNATIVES) : position]  # an `elif` ends before its `if`
            yield from _of_branch(branch, inner, declared)


def _tests(path: Path) -> frozenset[int]:
    """The conditions on a way, by identity: what stands on the same way was read under the very same ones."""
    return frozenset(id(guard.test) for guard in path)


def _asked(test: Term, declared: Declared) -> list[About]:
    """What a test asks about single inputs, where that is worth telling."""
    questions: list[About] = []
    for joined in ("or", "and"):
        for part in atoms(test, joined):
            question = _question(part, declared)
            if joined == "and" and part is not test and any(_is_switch(other, declared) for other in atoms(test)):
                continue
            if question is not None and question not in questions and _counts(question, part, declared):
                questions.append(question)
    return questions


def _question(test: Term, declared: Declared) -> About | None:
    """What a comparison asks; "below 1" is nothing of a whole number, and of a fraction all but its end."""
    question = about(test)
    if question is None or question.value != "below 1":
        return question
    if declared.kind(question.name) == "int":
        return question._replace(value="nothing")
    return question._replace(value="at least 1", holds=not question.holds)


def _is_switch(test: Term, declared: Declared) -> bool:
    """Whether a part of a condition is a switch: then what it is joined with alone decides nothing."""
    name = subject(test.operands[0] if isinstance(test, Operation) and test.name == "not" else test)
    return name is not None and declared.kind(name) == "bool"


def _counts(question: About, test: Term, declared: Declared) -> bool:
    """Whether a special value is one: no switch, no plain choice, nothing that the declarations rule out."""
    kind = declared.kind(question.name)
    if kind == "bool" or declared.inputs.get(question.name) is None:
        return False
    is_word = isinstance(question.constant, str) and question.constant.lower() in AUTOMATIC
    if declared.has_choices(question.name) and not is_word and question.value != "empty":
        return False
    if question.value == "value":
        if isinstance(question.constant, str) and question.constant.lower() not in AUTOMATIC:
            return False
        if isinstance(question.constant, (int, float)) and question.constant not in (-1, 1):
            return False
    return can_hold(declared, [test]) and can_hold(declared, [negation(test)])


def _of_choice(chosen: Choice, path: Path, declared: Declared) -> Iterator[Fact]:
    """Facts about a value that something else takes the place of where a test holds."""
    for question in _asked(chosen.test, declared):
        if not _can_come(question, chosen.test, path, declared):
            continue
        instead, usual = (chosen.then, chosen.otherwise) if question.holds else (chosen.otherwise, chosen.then)
        is_itself = subject(usual) == question.name
        if isinstance(instead, Const) and is_itself and stays(question, instead.value):
            if question.value != "negative" or "seed" not in question.name.lower():
                continue
            instead = Opaque()  # what draws it anew stands elsewhere
        is_blank = isinstance(instead, Const) and instead.value in (None, "")
        if (
            question.value == "empty"
            and is_blank
            and not declared.is_file(question.name)
            and (subject(usual) == question.name or is_text(usual))
        ):
            continue
        if subject(instead) == question.name and question.name in usual.inputs and is_text(usual):
            continue  # it is only written in another way: `prompt = f"{prompt}, "`
        yield _fact(question, instead, usual, chosen.at, chosen.source, chosen.test, declared)


def _can_come(question: About, test: Term, path: Path, declared: Declared) -> bool:
    """Whether the special value gets to a test: nothing on the way refuses it or keeps it away."""
    way = [guard.test for guard in path if question.name in guard.test.inputs and is_pure(guard.test)]
    part = next(
        part for joined in ("or", "and") for part in atoms(test, joined) if _question(part, declared) == question
    )
    return can_hold(declared, [*way, part if question.holds else negation(part)])


def _of_branch(branch: Branch, inner: list[Branch], declared: Declared) -> Iterator[Fact]:
    """A branch around what is done with an input, or with others."""
    guard = branch.guard
    for question in _asked(guard.test, declared):
        refused = branch.refuses_true if question.holds else branch.refuses_false
        if not refused and _can_come(question, guard.test, branch.path, declared):
            fact = _fact(question, Opaque((), BRANCH), Opaque(), guard.at, guard.source, guard.test, declared)
            others = _alternatives(question, branch, inner, declared)
            if others:
                listed = either(f"`{name}`" for name in others)
                clues = (frozenset(name.lower() for name in others),)
                fact = fact._replace(sentence=f"Leave empty to use {listed}.", clues=clues, is_vague=False)
            yield fact


def _alternatives(question: About, branch: Branch, inner: list[Branch], declared: Declared) -> list[str]:
    """The inputs of which one takes the place of another that is empty: `if file: … elif link: …`."""
    if question.value != "empty" or question.holds or about(branch.guard.test) != question:
        return []
    other = negation(branch.guard.test)
    names: list[str] = []
    for nested in reversed(inner):
        further = nested.path[len(branch.path) :]
        candidate = about(nested.guard.test)
        if not further or not same(further[0].test, other):
            continue
        if candidate is None or candidate.value != "empty" or candidate.holds:
            continue
        are_chained = all((before := about(guard.test)) and before.value == "empty" for guard in further)
        if are_chained and declared.kind(candidate.name) in ("str", "list", *FILES) and candidate.name not in names:
            names.append(candidate.name)
    return [name for name in names if name != question.name]


def _fact(question: About, instead: Term, usual: Term, at: Place, source: str, test: Term, declared: Declared) -> Fact:
    """What a question about an input shows, at the part of the test that asks it."""
    others = tuple(name for name in test.inputs if name != question.name)
    for joined in ("or", "and"):
        for part in atoms(test, joined):
            if isinstance(part, Operation) and _question(part, declared) == question and part.at.file:
                at, source = part.at, part.source or source
    what = consequence(question, instead, usual, declared)
    return Fact(
        "special",
        (question.name, *others),
        at,
        source,
        f"{which(question, declared)}{what.words}.",
        what.clues,
        is_vague=what.is_vague,
        value=question.value,
        handled=number(question, declared),
        instead=instead.value if isinstance(instead, Const) and subject(usual) == question.name else None,
    )
