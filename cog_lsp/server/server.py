"""The language server: the protocol, one session, and the list of features."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from lsprotocol import types
from pygls.io_ import StdoutWriter
from pygls.lsp.server import LanguageServer

from cog_lsp import __version__
from cog_lsp.server import lifecycle
from cog_lsp.server.client import Client
from cog_lsp.server.features import COMMANDS, FEATURES, PREVIEW, RENAMES, Feature, lazily, pull
from cog_lsp.server.uris import path_of
from cog_lsp.server.wire.convert import converter
from cog_lsp.server.wire.protocol import CogProtocol
from cog_lsp.server.wire.transport import serve

if TYPE_CHECKING:
    from cog_lsp.server.preview import Previews
    from cog_lsp.server.session import Session

logger = logging.getLogger(__name__)


class CogLanguageServer(LanguageServer):
    """One server for one client: the `Editor` of its session."""

    protocol: CogProtocol

    def __init__(self) -> None:
        super().__init__(
            "cog-lsp",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=CogProtocol,
            converter_factory=converter,
        )
        self.client = Client()
        self.roots: list[Path] = []
        self.editor_settings: Any = None
        # pygls writes attributes on handlers, which methods do not take.
        self.feature(types.INITIALIZE)(lambda params: self._initialize(params))
        for feature in FEATURES:
            self.add(feature)
        for method, handler in lifecycle.HANDLERS.items():
            options = RENAMES if method == types.WORKSPACE_DID_RENAME_FILES else None
            self.feature(method, options)(self._with_session(handler, inspect.iscoroutinefunction(handler)))
        for name, function in COMMANDS.items():
            self.command(name)(self._with_session(lazily("commands", function), waits=False))
        self.command(PREVIEW)(self._with_previews(lazily("preview", "perform")))

    def _initialize(self, params: types.InitializeParams) -> None:
        """Read what the client can do, its folders and its settings; offer pull diagnostics to those that pull."""
        self.client = Client.read(params)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and params.root_uri:
            folders = [params.root_uri]
        self.roots = [path_of(uri) for uri in folders]
        options = params.initialization_options
        self.editor_settings = options.get("settings") if isinstance(options, dict) else None
        if self.client.pulls_diagnostics:
            # Neovim 0.12 asks again about closed files only, once a server offers them, and leaves the open ones stale.
            name = params.client_info.name if params.client_info is not None else ""
            for feature in pull(workspace="neovim" not in name.lower()):
                self.add(feature)

    @cached_property
    def session(self) -> Session:
        """The session: made with the first document or request, since it brings the rules and the parsers."""
        from cog_lsp.server.session import Session
        from cog_lsp.server.settings import EditorSettings

        settings = EditorSettings()
        settings.take(self.editor_settings)
        return Session(self.client, self, settings, self.roots)

    @cached_property
    def previews(self) -> Previews:
        """The previews of the session."""
        from cog_lsp.server.preview import Previews

        return Previews(self.session)

    def add(self, feature: Feature) -> None:
        """Answer a request of the protocol."""
        perform = lazily(feature.module, feature.function)
        self.feature(feature.method, feature.options)(self._with_session(perform, feature.waits))

    def _with_session(self, perform: Callable[..., Any], waits: bool) -> Callable[..., Any]:
        """A handler that is given the session first. pygls looks at the function itself for whether to await it."""
        if waits:

            async def waiting(*arguments: Any) -> Any:
                return await perform(self.session, *arguments)

            return waiting
        return lambda *arguments: perform(self.session, *arguments)

    def _with_previews(self, perform: Callable[..., Any]) -> Callable[..., Any]:
        """The same for the one command that shows a preview."""

        async def waiting(*arguments: Any) -> Any:
            return await perform(self.previews, *arguments)

        return waiting

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log it. A popup in the editor for each failing notification helps nobody."""
        logger.error("%s: %s", getattr(source, "__name__", source), error)

    # The editor, as the session sees it

    def publish(self, message: str) -> None:
        """See `Editor`."""
        self.protocol.send_text(message)

    def refresh_diagnostics(self) -> None:
        """See `Editor`."""
        self.workspace_diagnostic_refresh(None)

    def watch_files(self, patterns: Sequence[str]) -> None:
        """See `Editor`."""
        watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in patterns]
        registration = types.Registration(
            "cog-lsp-files",
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            types.DidChangeWatchedFilesRegistrationOptions(watchers),
        )
        self.client_register_capability(types.RegistrationParams([registration]))

    async def configuration(self, section: str) -> Any:
        """See `Editor`."""
        params = types.ConfigurationParams([types.ConfigurationItem(section=section)])
        try:
            answers = await self.workspace_configuration_async(params)
        except Exception:
            logger.warning("The client did not tell its settings", exc_info=True)
            return None
        return answers[0] if answers else None

    def say(self, message: str) -> None:
        """See `Editor`."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))

    def show(self, params: types.ShowDocumentParams) -> None:
        """See `Editor`."""
        self.window_show_document(params)

    def apply(self, edit: types.WorkspaceEdit, label: str) -> None:
        """See `Editor`."""
        self.workspace_apply_edit(types.ApplyWorkspaceEditParams(edit, label))

    def tell_progress(self, token: types.ProgressToken, value: Any) -> None:
        """See `Editor`."""
        self.progress(types.ProgressParams(token, value))


def serve_stdio() -> int:
    """Serve one client over standard input and output; return the exit code.

    Whatever else prints goes to standard error, so that a stray `print` cannot break the stream.
    """
    stdout: BinaryIO = sys.stdout.buffer
    sys.stdout = sys.stderr
    server = CogLanguageServer()
    protocol = server.protocol
    assert isinstance(protocol, CogProtocol)
    protocol.set_writer(StdoutWriter(stdout))
    return serve(protocol, sys.stdin.fileno())
