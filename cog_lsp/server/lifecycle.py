"""Notifications that say that something outside the open documents changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.server.features import WATCHED
from cog_lsp.server.settings import SECTION
from cog_lsp.server.uris import path_of

if TYPE_CHECKING:
    from cog_lsp.server.session import Session


async def initialized(session: Session, _: types.InitializedParams) -> None:
    """Ask the client to watch the files that matter, and for its settings."""
    if session.client.watches_files:
        session.editor.watch_files(WATCHED)
    await _ask_for_settings(session)


async def _ask_for_settings(session: Session) -> None:
    """Ask the client for its settings, where it answers such questions."""
    if session.client.answers_configuration:
        before = session.settings.table
        if session.settings.take(await session.editor.configuration(SECTION)) and session.settings.table != before:
            session.start_over()


def did_save(session: Session, params: types.DidSaveTextDocumentParams) -> None:
    """A document was saved."""
    session.saved(path_of(params.text_document.uri))


def did_change_watched_files(session: Session, params: types.DidChangeWatchedFilesParams) -> None:
    """Files came, went or changed."""
    are_others = any(event.type != types.FileChangeType.Changed for event in params.changes)
    session.files_changed([path_of(event.uri) for event in params.changes], are_others=are_others)


def did_change_configuration(session: Session, params: types.DidChangeConfigurationParams) -> None:
    """Take the new settings, sent along or asked for.

    No coroutine: what the client asks next must be answered with the settings that it has just sent.
    """
    settings = params.settings
    section = settings.get(SECTION) if isinstance(settings, dict) else None
    if session.settings.take(section):
        session.start_over()
    else:
        session.later(_ask_for_settings(session))


def did_change_workspace_folders(session: Session, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Folders were added to the workspace or removed from it."""
    folders = {path_of(folder.uri) for folder in params.event.removed}
    roots = [root for root in session.workspace.roots if root not in folders]
    session.workspace.roots = [*roots, *(path_of(folder.uri) for folder in params.event.added)]
    session.start_over()


def did_rename_files(session: Session, params: types.RenameFilesParams) -> None:
    """Files were renamed in the editor: what cog.yaml names may be gone, or there again."""
    paths = [path_of(uri) for file in params.files for uri in (file.old_uri, file.new_uri)]
    session.files_changed(paths, are_others=True)


HANDLERS: dict[str, Callable[..., Any]] = {
    types.INITIALIZED: initialized,
    types.TEXT_DOCUMENT_DID_SAVE: did_save,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: did_change_watched_files,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: did_change_configuration,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: did_change_workspace_folders,
    types.WORKSPACE_DID_RENAME_FILES: did_rename_files,
}
