"""What `check` changes before it reports: fixes, and comments that silence. Loaded where an option asks for it."""

from __future__ import annotations

import argparse
import sys

from cog_lsp.check.checker import Checker
from cog_lsp.cli.models import Models
from cog_lsp.cli.repair import Done, Wanted, repair
from cog_lsp.cli.silence import silence


def change(arguments: argparse.Namespace, models: Models, checker: Checker, wanted: Wanted) -> list[Done]:
    """Fix and silence as asked, and say what was done."""
    changes = []
    if arguments.fix:
        changes.append(repair(models, checker, drafts=arguments.drafts, write=True, wanted=wanted))
    if arguments.add_suppressions:
        changes.append(silence(models, checker, wanted))
    return changes


def show_diff(arguments: argparse.Namespace, models: Models, checker: Checker, wanted: Wanted) -> None:
    """Print what would be fixed, and change nothing."""
    would = repair(models, checker, drafts=arguments.drafts, write=False, wanted=wanted)
    if would.count and not arguments.quiet and sys.stderr.isatty():  # for a person, not for `git apply`
        print(f"cog-lsp: --fix would settle {would.count}. Nothing was changed.", file=sys.stderr)
