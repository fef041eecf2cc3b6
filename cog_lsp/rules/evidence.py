"""The lines of code that show why a rule about code reports something."""

from __future__ import annotations

from collections.abc import Iterable

from cog_lsp.evidence.uses.fact import Fact, Usage
from cog_lsp.findings.finding import Related
from cog_lsp.project.context import Context


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
