"""`cog-lsp check`: every model below some paths, its findings, and the fixes."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cog_lsp.check.explained import Descriptions
from cog_lsp.cli import FOUND, FOUND_NOTHING, complain, stdin
from cog_lsp.cli.items import asked_for, items
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.cli.near import did_you_mean
from cog_lsp.cli.output import plain
from cog_lsp.cli.parser import WRONG_USE
from cog_lsp.cli.places import in_report, shown
from cog_lsp.findings.finding import Finding
from cog_lsp.report import FORMATS, Item, render
from cog_lsp.report.text import summary
from cog_lsp.rules import BY_SLUG, DESCRIPTION_RULES, OPTIONS, known_slug
from cog_lsp.text import visible

if TYPE_CHECKING:
    from cog_lsp.cli.baseline import Baseline
    from cog_lsp.cli.repair import Done

FAILING = frozenset({"error", "warning"})
WITH_FIXES = frozenset({"concise", "json", "sarif"})
"""Formats that hold the edits of fixes, which take their time."""
FOR_PEOPLE = frozenset({"text", "concise"})
"""Formats with a closing line."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add, flag = parser.add_argument, "store_true"
    add("paths", nargs="*", metavar="PATH", help="folders or files of models; run.py:7 is a line, - is standard input")
    add("--format", choices=FORMATS, default="text", help="how to print the findings")
    add("--output-file", metavar="FILE", help="write the report to this file")
    add("--select", metavar="RULES", help="only these rules, separated by commas")
    add("--ignore", metavar="RULES", help="not these rules, separated by commas")
    add("--fix", action=flag, help="apply all safe fixes to the files")
    add("--drafts", action=flag, help="with --fix or --diff: apply drafted text too")
    add("--diff", action=flag, help="print what --fix would change, and change nothing")
    add("--add-suppressions", action=flag, help="silence what is found today with comments in the files")
    add("--statistics", action=flag, help="print how often each rule found something")
    add("--quiet", "-q", action=flag, help="print the findings, and nothing where there are none")
    add("--color", choices=["auto", "always", "never"], default="auto", help="whether to color (on a terminal)")
    add("--stdin-filename", metavar="FILE", help="read this file of the model from standard input")
    add("--config", metavar="FILE", help="use this settings file and no other")
    add("--isolated", action=flag, help="use no settings file")
    add("--show-settings", action=flag, help="print the settings and where each comes from")
    add("--baseline", metavar="FILE", help="leave out the findings that this file lists")
    add("--write-baseline", metavar="FILE", help="write the findings of today to this file")
    add("--watch", action=flag, help="check again whenever a file is saved, until Ctrl-C")
    add("--exit-zero", action=flag, help="exit with 0 whatever is found")
    add("--exit-zero-without-models", action=flag, help="only note that a path holds no model, and exit with 0")


def run(arguments: argparse.Namespace) -> int:
    """Check, and return 0 for nothing found, 1 for errors or warnings, 2 for wrong use or an unreadable input."""
    try:
        if arguments.watch:
            from cog_lsp.cli.watch import keep_checking

            return keep_checking(arguments, lambda: _run(arguments))
        return _run(arguments)
    except UsageError as error:
        return complain(str(error))


def _run(arguments: argparse.Namespace) -> int:
    """Check, fix or silence as asked, print the report, and give the exit code."""
    selected, ignored = _rules(arguments.select), _rules(arguments.ignore)
    baseline = _baseline(arguments.baseline)
    models = _models(arguments)
    if arguments.show_settings:
        return _show_settings(models)
    off = {slug for slug in BY_SLUG if (selected is not None and slug not in selected) or slug in (ignored or ())}
    checker = models.checker(off)

    def wanted(finding: Finding) -> bool:
        return finding.rule not in off

    changes: list[Done] = []
    if arguments.diff or arguments.fix or arguments.add_suppressions:
        from cog_lsp.cli.changes import change, show_diff

        if arguments.diff:
            show_diff(arguments, models, checker, wanted)
            return FOUND_NOTHING
        changes = change(arguments, models, checker, wanted)
    with_fixes = arguments.format in WITH_FIXES and not (arguments.statistics or arguments.write_baseline)
    inputs: list[Descriptions] = []
    every_item = asked_for(items(models, checker, with_fixes=with_fixes, inputs=inputs), models)
    reported = [item for item in every_item if wanted(item.finding)]
    for path in models.without:
        complain(f"No model in {path}.")
    for path in models.left_out():
        complain(f"The setting `exclude` (or `ignore`) leaves out {shown(path)}.")
    if arguments.write_baseline:
        _write_baseline(arguments.write_baseline, reported)
        return FOUND_NOTHING
    if baseline is not None:
        reported = baseline.without_known(reported)
    # Where a rule about descriptions is left out, nobody asked how far all of them are.
    counts = Descriptions() if off & DESCRIPTION_RULES else sum(inputs, Descriptions())
    _report(arguments, reported, changes, counts)
    refused = [complain(reason) for each in changes for reason in each.refused]
    if refused:
        return WRONG_USE
    fails = any(item.finding.severity in FAILING for item in reported) and not arguments.exit_zero
    return FOUND if fails else FOUND_NOTHING


