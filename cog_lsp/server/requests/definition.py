"""Go to definition: from cog.yaml to the class, from a snippet's key in the README and from the code to the parameter,
and from the parameter to where the code uses it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.server.requests.mentions import input_named_at
from cog_lsp.server.requests.uses import input_used_at, uses
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.server.session import Session


def perform(session: Session, params: types.DefinitionParams) -> list[types.Location] | None:
    """Where what is under the cursor is defined."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        return None
    offset = session.offset(document, params.position)
    if document.path == model.files.cog_yaml:
        return _from_cog_yaml(session, model, offset)
    name = input_used_at(model, document, offset)
    if name is None:
        name_and_span = input_named_at(model, document.path, document.text, offset)
        return None if name_and_span is None else locations(session, definitions(model, name_and_span[0]))
    parameters = definitions(model, name)
    if any(path == document.path and span.holds(offset) for path, span in parameters):
        return locations(session, uses(session, model, name) or parameters)
    return locations(session, parameters)


def _from_cog_yaml(session: Session, model: Model, offset: int) -> list[types.Location] | None:
    for entry in model.files.predictors:
        if entry.reference is not None and entry.reference.span.holds(offset):
            predictors = [p for p in model.predictors.get(entry.path, ()) if p.name == entry.name]
            if predictors and not predictors[0].path:
                return [location(session, entry.path, predictors[0].name_span)]
            return [location(session, entry.path, Span(0, 0))] if session.index_of(entry.path) is not None else None
    return None


def definitions(model: Model, name: str) -> list[tuple[Path, Span]]:
    """Where the parameter of that name stands, in each predictor that has it."""
    return [
        (path, input.name_span.shifted(origin))
        for path, predictor in model.signatures()
        for origin, input in predictor.placed()
        if input.name == name
    ]


def locations(session: Session, places: Iterable[tuple[Path, Span]]) -> list[types.Location]:
    """Places in files, as the client counts."""
    return [location(session, path, span) for path, span in places]


def location(session: Session, path: Path, span: Span) -> types.Location:
    """A place in a file, as the client counts."""
    index = session.index_of(path)
    assert index is not None
    return types.Location(session.documents.uri_of(path), session.range(index, span))
