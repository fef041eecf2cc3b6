"""Recognizes choices that the code never tells apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cog_lsp.evidence.uses.code import UNKNOWN
from cog_lsp.evidence.uses.declared import Declared, assignments
from cog_lsp.evidence.uses.evaluate import evaluate, truth
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.phrases import plain
from cog_lsp.evidence.uses.subject import is_pure
from cog_lsp.evidence.uses.terms import Choice, Given, Opaque, Place, Term, parts
from cog_lsp.evidence.uses.trace import Guard, Trace
from cog_lsp.pace import step

MOST_QUESTIONS, MOST_CHOICES = 40, 20


def alike(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """The facts of the kind `maps` about inputs that are only asked for in conditions."""
    if trace.lost or not trace.whole:
        return
    used = {use.name for use in trace.uses if use.kind not in ("test", "refusal", "log")}
    for name in declared.inputs:
        choices = declared.choices(name)
        if name in used or choices is None or not 2 < len(choices) <= MOST_CHOICES or declared.can_be_none(name):
            continue
        questions = _questions(name, trace)
        if not 0 < len(questions) <= MOST_QUESTIONS or not all(is_pure(question.test) for question in questions):
            continue
        for before, choice in _twins(name, choices, questions, declared):
            at, source = _first(trace, name, questions[0])
            clues = (frozenset([plain(choice).lower()]), frozenset(["same"]))
            yield Fact("maps", (name,), at, source, f"{plain(choice)} does the same as {plain(before)}.", clues)


def _questions(name: str, trace: Trace) -> list[Guard | Choice]:
    """Everything that asks for an input: branches that do something, values that are chosen."""
    guards = [branch.guard for branch in trace.branches if branch.decides]
    questions = {id(guard.test): guard for guard in guards if _asks(guard.test, name)}
    chosen = {id(choice): choice for choice, _ in trace.choices if _asks(choice.test, name)}
    return [*questions.values(), *chosen.values()]


def _asks(test: Term, name: str) -> bool:
    """Whether a test asks for an input itself; what was made of it, it was used for there."""
    return name in test.inputs and any(
        (isinstance(part, Given) and part.name == name) or (isinstance(part, Opaque) and name in part.pending)
        for part in parts(test)
    )


def _first(trace: Trace, name: str, otherwise: Guard | Choice) -> tuple[Place, str]:
    """Where the code asks for an input first, with the condition."""
    candidates = [branch.guard for branch in trace.branches if name in branch.guard.test.inputs]
    if not candidates:
        return otherwise.at, otherwise.source
    first = min(candidates, key=lambda guard: guard.at.line)
    return first.at, first.source


def _twins(
    name: str, choices: list[Any], questions: list[Guard | Choice], declared: Declared
) -> Iterator[tuple[Any, Any]]:
    """Pairs of choices for which every question has the same answer."""
    for position, choice in enumerate(choices):
        for before in choices[:position]:
            if all(_is_alike(question, name, before, choice, declared) for question in questions):
                yield before, choice
                break


def _is_alike(question: Guard | Choice, name: str, one: Any, other: Any, declared: Declared) -> bool:
    """Whether two values of an input lead the same way, or to the same value, whatever the other inputs are."""
    term: Term = question.test if isinstance(question, Guard) else question
    rows = assignments(declared, [term], [input for input in term.inputs if input != name])
    if rows is None:
        return False
    step()
    for row in rows:
        left, right = {**row, name: one}, {**row, name: other}
        answers = truth(question.test, left), truth(question.test, right)
        if None not in answers and answers[0] is answers[1]:
            continue
        values = evaluate(term, left), evaluate(term, right)
        if isinstance(question, Guard) or UNKNOWN in values or values[0] != values[1]:
            return False
    return True
