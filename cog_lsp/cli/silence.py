"""Comments that silence what is found today, written into the files: a way to begin with an old project."""

from __future__ import annotations

from pathlib import Path

from cog_lsp.check.checker import Checker
from cog_lsp.check.model import Model
from cog_lsp.cli.models import Models
from cog_lsp.cli.repair import Done, Wanted, bounds_of, put, settled
from cog_lsp.findings.finding import Finding
from cog_lsp.fixes import apply, suppression

MOST = 1_000
"""Findings of one file that are looked at."""


def silence(models: Models, checker: Checker, wanted: Wanted) -> Done:
    """Write a comment for every finding that one can silence."""
    done = Done("Silenced")
    for files in list(models):
        model = checker.check(files)
        for path in model.paths:
            before = models.workspace.read(path)
            after = before if before is None else _silenced(checker, model, path, before, wanted)
            if before is None or after is None or after == before:
                continue
            if put(done, path, (before, after), bounds_of(files, models)):
                done.settled[path] = settled(checker, model, path, (before, after), wanted)
        models.workspace.forget()
        checker.forget(files)
    return done


def _silenced(checker: Checker, model: Model, path: Path, text: str, wanted: Wanted) -> str:
    """The text with a comment for each finding. One after the other: a comment moves what stands below it."""
    told: list[Finding] = []

    def found(text: str) -> list[Finding]:
        return [finding for finding in checker.imagined(model, path, text).findings.get(path, ()) if wanted(finding)]

    left = found(text)
    for _ in range(MOST):
        finding = next((finding for finding in left if not _among(finding, told)), None)
        if finding is None:
            break
        now = checker.imagined(model, path, text)
        offer = suppression(finding, now.context(path, finding), text)
        after = apply(text, offer.work()) if offer is not None else text
        again = found(after)
        # What is silenced may have spoken for a weaker finding, which comes then.
        if _among(finding, again) < _among(finding, left):
            text, left = after, again
        else:  # no comment silences it
            told.append(finding)
    return text


def _among(finding: Finding, findings: list[Finding]) -> int:
    """How many findings say the same, wherever."""
    name = (finding.rule, finding.input, finding.message)
    return sum((other.rule, other.input, other.message) == name for other in findings)
