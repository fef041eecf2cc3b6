"""What the session needs of the other side: a small part of what an editor can be told and asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from lsprotocol import types


class Editor(Protocol):
    """The editor that the session serves; the language server stands for it."""

    def publish(self, message: str) -> None:
        """Send a whole notification that is JSON already."""

    def refresh_diagnostics(self) -> None:
        """Ask to pull all diagnostics again."""

    def watch_files(self, patterns: Sequence[str]) -> None:
        """Ask to be told of changes of the files that fit these patterns."""

    async def configuration(self, section: str) -> Any:
        """What the editor sets in a section of its settings; None where it does not answer."""

    def say(self, message: str) -> None:
        """Show a short message."""

    def show(self, params: types.ShowDocumentParams) -> None:
        """Show a document or a web page."""

    def apply(self, edit: types.WorkspaceEdit, label: str) -> None:
        """Apply an edit; `label` names it in the list of what can be undone."""

    def tell_progress(self, token: types.ProgressToken, value: Any) -> None:
        """Tell how far work is that the editor gave a token for."""
