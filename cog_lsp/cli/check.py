"""`cog-lsp check`: every model below some paths, its findings, and the fixes."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from cog_lsp.check.checker import Checker, in_settings
from cog_lsp.check.model import Model
from cog_lsp.cli import FOUND, FOUND_NOTHING, complain
from cog_lsp.cli.baseline import Baseline
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.cli.parallel import in_parallel
from cog_lsp.cli.places import in_report, named, shown
from cog_lsp.cli.progress import with_progress
from cog_lsp.cli.repair import repair
from cog_lsp.findings.finding import Finding
from cog_lsp.project.files import ModelFiles
from cog_lsp.report import FORMATS, Item
from cog_lsp.rules import BY_SLUG, known_slug
from cog_lsp.settings.record import SettingsFile
from cog_lsp.text import LineIndex, visible

FAILING = frozenset({"error", "warning"})
WITH_FIXES = frozenset({"concise", "json", "sarif"})
"""Formats that hold the edits of fixes, which take their time."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="folders, predictors, READMEs or cog.yaml files")
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="how to print the findings")
    parser.add_argument("--select", metavar="RULES", help="only these rules, separated by commas")
    parser.add_argument("--ignore", metavar="RULES", help="not these rules, separated by commas")
    parser.add_argument("--fix", action="store_true", help="apply all safe fixes to the files")
    parser.add_argument("--drafts", action="store_true", help="with --fix or --diff: apply drafted text too")
    parser.add_argument("--diff", action="store_true", help="print what --fix would change, and change nothing")
    parser.add_argument("--statistics", action="store_true", help="print how often each rule found something")
    parser.add_argument("--stdin-filename", metavar="FILE", help="read this file of the model from standard input")
    parser.add_argument("--show-settings", action="store_true", help="print the settings and where each comes from")
    parser.add_argument("--baseline", metavar="FILE", help="leave out the findings that this file lists")
    parser.add_argument("--write-baseline", metavar="FILE", help="write the findings of today to this file")
    parser.add_argument(
        "--exit-zero-without-models", action="store_true", help="only note that a path holds no model, and exit with 0"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check, and return 0 for nothing found, 1 for errors or warnings, 2 for wrong use or an unreadable input."""
    try:
        return _run(arguments)
    except UsageError as error:
        return complain(str(error))


def _run(arguments: argparse.Namespace) -> int:
    if arguments.drafts and not (arguments.fix or arguments.diff):
        raise UsageError("--drafts goes with --fix or --diff.")
    if arguments.fix and not arguments.diff and arguments.stdin_filename:
        raise UsageError("--fix writes files, not standard input. Use --diff.")
    selected, ignored = _rules(arguments.select), _rules(arguments.ignore)
    baseline = Baseline.read(arguments.baseline) if arguments.baseline else Baseline()
    models = Models(arguments.paths, may_be_empty=arguments.exit_zero_without_models)
    if arguments.stdin_filename:
        models = _with_standard_input(arguments)
    if arguments.show_settings:
        return _show_settings(models)
    off = {slug for slug in BY_SLUG if (selected is not None and slug not in selected) or slug in (ignored or ())}
    checker = models.checker(off)

    def wanted(finding: Finding) -> bool:
        return finding.rule not in off

    if arguments.fix or arguments.diff:
        repair(models, checker, drafts=arguments.drafts, write=not arguments.diff, wanted=wanted)
        if arguments.diff:
            return FOUND_NOTHING
    with_fixes = arguments.format in WITH_FIXES and not (arguments.statistics or arguments.write_baseline)
    items = [item for item in _items(models, checker, with_fixes=with_fixes) if wanted(item.finding)]
    for path in models.without:
        complain(f"No model in {path}.")
    if arguments.write_baseline:
        Baseline.of(items).write(arguments.write_baseline)
        print(f"Wrote {len(items)} findings to {visible(arguments.write_baseline)}. Use it with --baseline.")
        return FOUND_NOTHING
    items = baseline.without_known(items)
    report = FORMATS[arguments.format]
    print(_statistics(items) if arguments.statistics else report(in_report(items, arguments.format)), end="")
    return FOUND if any(item.finding.severity in FAILING for item in items) else FOUND_NOTHING


def _rules(words: str | None) -> frozenset[str] | None:
    if words is None:
        return None
    slugs = [word.strip() for word in words.split(",") if word.strip()]
    for slug in slugs:
        if not known_slug(slug):
            raise UsageError(f"There is no rule {slug}. Run `cog-lsp explain` for the list.")
    return frozenset(slugs)


def _with_standard_input(arguments: argparse.Namespace) -> Models:
    """The model of one file whose text comes from standard input, as an editor or a hook sends it."""
    path = Path(arguments.stdin_filename).absolute()
    models = Models([str(path)])
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("Standard input is not UTF-8. Save the file as UTF-8 and try again.") from None
    models.workspace.open(path, text)
    return models


def _items(models: Models, checker: Checker, *, with_fixes: bool) -> Iterable[Item]:
    def judge(files: ModelFiles) -> list[Item]:
        items = list(model_items(models, checker.check(files), with_fixes=with_fixes))
        checker.forget(files)
        return items

    seen: set[SettingsFile] = set()
    every = list(models)
    found = in_parallel(every, judge)
    for files in with_progress(every):
        loaded = models.loaded(files.root)
        for file in loaded.files:
            if file.file not in seen:
                seen.add(file.file)
                name, index = named(Path(file.file.path)), LineIndex(file.file.text)
                yield from (Item(name, index, finding) for finding in in_settings(file.problems, loaded.settings))
        yield from next(found)


def model_items(models: Models, model: Model, *, with_fixes: bool = False) -> Iterable[Item]:
    """The findings of a model in the order of its files; `with_fixes` works out the edits of each, too."""
    from cog_lsp.fixes import offers_for

    for path in model.paths:
        text = models.workspace.read(path)
        if text is None and path.exists():
            raise UsageError(
                f"{named(path)} cannot be read. Check that it is a text file of at most 1 MiB, and its mode."
            )
        index = LineIndex(text or "")
        for finding in model.findings.get(path, ()):
            if not finding.repairs:
                yield Item(named(path), index, finding)
                continue
            offers = offers_for(finding, model.context(path, finding), text or "")
            kinds = frozenset(offer.kind for offer in offers if not offer.outline)
            # A file that is to be written first has no place in a report.
            made = tuple(offer.fix() for offer in offers if offer.creates is None) if with_fixes else ()
            yield Item(named(path), index, finding, made, kinds)


def _statistics(items: Sequence[Item]) -> str:
    counts = Counter(item.finding.rule for item in items)
    if not counts:
        return "Nothing to fix.\n"
    width = len(str(max(counts.values())))
    rows = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return "".join(f"{count:>{width}}  {rule}\n" for rule, count in rows)


def _show_settings(models: Models) -> int:
    for files in models:
        loaded = models.loaded(files.root)
        print(shown(files.root) or ".")
        for field in loaded.settings.__dataclass_fields__:
            name = field.replace("_", "-")
            value = getattr(loaded.settings, field)
            origin = loaded.origins.get(name, "default")
            written = "not set" if value is None else json.dumps(value, ensure_ascii=False)
            print(f"  {name} = {written}  ({shown(Path(origin)) if origin not in ('default', 'editor') else origin})")
    return FOUND_NOTHING
