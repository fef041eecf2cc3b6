"""The state of one session: open documents, the models that they belong to, and what was told to the client.

Handlers take a `Session` and typed parameters; everything they need to know about texts, models and positions is here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types

from cog_lsp.check.checker import Checker
from cog_lsp.check.judge import of_settings
from cog_lsp.check.model import Model
from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.project.disk import largest
from cog_lsp.project.files import ModelFiles
from cog_lsp.project.ignore import excluding
from cog_lsp.project.workspace import Workspace
from cog_lsp.rules import OPTIONS
from cog_lsp.server import diagnostics
from cog_lsp.server.client import Client
from cog_lsp.server.document import Document
from cog_lsp.server.documents import Documents
from cog_lsp.server.editor import Editor
from cog_lsp.server.facts import Facts
from cog_lsp.server.faults import Faults
from cog_lsp.server.idle import Idle
from cog_lsp.server.renames import Renames
from cog_lsp.server.settings import EditorSettings
from cog_lsp.server.uris import path_of
from cog_lsp.settings.read import combine
from cog_lsp.settings.record import SETTINGS_FILES, Settings, SettingsFile
from cog_lsp.text import LineIndex, Span, clean

logger = logging.getLogger(__name__)


class Session:
    """What one client has open, and what it was told."""

    def __init__(self, client: Client, editor: Editor, settings: EditorSettings, roots: Iterable[Path]) -> None:
        self.client = client
        self.editor = editor
        self.settings = settings
        self.workspace = Workspace(roots, readme=lambda folder: self.settings_of(folder).readme)
        self.faults = Faults(self._rested)
        self.facts = Facts(self._rested)
        self.checker = Checker(
            self.workspace, lambda files: self.settings_of(files.root), self.faults.of, self.facts.of
        )
        self.renames = Renames()
        self.idle = Idle()
        self.on_refresh: list[Callable[[], None]] = [self.idle.changed]
        """Called whenever a finding may have changed."""
        self.documents = Documents()
        self._models: dict[Path, Model | None] = {}
        """The model of each open file, as of its last check; emptied by whatever may change it."""
        self._tasks: set[asyncio.Future[None]] = set()
        self.known: dict[str, tuple[int, str]] = {}
        """What the client knows of documents. One that pulls shows those of closed files until it is told otherwise."""

    # Documents

    def open(self, item: types.TextDocumentItem) -> None:
        """A document was opened: take its text and look for its model anew."""
        document = Document(item.uri, path_of(item.uri, item.language_id), item.version, clean(item.text))
        is_as_before = self.workspace.read(document.path) == document.text
        self.documents.add(document)
        self.workspace.open(document.path, document.text)
        # Not every client can watch files: settings and models may have changed on the disk.
        self.workspace.forget()
        self.settings.forget()
        self._changed(document)
        if not is_as_before:  # an editor may bring back a text that was never saved, which other files depend on
            self.refresh()
        if len(document.text) > largest(document.path) and self._files(document.path) is not None:
            self.editor.say(f"{document.path.name} is not read: it has more than {largest(document.path) // 1024} KB.")

    def change(self, uri: str, version: int, change: Mapping[str, Any]) -> None:
        """A document was changed; `change` is the last one of the message as it came. The whole text comes each time;
        older versions and ranged changes are ignored."""
        document, text = self.documents.get(uri), change.get("text")
        if document is None or not isinstance(text, str) or "range" in change:
            logger.error("A change of a document that is not open, or of a part of one, was ignored")
            return
        if version < document.version:
            logger.warning("A change to an older version was ignored")
            return
        before = document.text
        document.version = version
        document.text = clean(text)
        if self.faults.changed(document.path, before, document.text):
            self.later(self.faults.rest(document.path))
        if self.facts.changed(document.path):
            self.later(self.facts.rest(document.path))
        document.index = LineIndex(document.text)
        self.workspace.change(document.path, document.text)
        self._changed(document)
        if document.path.name in SETTINGS_FILES:  # they say which files make a model, too
            self.settings.forget()
            self.workspace.forget()
            self.refresh()

    def close(self, uri: str) -> None:
        """A document was closed: its findings are cleared, and what is on the disk counts again."""
        document = self.documents.remove(uri)
        if document is None:
            logger.warning("A document that is not open was closed")
            return
        model = self._files(document.path)
        twin = self.documents.at(document.path)
        if twin is not None:
            self.workspace.open(twin.path, twin.text)
        else:
            self.workspace.close(document.path)
            self.faults.forget(document.path)
            self.facts.forget(document.path)
        self._models.clear()
        self.settings.forget()
        if not self.client.pulls_diagnostics and self.known.pop(uri, None) is not None:
            self.editor.publish(diagnostics.cleared(uri))
        if model is not None and not any(path in self.documents.paths for path in model.paths):
            self.checker.forget(model)
        self.refresh()

    def _rested(self, path: Path) -> None:
        """Nobody has typed into a file for a while: what keeps Python from reading it is told now, and what its code
        does with the inputs."""
        document = self.documents.at(path)
        if document is None:
            return
        self._models.clear()
        concerned = [document, *self._siblings(document, None)]
        if not self.client.pulls_diagnostics:
            for one in concerned:
                self._publish(one)
        elif any(self.known.get(one.uri, (0, ""))[1] != self.diagnostics(one) for one in concerned):
            self.ask_for_pull()

    def files_changed(self) -> None:
        """Files came, went or changed on the disk, or the settings did: look at everything anew."""
        self.workspace.forget()
        self.settings.forget()
        self.renames.settle()
        self.faults.forget()
        self.facts.forget()
        self.refresh()

    def _call_refreshed(self) -> None:
        for call in self.on_refresh:
            call()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine beside the requests; it is kept until it is done, as asyncio asks."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def refresh(self) -> None:
        """Check the models of all open documents again and tell the client what changed."""
        self._models.clear()
        self._call_refreshed()
        if self.client.pulls_diagnostics:
            self.ask_for_pull()
        else:
            for document in self.documents:
                self._publish(document)

    def _changed(self, document: Document) -> None:
        """Tell what a change of a document means for it and for the others of its model."""
        before = self._models.get(document.path)
        self._models.clear()
        self._call_refreshed()
        if self.client.pulls_diagnostics:
            others = self._siblings(document, before) if len(self.documents) > 1 else ()
            if any(other.uri in self.known and self.known[other.uri][1] != self.diagnostics(other) for other in others):
                self.ask_for_pull()
            return
        self._publish(document, always=True)
        for other in self._siblings(document, before):
            self._publish(other)

    def _siblings(self, document: Document, before: Model | None) -> Iterator[Document]:
        """The other open documents of the same model, and of the one it was before: a class that does not inherit any
        more leaves the file of its parent behind."""
        now = self.model_at(document)
        paths = [path for model in (now, before) if model is not None for path in model.paths]
        for path in dict.fromkeys(paths):
            other = self.documents.at(path)
            if other is not None and other is not document:
                yield other

    def ask_for_pull(self) -> None:
        """Ask a client that pulls diagnostics to pull again, where it can be asked."""
        if self.client.refreshes_diagnostics:
            self.editor.refresh_diagnostics()

    def _publish(self, document: Document, always: bool = False) -> None:
        array = self.diagnostics(document)
        last = self.known.get(document.uri)
        if not always and last is not None and last == (document.version, array):
            return
        if last is None and array == "[]" and self.model_at(document) is None:
            return  # a file that is no part of a model costs nothing, not even an empty message
        self.told(document, array)
        self.editor.publish(diagnostics.notification(document, array))

    def told(self, document: Document, array: str) -> None:
        """Remember what the client knows of a document."""
        self.known[document.uri] = (document.version, array)

    # Models

    def settings_of(self, folder: Path) -> Settings:
        """The settings of the model in a folder."""
        return self.settings.of(folder, self.workspace.settings_files, self.workspace.read)

    def document(self, uri: str) -> Document | None:
        """The open document of that URI."""
        return self.documents.get(uri)

    def model_at(self, document: Document) -> Model | None:
        """The model that a document belongs to, checked as it is now."""
        if document.path not in self._models:
            files = self._files(document.path)
            model = self.checker.check(files) if files is not None else None
            self.renames.note(model)
            for path in model.paths if model is not None else ():
                # A README may lie beside two models: it counts for one of them, whichever was checked first.
                if path in self.documents.paths and self._files(path) is files:
                    self._models[path] = model
            self._models.setdefault(document.path, None)
        return self._models[document.path]

    def _files(self, path: Path) -> ModelFiles | None:
        """The model that a file belongs to, the `ignore` setting left aside.

        A signature may be inherited from a file that cog.yaml does not name.
        """
        files = self.workspace.model_of(path) or (self.workspace.model_above(path) if path.suffix == ".py" else None)
        if files is None or excluding(self.settings_of(files.root), (files.root, *self.workspace.roots))(path):
            return None
        return files

    def diagnostics(self, document: Document) -> str:
        """The diagnostics of a document, as JSON."""
        if document.path.name in SETTINGS_FILES:
            file = combine([SettingsFile(document.path, document.text)], OPTIONS, read=self.workspace.read).files[0]
            findings = of_settings(file.problems, Settings())
            return f"[{diagnostics.items(self.client, document, findings)}]"
        model = self.model_at(document)
        return diagnostics.write(self.client, document, model.parts(document.path) if model is not None else ())

    def input_at(self, document: Document, offset: int) -> tuple[Predictor, Input] | None:
        """The input under a cursor in a predictor file."""
        model = self.model_at(document)
        for predictor in model.predictors_in(document.path) if model is not None else ():
            input = predictor.input_at(offset)
            if input is not None:
                return predictor, input
        return None

    # Positions

    def offset(self, document: Document, position: types.Position) -> int:
        """The offset of a position that the client sent."""
        return document.index.offset(position.line, position.character, self.client.encoding)

    def range(self, index: LineIndex, span: Span) -> types.Range:
        """A span as the client counts."""
        ((line, column, last_line, last_column),) = index.ranges([span], self.client.encoding)
        return types.Range(types.Position(line, column), types.Position(last_line, last_column))

    def index_of(self, path: Path) -> LineIndex | None:
        """The line index of a file, open or not."""
        document = self.documents.at(path)
        if document is not None:
            return document.index
        text = self.workspace.read(path)
        return None if text is None else LineIndex(text)
