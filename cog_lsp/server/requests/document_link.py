"""Links in cog.yaml: from `run: "run.py:Runner"` to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.server.session import Session


def perform(session: Session, params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
    """One link for each reference whose file is there."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None or document.path != model.files.cog_yaml:
        return None
    return [
        types.DocumentLink(
            session.range(document.index, Span(reference.span.start, reference.span.start + len(reference.file))),
            target=session.documents.uri_of(entry.path),
            tooltip=f"Open {reference.file}" if session.client.tooltips else None,
        )
        for entry in model.files.predictors
        if (reference := entry.reference) is not None and session.index_of(entry.path) is not None
    ]
