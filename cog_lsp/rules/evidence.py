"""What the rules take from the facts about the code: the lines that show why, and what holds of an input for certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cog_lsp.evidence.uses.fact import MUST_BE_GIVEN, Fact, Usage
from cog_lsp.findings.finding import Related
from cog_lsp.project.context import Context
from cog_lsp.prose.contradictions import number
from cog_lsp.regex import regex

COMPARED = regex(r"[=!]= ?[\"']")
"""A comparison with a text, which None passes."""
Limits = Mapping[str, tuple[Any, Fact]]
"""Values by keyword of `Input(...)`, each with what shows it."""
LOWEST = frozenset({"ge", "min_length"})


def where(fact: Fact, usage: Usage) -> str:
    """The line that shows a fact, with its file where that is not the predictor's."""
    if fact.at.file == usage.file:
        return f"line {fact.at.line}"
    return f"line {fact.at.line} of {fact.at.file.rpartition('/')[2]}"


def related(facts: Iterable[Fact], usage: Usage, context: Context) -> tuple[Related, ...]:
    """The same as places that an editor can go to, each once."""
    places: dict[Related, None] = {}
    for fact in facts:
        if fact.at.file == usage.file:
            places[Related(None, fact.at.line, fact.sentence)] = None
        elif context.files is not None:
            places[Related(context.files.root / fact.at.file, fact.at.line, fact.sentence)] = None
    return tuple(places)


def is_needed(fact: Fact) -> bool:
    """Whether the code cannot run without the input: it raises an error on None, or takes what was not sent for a file or
    text."""
    if fact.kind == "opened":
        return True
    alone = len(fact.inputs) == 1 and fact.sentence == MUST_BE_GIVEN
    return fact.kind == "refuses" and alone and COMPARED.search(fact.condition) is None


def limits(usage: Usage) -> Limits:
    """The bounds and lengths that the code sets, where they are tighter than the declared ones."""
    tightest: dict[str, tuple[Any, Fact]] = {}
    for fact in usage.facts:
        for keyword, value in fact.limits:
            sign = -1 if keyword in LOWEST else 1
            limit = tightest[keyword][0] if keyword in tightest else number(usage.input, keyword)
            if limit is None or sign * value < sign * limit:
                tightest[keyword] = value, fact
    return tightest
