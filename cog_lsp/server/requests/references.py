"""References: where the README and the other files of a model name an input, where the code uses it, and where cog.yaml
names the predictor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.server.requests.definition import definitions, locations
from cog_lsp.server.requests.mentions import input_named_at, mentions
from cog_lsp.server.requests.uses import input_used_at, uses
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.server.document import Document
    from cog_lsp.server.session import Session


def perform(session: Session, params: types.ReferenceParams) -> list[types.Location] | None:
    """The places that name what is under the cursor."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        return None
    offset = session.offset(document, params.position)
    places = _of_predictor(model, document, offset)
    if places is None:
        name_and_span = input_named_at(model, document.path, document.text, offset)
        name = name_and_span[0] if name_and_span is not None else input_used_at(model, document, offset)
        if name is None:
            return None
        texts = {path: session.workspace.read(path) or "" for path in model.files.safe_push}
        places = uses(session, model, name) + mentions(model, name, texts)
        if params.context.include_declaration:
            places = definitions(model, name) + places
    return locations(session, places)


def _of_predictor(model: Model, document: Document, offset: int) -> list[tuple[Path, Span]] | None:
    """Where cog.yaml names the class or function under the cursor."""
    here = model.predictors_in(document.path)
    if model.files.cog_yaml is None or not any(predictor.name_span.holds(offset) for predictor in here):
        return None
    return [
        (model.files.cog_yaml, entry.reference.span)
        for entry in model.files.predictors
        if entry.path == document.path and entry.reference is not None
    ]