def _models(arguments: argparse.Namespace) -> Models:
    """The models that are asked about. Raises UsageError where options do not go together."""
    is_piped = arguments.stdin_filename or arguments.paths == [stdin.STANDARD_INPUT]
    if arguments.drafts and not (arguments.fix or arguments.diff):
        raise UsageError("--drafts goes with --fix or --diff.")
    if is_piped and (arguments.fix or arguments.add_suppressions) and not arguments.diff:
        raise UsageError("--fix and --add-suppressions write files, not standard input. Use --diff.")
    if arguments.config and arguments.isolated:
        raise UsageError("Either --config or --isolated: one takes a settings file, the other none.")
    if arguments.output_file and arguments.diff:
        raise UsageError("--output-file is for reports. Send the patch of --diff to a file with >.")
    text = stdin.read() if is_piped else ""
    paths = [arguments.stdin_filename or stdin.file_for(text)] if is_piped else arguments.paths
    empty, config = arguments.exit_zero_without_models, arguments.config
    models = Models(paths, may_be_empty=empty, config=config, isolated=arguments.isolated)
    if is_piped:
        stdin.take(models, text)
    return models


def _baseline(name: str | None) -> Baseline | None:
    if name is None:
        return None
    from cog_lsp.cli.baseline import Baseline

    return Baseline.read(name)


def _write_baseline(name: str, items: Sequence[Item]) -> None:
    from cog_lsp.cli.baseline import Baseline

    Baseline.of(items).write(name)
    print(f"Wrote {len(items)} findings to {visible(name)}. Use it with --baseline.")


def _rules(words: str | None) -> frozenset[str] | None:
    if words is None:
        return None
    slugs = [word.strip() for word in words.split(",") if word.strip()]
    for slug in slugs:
        if not known_slug(slug):
            hint = did_you_mean(slug, BY_SLUG) or " Run `cog-lsp explain` for the list."
            raise UsageError(f"There is no rule {slug}.{hint}")
    return frozenset(slugs)


def _report(
    arguments: argparse.Namespace, reported: Sequence[Item], changes: Sequence[Done], inputs: Descriptions
) -> None:
    """Print the findings, or write them to a file, and say what was found, fixed and left."""
    closing = "" if arguments.quiet else _closing(reported, changes)
    to_file = arguments.output_file is not None
    # What goes to a file is neither colored nor cut to the width of a terminal.
    with contextlib.redirect_stdout(io.StringIO()) if to_file else contextlib.nullcontext():
        if arguments.statistics:
            report = _statistics(reported, inputs)
        else:
            report = render(arguments.format, in_report(reported, arguments.format))
    closes = arguments.format in FOR_PEOPLE and not arguments.statistics
    if closes and closing:
        report += ("\n" if report and arguments.format == "text" else "") + closing
    if to_file:
        from cog_lsp.cli.write import write_output
        from cog_lsp.report.recognize import is_report

        write_output(arguments.output_file, plain(report).encode("utf-8", "replace"), is_report, "report of cog-lsp")
        print(closing, end="")
        return
    print(report, end="")
    if changes and not closes:
        print(closing, end="", file=sys.stderr)


def _closing(reported: Sequence[Item], changes: Sequence[Done]) -> str:
    """The last lines: what was fixed where, how much is left, and what of that can be fixed."""
    if not changes:
        return f"{summary(reported)}\n"
    counts = ", ".join(f"{each.verb} {each.count}" for each in changes)
    left = f"{counts}, {len(reported)} left.{f' {summary(reported)}' if reported else ''}"
    return "".join(f"{line}\n" for line in [*(line for each in changes for line in each.lines()), left])


def _statistics(reported: Sequence[Item], inputs: Descriptions) -> str:
    """How often each rule found something, and how far the descriptions are."""
    counts = Counter(item.finding.rule for item in reported)
    width = len(str(max(counts.values(), default=0)))
    rows = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    lines = [f"{count:>{width}}  {rule}" for rule, count in rows] or ["Nothing to fix."]
    return "".join(f"{line}\n" for line in [*lines, *([f"{inputs.words}."] if inputs.total else [])])


def _show_settings(models: Models) -> int:
    """Print each setting of each model with its value and where it came from."""
    for files in models:
        loaded = models.loaded(files.root)
        print(shown(files.root) or ".")
        for option in OPTIONS:
            value = getattr(loaded.settings, option.attribute)
            origin = loaded.origins.get(option.name, "default")
            value_text = "not set" if value is None else json.dumps(value, ensure_ascii=False)
            place = shown(Path(origin)) if origin not in ("default", "editor") else origin
            print(f"  {option.name} = {value_text}  ({place})")
    return FOUND_NOTHING
