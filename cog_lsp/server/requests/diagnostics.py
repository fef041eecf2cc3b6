"""`textDocument/diagnostic`: the findings of a document, for clients that pull them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.server.diagnostics import result_id
from cog_lsp.server.wire.protocol import Json

if TYPE_CHECKING:
    from cog_lsp.server.session import Session


def perform(session: Session, params: types.DocumentDiagnosticParams) -> Json:
    """Answer a pull. The result id names a version and its findings, so that an unchanged document costs no list."""
    document = session.document(params.text_document.uri)
    if document is None:
        return Json('{"kind":"full","items":[]}')
    array = session.diagnostics(document)
    session.told.note(document, array)
    name = result_id(array)
    if params.previous_result_id == name:
        return Json(f'{{"kind":"unchanged","resultId":"{name}"}}')
    return Json(f'{{"kind":"full","resultId":"{name}","items":{array}}}')
