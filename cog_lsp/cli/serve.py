"""`cog-lsp serve`: the language server."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from typing import Any

from cog_lsp.cli import complain
from cog_lsp.text import visible


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--stdio", action="store_true", help="serve standard input and output (the default)")
    parser.add_argument(
        "--log-level",
        choices=["debug", "info", "warning", "error"],
        default="warning",
        help="what to log on standard error; texts of documents are never logged above debug",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve one client; return the exit code that the protocol asks for."""
    if sys.stdin is None:  # `cog-lsp serve <&-`
        return complain("Standard input is closed: an editor starts the server with a pipe.")
    handler = logging.StreamHandler()
    handler.setFormatter(_Visible("%(levelname)s %(name)s: %(message)s"))
    # pygls logs the body of every message at info: only our own loggers follow the option.
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("cog_lsp").setLevel(arguments.log_level.upper())
    # lsprotocol makes 600 classes, and 9 MB of garbage on the way. Collecting it as often as Python does costs a tenth
    # of the start; what stays is not looked at again.
    gc.set_threshold(5_000)
    from cog_lsp.server.server import serve_stdio

    gc.freeze()
    return serve_stdio()


class _Visible(logging.Formatter):
    """One line for each message, and indented ones for a traceback: nothing of a client's words starts another."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter`."""
        return visible(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        """See `logging.Formatter`."""
        return "\n".join(f"    {visible(line)}" for line in super().formatException(ei).split("\n"))
