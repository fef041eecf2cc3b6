"""A file that predictors are read from: its tree, its names, and the other files that it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from cog_lsp.predictor.memory import Key, Memory
from cog_lsp.predictor.model import Read
from cog_lsp.predictor.reading.modules import ModelLoader, imports_of
from cog_lsp.predictor.reading.scope import Scope
from cog_lsp.predictor.reading.surroundings import build_scope
from cog_lsp.predictor.syntax.imports import Imports
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.structure import Structure, read_structure
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.predictor.broken.repair import Repaired

Token = object
"""Stands for the surroundings of the inputs: the same object as long as their texts stay the same."""


class ImportsKey(Key[Imports], frozen=True):
    """The texts of the import statements."""

    texts: tuple[str, ...]


class TokenKey(Key[Token], frozen=True):
    """The texts of everything that an input can depend on."""

    texts: tuple[str, ...]


class ScopeKey(Key[Scope], frozen=True):
    """The surroundings."""

    token: Token


class File:
    """A file as it is now, and what was read of the text before."""

    def __init__(
        self,
        text: str,
        piece: Piece,
        memory: Memory,
        previous: File | None = None,
        repaired: Repaired | None = None,
    ) -> None:
        self.text = text
        self.piece = piece
        """What is read: the text, or its repaired form where it has errors."""
        self.repaired = repaired
        """The repaired form, where that is what is read."""
        self.broken = {} if repaired is None else dict(repaired.broken)
        """Parameters of which only a part is read: where they start and end."""
        self.memory = memory
        self.others: dict[str, File] = {} if previous is None else previous.others
        """Other files by path, kept from text to text."""
        self.read: Read | None = None
        self.path = ""
        self.consulted: dict[str, str | None] = {}
        """The other files that were asked for, with their texts."""
        self._structure: Structure | None = None
        self._imports: Imports | None = None
        self._scope: Scope | None = None
        self._wide: Scope | None = None
        self._token: Token | None = None

    @property
    def structure(self) -> Structure:
        """The statements of the file."""
        if self._structure is None:
            self._structure = read_structure(self.piece)
        return self._structure

    @property
    def imports(self) -> Imports:
        """The names that imports bind."""
        if self._imports is None:
            key = ImportsKey(tuple(self.piece.of(node) for node in self.structure.imports))
            imports = self.memory.get(key)
            self._imports = self.memory.keep(key, imports_of(self.structure) if imports is None else imports)
        return self._imports

    @property
    def scope(self) -> Scope:
        """The names of the file: those of the text before, as long as no place in it matters."""
        if self._scope is None:
            key = ScopeKey(self.token)
            self._scope = self.memory.get(key) or build_scope(self.structure, self.imports)
            if not self._scope.shared:
                self.memory.keep(key, self._scope)
        return self._scope

    @property
    def token(self) -> Token:
        """See `Token`."""
        if self._token is None:
            key = TokenKey(self.structure.texts)
            self._token = self.memory.keep(key, self.memory.get(key) or object())
        return self._token

    def widened(self) -> Scope | None:
        """The names of the file with the models that other files give it; None where none can be read."""
        if self.read is None:
            return None
        if self._wide is None:
            summary = ModelLoader(self._load).collect(self.structure, self.path)
            self._wide = replace(self.scope, models=summary.models, typed_dicts=frozenset(summary.typed_dicts))
        return self._wide

    def other(self, path: str) -> File | None:
        """Another file of the model."""
        text = None if self.read is None else self.read(path)
        self.consulted[path] = text
        if text is None:
            self.others.pop(path, None)
            return None
        file = self.others.get(path)
        if file is None or file.text != text:
            piece = self.piece.like(text)
            file = self.others[path] = File(text, piece, Memory(), self)
            if piece.root.has_error:
                file = self.repaired_file(path, text)
        file.read, file.path, file.consulted = self.read, path, self.consulted
        file._wide = None
        return file

    def repaired_file(self, path: str, text: str) -> File:
        """Another file of the model, in its repaired form."""
        from cog_lsp.predictor.broken.repair import PADDING, repair  # most code is whole

        repaired = repair(text + PADDING, Memory())
        file = self.others[path] = File(text, self.piece.like(repaired.text), Memory(), self, repaired)
        return file

    def _load(self, path: str) -> Structure | None:
        other = self.other(path)
        return None if other is None else other.structure

    def inside(self, span: Span) -> Span:
        """A span without what was added to close a broken signature."""
        return Span(min(span.start, len(self.text)), min(span.end, len(self.text)))
