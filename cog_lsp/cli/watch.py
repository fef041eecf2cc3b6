"""`check --watch`: check again whenever a file of a model is saved, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from cog_lsp.cli import FOUND_NOTHING
from cog_lsp.cli.located import located
from cog_lsp.cli.models import UsageError
from cog_lsp.cli.parser import WRONG_USE, complain
from cog_lsp.cli.places import shown

ENDINGS = (".py", ".md", ".yaml", ".yml", ".toml")
"""Of the files that a check reads. A run that writes its log does not count."""
TURN = 200
"""Milliseconds after which the watcher gives word even where nothing was saved."""
WRITING = ("fix", "diff", "add_suppressions", "write_baseline", "show_settings", "stdin_filename")
"""Options of one check that is not repeated."""


def keep_checking(arguments: argparse.Namespace, check: Callable[[], int]) -> int:
    """Check now and after each change; 2 where the first check finds wrong use. Raises UsageError for options that do
    not go with it."""
    for name in WRITING:
        if getattr(arguments, name):
            raise UsageError(f"--watch only shows what is found: leave out --{name.replace('_', '-')}.")
    if "-" in arguments.paths:
        raise UsageError("--watch follows files, not standard input.")
    folders = _folders(arguments.paths)
    report = os.path.abspath(arguments.output_file) if arguments.output_file else None
    changes = watch(
        *folders, watch_filter=_Read(report), raise_interrupt=False, rust_timeout=TURN, yield_on_timeout=True
    )
    next(changes, None)  # from here on it watches, so that what is saved during a check is not missed
    code = check()
    sys.stdout.flush()
    if code == WRONG_USE:
        return code
    _say("Waiting for a file to be saved; Ctrl-C stops it.", arguments)
    with suppress(KeyboardInterrupt):  # while it checks; the watcher ends by itself
        for saved in filter(None, changes):
            _say(f"Saved: {', '.join(sorted({shown(Path(path)) for _, path in saved}))}", arguments)
            try:
                check()
                sys.stdout.flush()
            except UsageError as error:  # a file that is named may come back
                complain(str(error))
    return FOUND_NOTHING


class _Read(DefaultFilter):
    """Files that a check reads, but for its own report; no folders of tools, as `.git` and `node_modules`."""

    def __init__(self, report: str | None) -> None:
        super().__init__()
        self._report = report

    def __call__(self, change: Change, path: str) -> bool:
        """See `watchfiles.BaseFilter`."""
        return path.endswith(ENDINGS) and path != self._report and super().__call__(change, path)


def _folders(paths: Iterable[str]) -> list[Path]:
    """The folders that are named, and those of the files."""
    places = [located(path).path for path in paths or ["."]]
    return [place if place.is_dir() else place.parent for place in places]


def _say(message: str, arguments: argparse.Namespace) -> None:
    """Tell on standard error, since a report may be read by a program."""
    if not arguments.quiet:
        print(f"cog-lsp: {message}", file=sys.stderr, flush=True)
