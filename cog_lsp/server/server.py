"""The language server: the protocol, one session, and the list of features."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from lsprotocol import types
from pygls.io_ import StdoutWriter
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from cog_lsp import __version__
from cog_lsp.server import lifecycle
from cog_lsp.server.client import Client
from cog_lsp.server.features import COMMANDS, FEATURES, WAITING_COMMANDS, Feature, lazily
from cog_lsp.server.settings import EditorSettings
from cog_lsp.server.wire.protocol import CogProtocol
from cog_lsp.server.wire.transport import serve

if TYPE_CHECKING:
    from cog_lsp.server.session import Session

logger = logging.getLogger(__name__)


class CogLanguageServer(LanguageServer):
    """One server for one client."""

    protocol: CogProtocol

    def __init__(self) -> None:
        super().__init__(
            "cog-lsp",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=CogProtocol,
            converter_factory=default_converter,
        )
        self.client = Client()
        self.roots: list[Path] = []
        self.settings = EditorSettings(self)
        self.feature(types.INITIALIZE)(lambda params: lifecycle.initialize(self, params))
        for feature in FEATURES:
            self.add(feature)
        for method, handler in lifecycle.HANDLERS.items():
            options = lifecycle.RENAMES if method == types.WORKSPACE_DID_RENAME_FILES else None
            self.feature(method, options)(self._with_session(handler, inspect.iscoroutinefunction(handler)))
        for name, function in COMMANDS.items():
            self.command(name)(self._with_session(lazily("commands", function), name in WAITING_COMMANDS))

    @cached_property
    def session(self) -> Session:
        """The session: made with the first document or request, since it brings the rules and the parsers."""
        from cog_lsp.server.session import Session

        return Session(self)

    def add(self, feature: Feature) -> None:
        """Answer a request of the protocol."""
        perform = lazily(feature.module, feature.function)
        self.feature(feature.method, feature.options)(self._with_session(perform, feature.waits))

    def _with_session(self, perform: Callable[..., Any], waits: bool) -> Callable[..., Any]:
        if waits:
            # pygls looks at the function itself for whether to await it.
            async def waiting(*arguments: Any) -> Any:
                return await perform(self.session, *arguments)

            return waiting
        return lambda *arguments: perform(self.session, *arguments)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log it. A popup in the editor for each failing notification helps nobody."""
        logger.error("%s: %s", getattr(source, "__name__", source), error)


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
