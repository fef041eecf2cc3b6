"""The command line: one module per command, imported only when its command is called."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import sys
from collections.abc import Container, Sequence

from cog_lsp import __version__
from cog_lsp.text import visible

COMMANDS = {
    "serve": "Run the language server on standard input and output.",
    "check": "Check models and print what to fix.",
    "schema": "Print the schema that Cog will publish, or why its build would refuse the model.",
    "facts": "Print what the code does with each input, with the lines that show it.",
    "card": "Print how ready a model is to be published.",
    "explain": "Explain a rule.",
    "preview": "Open the model's form and page in a browser.",
    "doctor": "Print versions, settings and what was discovered, for bug reports.",
    "completion": "Print a script that completes commands and options in a shell.",
}
PROGRAM = "cog-lsp"

FOUND_NOTHING, FOUND, WRONG_USE = 0, 1, 2
"""Exit codes of every command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 for nothing found, 1 for findings, 2 for wrong use."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    chosen = next((word for word in words if not word.startswith("-")), None)
    parser = parser_with({chosen})
    known = parser.parse_args(words)
    if sys.stdout is None:  # `cog-lsp check >&-`
        return complain("Standard output is closed: give it a file, a pipe or a terminal.")
    _prepare_output()
    try:
        with _shown(known.command):
            code: int = known.run(known)
            sys.stdout.flush()
        return code
    except BrokenPipeError:  # `cog-lsp check | head`
        _write_no_more()
        return FOUND
    except OSError as error:
        if error.filename is not None:  # what is printed goes to no file that we opened
            raise
        _write_no_more()
        return complain(f"The output cannot be written: {error.strerror}.")
    except KeyboardInterrupt:
        return 130


def _shown(command: str) -> contextlib.AbstractContextManager[object]:
    """What a command prints, without characters that cannot be seen. The server prints messages, not lines."""
    if command == "serve":
        return contextlib.nullcontext()
    from cog_lsp.cli.output import Visible

    return contextlib.redirect_stdout(Visible(sys.stdout, colored=_colored()))


def _colored() -> bool:
    from cog_lsp.report.text import colored

    return colored()


def _write_no_more() -> None:
    """What is left to write goes nowhere, so that Python does not fail to write it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _prepare_output() -> None:
    """Reports and patches are UTF-8 with their own line ends on every system; a terminal keeps its encoding."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="backslashreplace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def parser_with(commands: Container[str | None]) -> argparse.ArgumentParser:
    """The parser of all commands, with the options of some: the others need not be imported to be listed."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="Checks what a Cog model tells its users: the form, the API reference and the README."
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    group = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        command = group.add_parser(name, help=summary, description=summary)
        if name in commands:
            module = importlib.import_module(f"cog_lsp.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


def complain(message: str) -> int:
    """Say on standard error what is wrong and what to do; the exit code of wrong use."""
    print(f"cog-lsp: {visible(message)}", file=sys.stderr)
    return WRONG_USE
