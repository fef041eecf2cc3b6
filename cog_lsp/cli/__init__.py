"""The command line: one module per command, imported only when its command is called."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import io
import os
import sys
from collections.abc import Container, Iterator, Sequence

from cog_lsp import __version__
from cog_lsp.cli.near import did_you_mean
from cog_lsp.cli.parser import Parser, complain

COMMANDS = {
    "serve": "Run the language server on standard input and output.",
    "check": "Check models and print what to fix.",
    "schema": "Print the schema that Cog will publish, or why its build would refuse the model.",
    "facts": "Print what the code does with each input, with the lines that show it.",
    "card": "Print how ready a model is to be published.",
    "publish": "Send the README to the model's page on Replicate, after showing what changes.",
    "explain": "Explain a rule.",
    "preview": "Open the model's form and page in a browser.",
    "doctor": "Print versions, settings and what was discovered, for bug reports.",
    "completion": "Print a script that completes commands and options in a shell.",
}
PROGRAM = "cog-lsp"

COLORING = ("NO_COLOR", "FORCE_COLOR")
"""What users set in the environment."""

OBJECTS = 50_000
"""New objects after which Python looks for garbage. Modules and texts make many that stay, and a command soon ends."""

__all__ = ["FOUND", "FOUND_NOTHING", "complain", "main", "parser_with"]

FOUND_NOTHING, FOUND = 0, 1
"""Exit codes of every command, beside `WRONG_USE`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 for nothing found, 1 for findings, 2 for wrong use."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(OBJECTS)
    options = _parsed(words)
    if sys.stdout is None:  # `cog-lsp check >&-`
        return complain("Standard output is closed: give it a file, a pipe or a terminal.")
    _prepare_output()
    try:
        with _coloring(getattr(options, "color", "auto")), _shown(options.command):
            code: int = options.run(options)
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


def _parsed(words: Sequence[str]) -> argparse.Namespace:
    """The words as a command and its arguments; ends with the exit code of wrong use where they are none."""
    chosen = next((word for word in words if not word.startswith("-")), None)
    parser = parser_with({chosen})
    if chosen is not None and chosen not in COMMANDS:
        here = os.path.exists(chosen)
        meant = f" Did you mean {PROGRAM} check {chosen}?" if here else did_you_mean(chosen, COMMANDS)
        parser.complain(f"There is no command {chosen}.{meant}")
    options, further = parser.parse_known_args(words)
    if further:
        options.parser.refuse(further)
    return options


def _shown(command: str) -> contextlib.AbstractContextManager[object]:
    """What a command prints, without characters that cannot be seen. The server prints messages, not lines."""
    if command == "serve":
        return contextlib.nullcontext()
    from cog_lsp.cli.output import Visible

    return contextlib.redirect_stdout(Visible(sys.stdout, colored=_colored()))


@contextlib.contextmanager
def _coloring(choice: str) -> Iterator[None]:
    """Color as an option says, else as the environment does."""
    before = {name: os.environ.pop(name, None) for name in COLORING} if choice != "auto" else {}
    if before:
        os.environ[COLORING[choice == "always"]] = "1"
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            os.environ.update({name: value} if value is not None else {})


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


def parser_with(commands: Container[str | None]) -> Parser:
    """The parser of all commands, with the options of some: the others need not be imported to be listed."""
    parser = Parser(
        prog=PROGRAM, description="Checks what a Cog model tells its users: the form, the API reference and the README."
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    group = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, prog=PROGRAM)
    for name, summary in COMMANDS.items():
        command = group.add_parser(name, help=summary, description=summary)
        if name in commands:
            module = importlib.import_module(f"cog_lsp.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run, parser=command)
    return parser
