"""The parser of the command line, which says what was probably meant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from cog_lsp.cli.near import did_you_mean

WRONG_USE = 2


def complain(message: str) -> int:
    """Say on standard error what is wrong and what to do; the exit code of wrong use."""
    from cog_lsp.text import visible  # `--version` and most other words need none of it

    print(f"cog-lsp: {visible(message)}", file=sys.stderr)
    return WRONG_USE


class Parser(argparse.ArgumentParser):
    """Complains in one line, as all commands do."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and end with the exit code of wrong use."""
        self.complain(f"{message[:1].upper()}{message[1:]}.{self._hint(message)}")

    def complain(self, message: str) -> NoReturn:
        """Say something on standard error, and end with the exit code of wrong use."""
        raise SystemExit(complain(f"{message} Run `{self.prog} --help` for what there is."))

    def _hint(self, message: str) -> str:
        """The choice that is near to a word which is none."""
        word = message.partition("invalid choice: '")[2].partition("'")[0]
        for action in self._actions:
            names = "/".join(action.option_strings) or str(action.metavar or action.dest)
            if word and action.choices is not None and message.startswith(f"argument {names}:"):
                return did_you_mean(word, map(str, action.choices))
        return ""

    def refuse(self, words: Sequence[str]) -> NoReturn:
        """Complain about words that no argument takes."""
        word = words[0].partition("=")[0]
        if not word.startswith("-"):
            self.complain(f"`{self.prog}` takes no further argument, and {word} is one.")
        options = [name for action in self._actions for name in action.option_strings if name.startswith("--")]
        self.complain(f"`{self.prog}` has no option {word}.{did_you_mean(word, options)}")
