"""Inlay hints, off unless the settings turn them on: the default that Cog publishes for each input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.predictor.model import ABSENT, Field, Input
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.server.session import Session

LONGEST = 40


def perform(session: Session, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    """One hint after each input of the range."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None or not model.settings.inlay_hints:
        return None
    view = Span(session.offset(document, params.range.start), session.offset(document, params.range.end))
    return [
        types.InlayHint(
            position=session.range(document.index, Span(end, end)).start,
            label=label(input),
            padding_left=True,
            tooltip="What Cog publishes for this input.",
        )
        for predictor in model.predictors_in(document.path)
        for origin, input in predictor.placed()
        if view.start <= (end := origin + input.span.end) <= view.end and isinstance(input.field, Field)
    ]


def label(input: Input) -> str:
    """`required`, `optional`, or the published default."""
    assert isinstance(input.field, Field)
    default = input.field.property.get("default", ABSENT)
    if default is ABSENT:
        return "required" if input.field.required else "optional"
    text = json.dumps(default, ensure_ascii=False)
    return f"default {text if len(text) <= LONGEST else text[:LONGEST] + '…'}"
