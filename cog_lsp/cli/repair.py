"""Fixes applied from the command line: written to the files, or printed as a diff."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from cog_lsp.check.checker import Checker
from cog_lsp.check.model import Model
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.cli.places import shown
from cog_lsp.cli.write import Unwritable, create, rewrite
from cog_lsp.findings.finding import Finding
from cog_lsp.fixes import fixes, unified_diff


def repair(models: Models, checker: Checker, *, drafts: bool, write: bool, wanted: Callable[[Finding], bool]) -> None:
    """Fix every model, or print the diff where `write` is false. Raises UsageError where a file cannot be written."""
    for files in list(models):
        model = checker.check(files)
        bounds = [files.root, *(path if path.is_dir() else path.parent for path in models.paths)]
        for path in model.paths:
            before = models.workspace.read(path)
            if before is not None:
                after = checker.fixed(model, path, drafts=drafts, wanted=wanted)
                if after != before:
                    _put(path, before, after, bounds, write=write)
        if drafts:
            _create(model, wanted, write=write)
        models.workspace.forget()
        checker.forget(files)


def _create(model: Model, wanted: Callable[[Finding], bool], *, write: bool) -> None:
    """Write the files that a draft asks for and that are not there yet: the README."""
    for group in model.groups:
        for finding in filter(wanted, group.findings):
            for fix in fixes(finding, model.context_of(group), ""):
                if fix.creates is not None:
                    path = model.files.root / fix.creates
                    _put(path, None, "".join(edit.text for edit in fix.edits), (), write=write)


def _put(path: Path, before: str | None, after: str, bounds: Sequence[Path], *, write: bool) -> None:
    if not write:
        sys.stdout.write(unified_diff(before or "", after, shown(path)))
        return
    try:
        if before is None:
            create(path, after)
        else:
            rewrite(path, before, after, bounds)
    except Unwritable as error:
        raise UsageError(str(error)) from None
