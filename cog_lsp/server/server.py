"""The language server: the protocol, one session, and the list of features."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.io_ import StdoutWriter
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from cog_lsp import __version__
from cog_lsp.server import (
    code_action,
    code_lens,
    commands,
    completion,
    definition,
    diagnostics,
    document_link,
    document_symbol,
    hover,
    inlay_hint,
    lifecycle,
    references,
    workspace_diagnostics,
)
from cog_lsp.server.protocol import CogProtocol
from cog_lsp.server.session import Session
from cog_lsp.server.settings import EditorSettings
from cog_lsp.server.transport import serve

logger = logging.getLogger(__name__)

FEATURES = (
    code_action,
    code_lens,
    completion,
    definition,
    document_link,
    document_symbol,
    hover,
    inlay_hint,
    references,
)
"""One module per request of the protocol: METHOD, OPTIONS (or None), and `perform(session, params)`."""


class CogLanguageServer(LanguageServer):
    """One server for one client."""

    def __init__(self) -> None:
        super().__init__(
            "cog-lsp",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=CogProtocol,
            converter_factory=default_converter,
        )
        self.settings = EditorSettings(self)
        self.session = Session(self)
        for feature in FEATURES:
            self.add(feature.METHOD, feature.OPTIONS, feature.perform)
        for method, handler in lifecycle.HANDLERS.items():
            self.add(method, None, handler)
        for name, command in commands.COMMANDS.items():
            self.command(name)(_bound(self, command))

    def add(self, method: str, options: Any, perform: Callable[[Session, Any], Any]) -> None:
        """Answer a method of the protocol."""
        self.feature(method, options)(_bound(self, perform))

    def add_pull(self) -> None:
        """Offer pull diagnostics: said at initialize, and only to a client that asks for them."""
        self.add(diagnostics.METHOD, diagnostics.OPTIONS, diagnostics.perform)
        self.add(workspace_diagnostics.METHOD, None, workspace_diagnostics.perform)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log it. A popup in the editor for each failing notification helps nobody."""
        logger.error("%s: %s", getattr(source, "__name__", source), error)


def _bound(server: CogLanguageServer, perform: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(perform):

        async def waiting(*arguments: Any) -> Any:
            return await perform(server.session, *arguments)

        # pygls looks at the function itself for whether to await it.
        return waiting

    def handler(*arguments: Any) -> Any:
        return perform(server.session, *arguments)

    return handler


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
