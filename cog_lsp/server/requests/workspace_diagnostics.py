"""Findings of every model in the workspace, for clients that pull them: file by file, with progress."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.server import diagnostics
from cog_lsp.server.document import Document
from cog_lsp.server.everywhere import checked, models
from cog_lsp.server.uris import path_of

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.server.session import Session


async def perform(session: Session, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
    """All models below all folders, as soon as there may be news. Open files are told through their own request."""
    result_ids = {previous.uri: previous.value for previous in params.previous_result_ids}
    await session.idle.news(result_ids, watched=session.client.watches_files)
    changes, is_new = session.idle.changes, False
    reports: list[Any] = []
    progress = _Progress(session, params.work_done_token)

    def tell(news: list[Any]) -> None:
        nonlocal is_new
        is_new = is_new or any(isinstance(one, types.WorkspaceFullDocumentDiagnosticReport) for one in news)
        if params.partial_result_token is not None and news:
            partial = types.WorkspaceDiagnosticReportPartialResult(news)
            session.editor.tell_progress(params.partial_result_token, partial)
        else:
            reports.extend(news)

    there: set[Path] = set()
    for files in models(session):
        progress.report(files.root.name)
        model = checked(session, files)
        there.update(path for path in model.paths if session.index_of(path) is not None)
        tell(_model(session, model, result_ids))
        await asyncio.sleep(0)  # let a keystroke pass, and a cancellation arrive
    tell(_gone(session, result_ids, there))
    progress.end()
    if not is_new:
        session.idle.settled(result_ids, changes)
    return types.WorkspaceDiagnosticReport(reports)


def _gone(session: Session, result_ids: Mapping[str, str], there: Collection[Path]) -> list[Any]:
    """Of files that are no part of a model any more, renamed or deleted ones above all: nothing, once and for all."""
    reports: list[Any] = []
    nothing = diagnostics.result_id("[]")
    closed = [uri for uri in dict.fromkeys([*result_ids, *session.known]) if uri not in session.documents]
    for uri in closed:
        session.known.pop(uri, None)
        if path_of(uri) not in there:
            is_told = result_ids.get(uri) == nothing
            reports.append(
                types.WorkspaceUnchangedDocumentDiagnosticReport(uri, nothing, None)
                if is_told
                else types.WorkspaceFullDocumentDiagnosticReport(uri, [], None, result_id=nothing)
            )
    return reports


class _Progress:
    """What the client shows while models are checked, where it gave a token for it."""

    def __init__(self, session: Session, token: types.ProgressToken | None) -> None:
        self.session = session
        self.token = token
        self._send(types.WorkDoneProgressBegin("Checking Cog models"))

    def report(self, name: str) -> None:
        """Name the model at hand."""
        self._send(types.WorkDoneProgressReport(message=name))

    def end(self) -> None:
        """All models are checked."""
        self._send(types.WorkDoneProgressEnd())

    def _send(self, value: Any) -> None:
        if self.token is not None:
            self.session.editor.tell_progress(self.token, value)


def _model(session: Session, model: Model, result_ids: dict[str, str]) -> list[Any]:
    """The reports of the files of a model that are not open, as far as the client does not know them."""
    reports: list[Any] = []
    for path in model.paths:
        uri, index = session.documents.uri_of(path), session.index_of(path)
        if index is None or uri in session.documents:
            continue
        document = Document(uri, path, 0, index.text)
        parts = model.parts(path)
        array = diagnostics.write(session.client, document, parts)
        result_id = diagnostics.result_id(array)
        if result_ids.get(uri) == result_id:
            reports.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri, result_id, None))
        elif parts or uri in result_ids:
            items = diagnostics.typed(array)
            reports.append(types.WorkspaceFullDocumentDiagnosticReport(uri, items, None, result_id=result_id))
    return reports
