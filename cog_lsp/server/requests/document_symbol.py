"""The outline of a file: the predictor with its inputs, the README with the sections that cover a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.server.document import Document
    from cog_lsp.server.session import Session


def perform(session: Session, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    """Symbols of a document that belongs to a model; nothing for others, which have outlines of their own."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        return None
    if model.card is not None and document.path == model.files.readme:
        return [
            _symbol(
                session,
                document,
                section.heading.text or "(no heading)",
                ", ".join(sorted(section.topics)),
                types.SymbolKind.String,
                section.span,
                section.heading.text_span,
            )
            for section in model.card.sections
            if section.topics  # every heading is what a Markdown outline has already
        ]
    return [_predictor(session, document, p) for p in model.predictors_in(document.path)]


def _predictor(session: Session, document: Document, predictor: Predictor) -> types.DocumentSymbol:
    """The symbol of a predictor, with one for each input."""
    kind = types.SymbolKind.Class if predictor.kind == "class" else types.SymbolKind.Function
    whole = Span(predictor.name_span.start, max(predictor.signature_span.end, predictor.name_span.end))
    # A function bears the name of its method already.
    label = predictor.method if predictor.kind == "class" else "train" if predictor.mode == "train" else ""
    symbol = _symbol(session, document, predictor.name, label, kind, whole, predictor.name_span)
    symbol.children = [
        _symbol(
            session,
            document,
            input.name,
            detail(input),
            types.SymbolKind.Field,
            input.span.shifted(origin),
            input.name_span.shifted(origin),
        )
        for origin, input in predictor.placed()
    ]
    return symbol


def detail(input: Input) -> str:
    """Type and range of an input, as short as an outline wants it."""
    kind = str(input.type) if input.type is not None else (input.annotation.source if input.annotation else "")
    low, high = input.meant("ge"), input.meant("le")
    numbers = [str(b) if isinstance(b, (int, float)) else "" for b in (low, high)]
    return f"{kind} {numbers[0]}..{numbers[1]}" if any(numbers) else kind


def _symbol(
    session: Session,
    document: Document,
    name: str,
    detail: str,
    kind: types.SymbolKind,
    whole: Span,
    selected: Span,
) -> types.DocumentSymbol:
    """A symbol with its range and the part of it that is selected."""
    # The protocol wants the selection inside the whole range, which a decorated or inherited method may break.
    whole = Span(min(whole.start, selected.start), max(whole.end, selected.end))
    return types.DocumentSymbol(
        name=name,
        detail=detail or None,
        kind=kind,
        range=session.range(document.index, whole),
        selection_range=session.range(document.index, selected),
    )
