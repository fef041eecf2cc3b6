"""The open documents of a session, by URI and by path."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pygls.uris import from_fs_path

from cog_lsp.server.document import Document


class Documents:
    """The open documents.

    A file may be open under two spellings of its URI: the one that was opened last counts for its path.
    """

    def __init__(self) -> None:
        self._by_uri: dict[str, Document] = {}
        self._by_path: dict[Path, Document] = {}

    def __len__(self) -> int:
        return len(self._by_uri)

    def __iter__(self) -> Iterator[Document]:
        """All of them, as of now: what is told of one may open or close another."""
        return iter(list(self._by_uri.values()))

    def __contains__(self, uri: object) -> bool:
        return uri in self._by_uri

    @property
    def paths(self) -> Collection[Path]:
        """The paths of all of them."""
        return self._by_path.keys()

    def get(self, uri: str) -> Document | None:
        """The one of a URI."""
        return self._by_uri.get(uri)

    def at(self, path: Path) -> Document | None:
        """The one that counts for a path."""
        return self._by_path.get(path)

    def add(self, document: Document) -> None:
        """One was opened."""
        self._by_uri[document.uri] = self._by_path[document.path] = document

    def remove(self, uri: str) -> Document | None:
        """One was closed. Where the file is open under another spelling, that one counts from now on."""
        document = self._by_uri.pop(uri, None)
        if document is None:
            return None
        twin = next((other for other in self._by_uri.values() if other.path == document.path), None)
        if twin is not None:
            self._by_path[twin.path] = twin
        else:
            self._by_path.pop(document.path, None)
        return document

    def uri_of(self, path: Path) -> str:
        """The URI of a file, open or not: the client's own spelling where it has the file open."""
        document = self.at(path)
        return document.uri if document is not None else str(from_fs_path(str(path)))

    def version_of(self, path: Path) -> int | None:
        """The version of a file that is open."""
        document = self.at(path)
        return document.version if document is not None else None
