"""The yardstick: a bare pygls server that publishes an empty list for every change and knows nothing else."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("null", "1", text_document_sync_kind=types.TextDocumentSyncKind.Full)


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(ls: LanguageServer, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, [], document.version))


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(ls: LanguageServer, params: types.DidChangeTextDocumentParams) -> None:
    document = params.text_document
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, [], document.version))


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(_: LanguageServer, params: types.HoverParams) -> None:
    del params


@server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
def code_action(_: LanguageServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    del params
    return []


if __name__ == "__main__":
    server.start_io()
