"""Edits as the client takes them: with versions and new files where it knows such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lsprotocol import types

from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.server.session import Session


class SpanEdit(Protocol):
    """The characters of `span` become `text`."""

    @property
    def span(self) -> Span:
        """In the text of the file as it is now."""

    @property
    def text(self) -> str:
        """What stands there then."""


def workspace_edit(
    session: Session,
    changes: Mapping[Path, Sequence[SpanEdit]],
    new: Mapping[Path, str] | None = None,
    confirmed: str | None = None,
) -> types.WorkspaceEdit | None:
    """Edits by file as the client takes them; None where it cannot create a file.

    `new` are files to create with their text. `confirmed` names a change that is shown before it is made, where the
    client has such a preview.
    """
    edits: dict[str, list[types.TextEdit]] = {}
    for path, group in changes.items():
        index = session.index_of(path)
        if index is not None:
            edits[session.documents.uri_of(path)] = [
                types.TextEdit(session.range(index, e.span), e.text) for e in group
            ]
    if new and not (session.client.versioned_edits and session.client.creates_files):
        return None
    if not session.client.versioned_edits:
        return types.WorkspaceEdit(changes=edits)
    operations: list[Any] = []
    for path, text in (new or {}).items():
        uri = session.documents.uri_of(path)
        start = types.Position(0, 0)
        operations.append(types.CreateFile(uri, options=types.CreateFileOptions(ignore_if_exists=True)))
        operations.append(
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri),
                [types.TextEdit(types.Range(start, start), text)],
            )
        )
    for path in changes:
        uri = session.documents.uri_of(path)
        if uri in edits:
            identifier = types.OptionalVersionedTextDocumentIdentifier(uri, session.documents.version_of(path))
            operations.append(types.TextDocumentEdit(identifier, edits[uri]))
    if confirmed is None or not session.client.previews_edits:
        return types.WorkspaceEdit(document_changes=operations)
    for operation in operations:
        if isinstance(operation, types.TextDocumentEdit):
            plain = [edit for edit in operation.edits if isinstance(edit, types.TextEdit)]
            operation.edits = [types.AnnotatedTextEdit("cog-lsp", e.range, e.new_text) for e in plain]
    annotation = types.ChangeAnnotation(confirmed, needs_confirmation=True)
    return types.WorkspaceEdit(document_changes=operations, change_annotations={"cog-lsp": annotation})
