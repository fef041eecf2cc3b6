"""Fixes applied from the command line: written to the files, or printed as a diff; and what was done."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from cog_lsp.check.checker import Checker
from cog_lsp.check.model import Model
from cog_lsp.cli.models import Models
from cog_lsp.cli.places import shown
from cog_lsp.cli.write import Unwritable, create, rewrite, sweep
from cog_lsp.findings.finding import Finding
from cog_lsp.fixes import fixes, unified_diff
from cog_lsp.fixes.fix_all import without_outlines
from cog_lsp.project.files import ModelFiles

Wanted = Callable[[Finding], bool]


class Done(Struct, frozen=True):
    """What was settled, by file and rule."""

    verb: str
    """How the lines about it begin."""
    settled: dict[Path, Counter[str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    """Why files were left as they were."""

    @property
    def count(self) -> int:
        """How many findings."""
        return sum(rules.total() for rules in self.settled.values())

    def lines(self) -> list[str]:
        """A line for each file: `Fixed run.py: 2 lost-constraint, 1 old-api`."""
        return [
            f"{self.verb} {shown(path)}: {', '.join(f'{count} {rule}' for rule, count in sorted(rules.items()))}"
            for path, rules in self.settled.items()
            if rules
        ]


def repair(models: Models, checker: Checker, *, drafts: bool, write: bool, wanted: Wanted) -> Done:
    """Fix every model, or print the diff where `write` is false."""
    changes = Done("Fixed")
    for files in list(models):
        for path in _in_order(files, models):
            if write:
                sweep(path)
            # The README is written from the descriptions as they are after the fixes, printed or written.
            model = checker.check(files)
            before = models.workspace.read(path)
            if before is None:
                continue
            standing = counted(checker, model, path, before, wanted)
            after = checker.fixed(model, path, drafts=drafts, wanted=wanted)
            if after == before:
                continue
            difference = standing - counted(checker, model, path, after, wanted)
            if put(changes, path, (before, after), bounds_of(files, models), write=write):
                changes.settled[path] = by_rule(difference)
                models.workspace.open(path, after)
        if drafts and models.names(files, files.root):
            _create(checker.check(files), wanted, changes, write=write)
        for path in files.paths:
            models.workspace.close(path)
        models.workspace.forget()
        checker.forget(files)
    return changes


def _in_order(files: ModelFiles, models: Models) -> Iterator[Path]:
    """The files of a model that were named, or stand in a folder that was: the code before what is written about it."""
    paths = [path for path in files.paths if models.names(files, path)]
    return iter(sorted(paths, key=lambda path: path.suffix != ".py"))


def bounds_of(files: ModelFiles, models: Models) -> list[Path]:
    """The folders in which files of a model may be written: its own, and those that were named."""
    return [files.root, *(path if path.is_dir() else path.parent for path in models.paths)]


Said = Counter[tuple[str, str | None, str]]


def counted(checker: Checker, model: Model, path: Path, text: str, wanted: Wanted) -> Said:
    """What is found in a text of a file: rule, input and message, since lines move."""
    findings = checker.imagined(model, path, text).findings.get(path, ())
    return Counter((finding.rule, finding.input, finding.message) for finding in findings if wanted(finding))


def by_rule(difference: Said) -> Counter[str]:
    """How many findings of each rule."""
    rules: Counter[str] = Counter()
    for (rule, _, _), count in difference.items():
        rules[rule] += count
    return rules


def _create(model: Model, wanted: Wanted, changes: Done, *, write: bool) -> None:
    """Write the files that a draft asks for and that are not there yet: the README."""
    for group in model.groups:
        for finding in filter(wanted, group.findings):
            only = finding._replace(repairs=tuple(map(without_outlines, finding.repairs)))
            for fix in fixes(only, model.context_of(group.predictor), ""):
                if fix.creates is not None:
                    path = model.files.root / fix.creates
                    text = "".join(edit.text for edit in fix.edits)
                    if put(changes, path, (None, text), (), write=write):
                        changes.settled[path] = Counter([finding.rule])


def put(
    changes: Done, path: Path, texts: tuple[str | None, str], bounds: Sequence[Path], *, write: bool = True
) -> bool:
    """Write a file that held a text (None: there was none), or print the difference. Returns whether that was done;
    where it was not, `done` says why."""
    before, after = texts
    if not write:
        sys.stdout.write(unified_diff(before or "", after, shown(path)))
        return True
    try:
        if before is None:
            create(path, after)
        else:
            rewrite(path, before, after, bounds)
    except Unwritable as error:
        changes.refused.append(str(error))
        return False
    return True
