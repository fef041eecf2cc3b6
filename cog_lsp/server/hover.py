"""Hover: an input as its form field, a README heading as what belongs there, a snippet's key as its input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.playground import markdown, svg
from cog_lsp.playground.field import form_field
from cog_lsp.predictor.model import Input, Predictor, Span

if TYPE_CHECKING:
    from cog_lsp.server.session import Document, Session

METHOD = types.TEXT_DOCUMENT_HOVER
OPTIONS = None


def perform(session: Session, params: types.HoverParams) -> types.Hover | None:
    """What is under the cursor, in Markdown that reads well as plain text."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        return None
    offset = session.offset(document, params.position)
    found = session.input_at(document, offset)
    if found is not None:
        return _input(session, document, *found, offset)
    return None


def _input(session: Session, document: Document, predictor: Predictor, input: Input, offset: int) -> types.Hover:
    origin = predictor.origins[predictor.inputs.index(input)]
    span = input.span.shifted(origin)
    if not span.holds(offset) and input.call_span is not None:  # the cursor is on `Inputs.prompt = Input(...)`
        span = input.call_span.shifted(origin)
    return _hover(session, document, field_text(session, input), span)


def field_text(session: Session, input: Input) -> str:
    """The form field of an input, with a picture where the client shows one."""
    field = form_field(input)
    picture = svg.data_uri(field, session.client.theme) if session.client.shows_pictures else ""
    return markdown.hover(field, picture)


def _hover(session: Session, document: Document, text: str, span: Span) -> types.Hover:
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, text), range=session.range(document.index, span)
    )
