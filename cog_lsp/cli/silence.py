"""Comments that silence what is found today, written into the files: a way to begin with an old project."""

from __future__ import annotations

from pathlib import Path

from cog_lsp.check.checker import Checker
from cog_lsp.check.model import Model
from cog_lsp.cli.models import Models
from cog_lsp.cli.repair import Done, Wanted, bounds_of, by_rule, counted, put
from cog_lsp.findings.finding import Finding
from cog_lsp.fixes import apply, suppression
from cog_lsp.project.context import Context

MOST = 1_000
"""Findings of one file that are looked at."""


def silence(models: Models, checker: Checker, wanted: Wanted) -> Done:
    """Write a comment for every finding that one can silence."""
    changes = Done("Silenced")
    for files in list(models):
        model = checker.check(files)
        for path in model.paths:
            before = models.workspace.read(path)
            after = before if before is None else _silenced(checker, model, path, before, wanted)
            if before is None or after is None or after == before:
                continue
            if put(changes, path, (before, after), bounds_of(files, models)):
                standing, left = (counted(checker, model, path, text, wanted) for text in (before, after))
                changes.settled[path] = by_rule(standing - left)
        models.workspace.forget()
        checker.forget(files)
    return changes


def _silenced(checker: Checker, model: Model, path: Path, text: str, wanted: Wanted) -> str:
    """The text with a comment for each finding. One after the other: a comment moves what stands below it."""
    remaining: set[Name] = set()
    """What no comment silences."""

    def findings_in(text: str) -> list[tuple[Finding, Context]]:
        now = checker.imagined(model, path, text)
        return [(finding, context) for finding, context in now.in_context(path) if wanted(finding)]

    findings = findings_in(text)
    for _ in range(MOST):
        finding, context = next((pair for pair in findings if _name(pair[0]) not in remaining), (None, None))
        if finding is None or context is None:
            break
        offer = suppression(finding, context, text)
        after = apply(text, offer.work()) if offer is not None else text
        again = findings_in(after)
        # What is silenced may have spoken for a weaker finding, which comes then.
        if _count(finding, again) < _count(finding, findings):
            text, findings = after, again
        else:
            remaining.add(_name(finding))
    return text


Name = tuple[str, str | None, str]


def _name(finding: Finding) -> Name:
    """What a finding says, wherever it stands."""
    return finding.rule, finding.input, finding.message


def _count(finding: Finding, findings: list[tuple[Finding, Context]]) -> int:
    """How many findings say the same."""
    return sum(_name(other) == _name(finding) for other, _ in findings)
