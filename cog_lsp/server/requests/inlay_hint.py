"""Inlay hints, off unless the settings turn them on: the default that Cog publishes for each input, and what the code
makes of an empty value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.evidence.uses.empty import of_nothing
from cog_lsp.predictor.model import ABSENT, Field, Input, Predictor
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.server.session import Session

LONGEST = 40
Hint = tuple[int, str, str]
"""Where it stands, its label and what it means."""


def perform(session: Session, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    """The hints of a range."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None or not (model.settings.inlay_hints or model.settings.empty_values):
        return None
    view = Span(session.offset(document, params.range.start), session.offset(document, params.range.end))
    hints = [hint for each in model.predictors_in(document.path) for hint in _of(session, model, each)]
    return [
        types.InlayHint(
            position=session.range(document.index, Span(at, at)).start, label=label, padding_left=True, tooltip=tooltip
        )
        for at, label, tooltip in sorted(hints)
        if view.start <= at <= view.end
    ]


def _of(session: Session, model: Model, predictor: Predictor) -> Iterator[Hint]:
    """The hints of a signature."""
    if model.settings.inlay_hints:
        for origin, input in predictor.placed():
            if isinstance(input.field, Field):
                yield origin + input.span.end, label(input), "What Cog publishes for this input."
    if model.settings.empty_values:
        empty = of_nothing(session.facts.in_model(model, predictor))
        for origin, input in predictor.placed():
            if input.name in empty:
                words, fact = empty[input.name]
                tooltip = f"{fact.sentence} ({fact.at.file}, line {fact.at.line})"
                yield origin + _behind_default(input), f"empty: {_short(words)}", tooltip


def _behind_default(input: Input) -> int:
    """Where the default ends; the end of the parameter where it has none."""
    argument = input.argument("default")
    return input.span.end if argument is None else argument.span.end


def label(input: Input) -> str:
    """`required`, `optional`, or the published default."""
    assert isinstance(input.field, Field)
    default = input.field.property.get("default", ABSENT)
    if default is ABSENT:
        return "required" if input.field.required else "optional"
    return f"default {_short(json.dumps(default, ensure_ascii=False))}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
