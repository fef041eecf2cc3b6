"""What the client knows of documents, and how it is told the rest: pushed, or asked to pull."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cog_lsp.server import diagnostics
from cog_lsp.server.client import Client
from cog_lsp.server.document import Document
from cog_lsp.server.editor import Editor


class Told:
    """What the client was told last."""

    def __init__(
        self,
        client: Client,
        editor: Editor,
        array_of: Callable[[Document], str],
        is_of_model: Callable[[Document], bool],
    ) -> None:
        self._client = client
        self._editor = editor
        self._array_of = array_of
        """The diagnostics of a document as they are now, as JSON."""
        self._is_of_model = is_of_model
        self.known: dict[str, tuple[int, str]] = {}
        """Versions and diagnostics by URI. One that pulls shows those of closed files until it is told otherwise."""

    def note(self, document: Document, array: str) -> None:
        """The client knows this of a document."""
        self.known[document.uri] = (document.version, array)

    def tell(self, documents: Iterable[Document]) -> None:
        """Tell the client the findings of some documents, as far as they are others than it knows."""
        if not self._client.pulls_diagnostics:
            for document in documents:
                self.publish(document)
        elif any(one.uri in self.known and self.known[one.uri][1] != self._array_of(one) for one in documents):
            self.ask_for_pull()

    def ask_for_pull(self) -> None:
        """Ask a client that pulls diagnostics to pull again, where it can be asked."""
        if self._client.refreshes_diagnostics:
            self._editor.refresh_diagnostics()

    def publish(self, document: Document, always: bool = False) -> None:
        """Push the findings of a document, where the client does not know them or should be told `always`."""
        array = self._array_of(document)
        last = self.known.get(document.uri)
        if not always and last is not None and last == (document.version, array):
            return
        if last is None and array == "[]" and not self._is_of_model(document):
            return  # a file that is no part of a model costs nothing, not even an empty message
        self.note(document, array)
        self._editor.publish(diagnostics.notification(document, array))

    def clear(self, uri: str) -> None:
        """A document was closed. A client that pulls asks about the workspace what becomes of its findings."""
        if not self._client.pulls_diagnostics and self.known.pop(uri, None) is not None:
            self._editor.publish(diagnostics.cleared(uri))
