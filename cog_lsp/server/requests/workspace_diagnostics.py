"""Findings of every model in the workspace, for clients that pull them: file by file, with progress."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.pace import step
from cog_lsp.server import diagnostics
from cog_lsp.server.document import Document
from cog_lsp.server.turns import in_turns
from cog_lsp.server.uris import path_of
from cog_lsp.server.wire.protocol import Json

if TYPE_CHECKING:
    from cog_lsp.project.files import ModelFiles
    from cog_lsp.server.session import Session

PARTIAL = f'{{"jsonrpc":"2.0","method":"{types.PROGRESS}","params":{{"token":%s,"value":{{"items":[%s]}}}}}}'


async def perform(session: Session, params: types.WorkspaceDiagnosticParams) -> Json:
    """All models below all folders, as soon as there may be news. Open files are told through their own request."""
    result_ids = {previous.uri: previous.value for previous in params.previous_result_ids}
    if not await session.idle.news(result_ids, watched=session.client.watches_files):
        session.files_changed((), are_others=True)
    changes = session.idle.changes
    answer = _Answer(session, params, result_ids)
    progress = _Progress(session, params.work_done_token)
    try:
        await in_turns(lambda: answer.collect(progress))
    finally:
        progress.end()
    if not answer.is_new:
        session.idle.settled(result_ids, changes)
    return Json(f'{{"items":[{",".join(answer.reports)}]}}')


class _Answer:
    """The reports of closed files, and whether any tells something new."""

    def __init__(
        self, session: Session, params: types.WorkspaceDiagnosticParams, result_ids: Mapping[str, str]
    ) -> None:
        self.session = session
        self.result_ids = result_ids
        self.token = params.partial_result_token
        self.is_new = False
        self.reports: list[str] = []
        """Those that are not told yet, as JSON."""

    def collect(self, progress: _Progress) -> None:
        """Look into every model; tell the client of each at once where it takes an answer in parts."""
        there: set[Path] = set()
        for files in self.session.everywhere.models():
            progress.report(files.root.name)
            there.update(self._of_model(files))
            self._send()
        self._of_files_gone(there)
        self._send()

    def _of_model(self, files: ModelFiles) -> Collection[Path]:
        """The reports of a model's closed files; all its files."""
        arrays = self.session.everywhere.findings(files, self._check)
        for path, array in arrays.items():
            uri = self.session.documents.uri_of(path)
            if uri not in self.session.documents and (array != "[]" or uri in self.result_ids):
                self._report(uri, array)
        return arrays.keys()

    def _check(self, files: ModelFiles) -> dict[Path, str]:
        """The diagnostics of each file of a model that can be read."""
        model = self.session.model(files)
        arrays: dict[Path, str] = {}
        for path in model.paths:
            text = self.session.workspace.read(path)
            if text is not None:
                document = Document(self.session.documents.uri_of(path), path, 0, text)
                arrays[path] = diagnostics.write(self.session.client, document, model.parts(path))
                step()
        return arrays

    def _of_files_gone(self, there: Collection[Path]) -> None:
        """Of files that are no part of a model any more, renamed or deleted ones above all: nothing, once and for
        all."""
        closed = [
            uri
            for uri in dict.fromkeys([*self.result_ids, *self.session.told.known])
            if uri not in self.session.documents
        ]
        for uri in closed:
            step()
            self.session.told.known.pop(uri, None)
            if path_of(uri) not in there:
                self._report(uri, "[]")

    def _report(self, uri: str, array: str) -> None:
        """The report of a file: its diagnostics, where the client knows others."""
        name = diagnostics.result_id(array)
        head = f'"uri":{json.dumps(uri)},"version":null,"resultId":"{name}"'
        if self.result_ids.get(uri) == name:
            self.reports.append(f'{{"kind":"unchanged",{head}}}')
        else:
            self.is_new = True
            self.reports.append(f'{{"kind":"full",{head},"items":{array}}}')

    def _send(self) -> None:
        """Send what there is, where the client takes an answer in parts."""
        if self.token is not None and self.reports:
            self.session.editor.publish(PARTIAL % (json.dumps(self.token), ",".join(self.reports)))
            self.reports = []


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
        """All models are checked, or nobody waits for it any more."""
        self._send(types.WorkDoneProgressEnd())

    def _send(self, value: Any) -> None:
        if self.token is not None:
            self.session.editor.tell_progress(self.token, value)
