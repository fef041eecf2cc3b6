"""From a reading to facts."""

from __future__ import annotations

from collections.abc import Callable

from cog_lsp.evidence.uses.alike import alike
from cog_lsp.evidence.uses.clamps import clamps
from cog_lsp.evidence.uses.code import LineIndex, Predictor
from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.dependence import dependences, unused
from cog_lsp.evidence.uses.displays import identifiers
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.forms import forms
from cog_lsp.evidence.uses.maps import maps
from cog_lsp.evidence.uses.openings import openings
from cog_lsp.evidence.uses.reading import Reading, read
from cog_lsp.evidence.uses.refusals import refusals
from cog_lsp.evidence.uses.specials import specials
from cog_lsp.evidence.uses.terms import Place
from cog_lsp.evidence.uses.told import told
from cog_lsp.evidence.uses.words import Words


def facts_of(predictor: Predictor, path: str, read_file: Callable[[str], str | None] | None = None) -> list[Fact]:
    """What the code of a predictor does with its inputs, in the order of the inputs, then of the lines."""
    reading = read(predictor, path, read_file)
    if reading is None:
        return []
    return recognized(reading, predictor)


def recognized(reading: Reading, predictor: Predictor) -> list[Fact]:
    """The facts that a reading shows, with the declarations of the inputs."""
    declared = Declared(predictor.inputs)
    words = Words(declared)
    lines = LineIndex(predictor.text)
    trace = reading.trace
    places = {
        input.name: Place(reading.module.path, lines.line_of(origin) + 1, lines.line_of(origin + input.span.end) + 1)
        for origin, input in predictor.placed()
    }
    body = reading.entry.child_by_field_name("body")
    names = frozenset(reading.module.piece.of(node) for node in identifiers(body)) if body is not None else frozenset()
    facts = [
        *refusals(trace, declared, words),
        *clamps(trace, declared, words, reading.module.place(reading.entry)),
        *specials(trace, declared, reading.module.place(reading.entry)),
        *forms(trace, declared, reading.module.place(reading.entry)),
        *maps(trace, declared),
        *alike(trace, declared),
        *openings(trace, declared),
        *dependences(trace, declared, words),
        *unused(trace, declared, names, places),
    ]
    order = {name: position for position, name in enumerate(declared.inputs)}
    distinct = [fact._replace(told=told(fact, declared)) for fact in dict.fromkeys(facts)]
    return sorted(distinct, key=lambda fact: (order.get(fact.inputs[0], 0), fact.at.file, fact.at.line, fact.kind))
