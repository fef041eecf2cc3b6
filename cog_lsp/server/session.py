"""The state of one session: open documents, the models that they belong to, and what was told to the client.

Handlers take a `Session` and typed parameters; everything they need to know about texts, models and positions is here.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types

from cog_lsp.check.checker import Checker
from cog_lsp.check.judge import of_settings
from cog_lsp.check.model import Model
from cog_lsp.pace import pausing
from cog_lsp.project.disk import Changes, Question, largest
from cog_lsp.project.files import ModelFiles
from cog_lsp.project.ignore import excluding
from cog_lsp.project.published import remembered_version
from cog_lsp.project.remembered import Remembered
from cog_lsp.project.workspace import Workspace
from cog_lsp.rules import OPTIONS
from cog_lsp.server import diagnostics
from cog_lsp.server.client import Client
from cog_lsp.server.document import Document
from cog_lsp.server.documents import Documents
from cog_lsp.server.editor import Editor
from cog_lsp.server.everywhere import Everywhere
from cog_lsp.server.facts import Facts
from cog_lsp.server.faults import Faults
from cog_lsp.server.idle import Idle
from cog_lsp.server.renames import Renames
from cog_lsp.server.settings import EditorSettings
from cog_lsp.server.told import Told
from cog_lsp.server.uris import path_of
from cog_lsp.settings.read import combine
from cog_lsp.settings.record import SETTINGS_FILES, Settings, SettingsFile
from cog_lsp.text import LineIndex, Span, clean

logger = logging.getLogger(__name__)


class Session:
    """What one client has open, and what it was told."""

    def __init__(self, client: Client, editor: Editor, settings: EditorSettings, roots: Iterable[Path]) -> None:
        self.client = client
        self.theme = client.theme
        """`light` or `dark`: the editor's own may change while a session lasts."""
        self.editor = editor
        self.settings = settings
        self.workspace = Workspace(roots, readme=lambda folder: self.settings_of(folder).readme)
        self.faults = Faults(self._rested)
        self.facts = Facts(self._rested)
        self.checker = Checker(
            self.workspace,
            lambda files: self.settings_of(files.root),
            self.faults.of,
            self.facts.of,
            remembered_version,
        )
        self.renames = Renames()
        self.idle = Idle()
        self.everywhere = Everywhere(self.workspace, self.settings_of)
        self.on_refresh: list[Callable[[], None]] = [self.idle.changed]
        """Called whenever a finding may have changed."""
        self.documents = Documents()
        self._settings: Remembered[Settings] = Remembered(self.workspace)
        """By the folder of a model."""
        self._models: Remembered[Model] = Remembered(self.workspace)
        """The models of the open files as of their last check, by the file that stands for each."""
        self._written: Remembered[str] = Remembered(self.workspace)
        """The diagnostics of the open files."""
        self._tasks: set[asyncio.Future[None]] = set()
        self._has_checked = False
        self.told = Told(client, editor, self.diagnostics, lambda document: self.model_at(document) is not None)

    # Documents

    def open(self, item: types.TextDocumentItem) -> None:
        """A document was opened: take its text."""
        document = Document(item.uri, path_of(item.uri, item.language_id), item.version, clean(item.text))
        self.documents.add(document)
        self._written.drop(document.path)
        # Not every client can watch files: settings and models may have changed on the disk. A text that was never
        # saved, which other files depend on, may have come back.
        changes = self.workspace.look_near(document.path) | self.workspace.open(document.path, document.text)
        self._changed(changes, document)
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
        self._changed(self.workspace.change(document.path, document.text), document)

    def close(self, uri: str) -> None:
        """A document was closed: its findings are cleared, and what is on the disk counts again."""
        document = self.documents.remove(uri)
        if document is None:
            logger.warning("A document that is not open was closed")
            return
        model = self._files(document.path)
        changes = self.workspace.look_near(document.path)
        twin = self.documents.at(document.path)
        if twin is not None:
            changes |= self.workspace.open(twin.path, twin.text)
        else:
            changes |= self.workspace.close(document.path)
            self.faults.forget(document.path)
            self.facts.forget(document.path)
        self._written.drop(document.path)
        self.told.clear(uri)
        if model is not None and not self.is_open(model):
            self._models.drop(model.key)
            self.release(model)
        self._changed(changes)

    def is_open(self, files: ModelFiles) -> bool:
        """Whether a file of a model is open."""
        return any(path in self.documents.paths for path in files.paths)

    def release(self, files: ModelFiles) -> None:
        """Keep nothing of a model between two checks: no file of it is open."""
        self.checker.forget(files)
        for path in files.paths:
            self.facts.drop(path)
            self.faults.drop(path)

    def _rested(self, path: Path) -> None:
        """Nobody has typed into a file for a while: what keeps Python from reading it is told now, and what its code
        does with the inputs."""
        self._changed(frozenset([("text", path)]))

    def saved(self, path: Path) -> None:
        """A file was saved. Not every client can watch the others: look at the disk again."""
        self.files_changed([path])
        document = self.documents.at(path)
        if document is not None:
            self.renames.note(self.model_at(document))

    def files_changed(self, paths: Collection[Path], *, are_others: bool = False) -> None:
        """Some files changed on the disk, and others may have; `are_others`: some came or went."""
        changes: set[Question] = set()
        for path in paths:
            self.renames.settle(path)
            if self.faults.forget(path) | self.facts.forget(path):
                changes.add(("text", path))
        concerned = [*paths, *(path.parent for path in paths)] if are_others else paths
        if are_others:
            self.everywhere.walk_again()
        self._changed(self.workspace.look_again(told=concerned) | changes)

    def start_over(self) -> None:
        """The settings or the folders changed: look at everything anew."""
        self.workspace.forget()
        self.everywhere.forget()
        for table in (self._settings, self._models, self._written):
            table.clear()
        self.renames.settle()
        self.faults.forget()
        self.facts.forget()
        self._changed(frozenset())
        self.told.tell(self.documents)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine beside the requests; it is kept until it is done, as asyncio asks."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _changed(self, changes: Changes, document: Document | None = None) -> None:
        """Some answers about files may be others now: tell what this means for the open documents, and all of
        `document`, which was opened or changed."""
        others = self._forget(changes)
        for call in self.on_refresh:
            call()
        if document is not None and not self.client.pulls_diagnostics:
            self.told.publish(document, always=True)
        self.told.tell(other for other in others if other is not document)

    def _forget(self, changes: Changes) -> list[Document]:
        """Forget what depends on answers that may be others now; the open documents whose findings did."""
        for table in (self._settings, self._models):
            table.forget(changes)
        self.everywhere.changed(changes)
        documents = map(self.documents.at, self._written.forget(changes))
        return [document for document in documents if document is not None]

    # Models

    def settings_of(self, folder: Path) -> Settings:
        """The settings of the model in a folder."""
        workspace = self.workspace
        return self._settings.of(folder, lambda _: self.settings.of(folder, workspace.settings_files, workspace.read))

    def document(self, uri: str) -> Document | None:
        """The open document of that URI."""
        return self.documents.get(uri)

    def model_at(self, document: Document) -> Model | None:
        """The model that a document belongs to, checked as it is now."""
        files = self._files(document.path)
        if files is None:
            return None
        model = self.model(files)
        return model if document.path in model.paths else None

    def model(self, files: ModelFiles) -> Model:
        """A model, checked as it is now. Nothing of it is kept where none of its files is open."""
        if not self.is_open(files):
            model = self._check(files)
            self.release(files)
            return model
        last = self._models.get(files.key)
        if last is not None and last.files is not files:
            self._models.drop(files.key)
        with pausing(None):  # the next change of a document continues what is read here
            return self._models.of(files.key, lambda _: self._check(files))

    def _check(self, files: ModelFiles) -> Model:
        model = self.checker.check(files)
        if not self._has_checked:
            # The modules, patterns and tables that it brought stay: no question waits while Python goes through them.
            self._has_checked = True
            gc.freeze()
        self.workspace.note(files.asked)  # what is kept from one check to the next was asked then
        if self.is_open(files):
            self.renames.note(model)
        return model

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
        return self._written.of(document.path, lambda _: self._write(document))

    def _write(self, document: Document) -> str:
        self.workspace.note([("text", document.path)])
        if document.path.name in SETTINGS_FILES:
            file = combine([SettingsFile(document.path, document.text)], OPTIONS, read=self.workspace.read).files[0]
            findings = of_settings(file.problems, Settings())
            return f"[{diagnostics.items(self.client, document, findings)}]"
        model = self.model_at(document)
        return diagnostics.write(self.client, document, model.parts(document.path) if model is not None else ())

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
