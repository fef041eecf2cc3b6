"""`cog-lsp completion SHELL`: a script that completes commands, options, rules and files in a shell."""

from __future__ import annotations

import argparse

from cog_lsp.cli import COMMANDS, FOUND_NOTHING, parser_with
from cog_lsp.rules import BY_SLUG

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=f"one of {', '.join(SHELLS)}")


def run(arguments: argparse.Namespace) -> int:
    """Print the script for one shell."""
    import shtab

    print(shtab.complete(_whole_parser(shtab.FILE), arguments.shell))
    return FOUND_NOTHING


def _whole_parser(files: object) -> argparse.ArgumentParser:
    """The parser with the options of every command; each argument says what its value is completed from."""
    parser = parser_with(COMMANDS)
    for command in _commands_of(parser):
        for action in command._actions:  # argparse has no public list of a parser's arguments
            if action.metavar in ("PATH", "FILE", "OLD"):
                action.complete = files  # type: ignore[attr-defined] # shtab reads this attribute
            elif action.metavar in ("RULE", "RULES"):
                action.choices = list(BY_SLUG)
            elif action.metavar == "SHELL":
                action.choices = SHELLS
    return parser


def _commands_of(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    return [
        command
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for command in action.choices.values()
    ]
