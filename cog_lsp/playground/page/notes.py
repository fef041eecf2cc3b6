"""Findings as the page shows them, with what can be done about each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from cog_lsp.findings.repairs import CardRepair, Describe, NameVersion
from cog_lsp.playground.field.visible import collapse, excerpt

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.findings.finding import Finding
    from cog_lsp.project.context import Context


class NoteFix(Struct, frozen=True):
    """A quick fix of a finding."""

    title: str
    """As editors show it, which names it."""
    label: str
    """What it does, in a few words."""
    text: str = ""
    """The whole text that it writes, where that is the description of an input."""


class Note(Struct, frozen=True):
    """A finding as the page shows it, with its quick fixes."""

    rule: str
    severity: str
    message: str
    input: str | None
    fixes: tuple[NoteFix, ...] = ()


class Noted(NamedTuple):
    """A finding with its file, and with what its fixes may look at."""

    path: Path
    finding: Finding
    context: Context


def noted(model: Model) -> Iterator[Noted]:
    """The findings of a model in the order in which the page has them."""
    for path in model.paths:
        for finding, context in model.in_context(path):
            yield Noted(path, finding, context)


def find(model: Model, at: int, rule: str, message: str) -> Noted | None:
    """The finding that a page of this model, or of what it was a moment ago, has at a place; None where it is gone."""
    every = list(noted(model))
    same = [n for n, one in enumerate(every) if _is(one.finding, rule, message)]
    best = min(same, key=lambda n: abs(n - at), default=None)
    return None if best is None else every[best]


def _is(finding: Finding, rule: str, message: str) -> bool:
    return finding.rule == rule and _message(finding) == message


def _message(finding: Finding) -> str:
    return excerpt(collapse(finding.message))


def note(finding: Finding, context: Context) -> Note:
    """A finding for the page."""
    return Note(finding.rule, finding.severity, _message(finding), finding.input, note_fixes(finding, context))


def note_fixes(finding: Finding, context: Context) -> tuple[NoteFix, ...]:
    """The quick fixes of a finding. They are told without their edits, so a preview costs no rewriting."""
    fixes: dict[str, NoteFix] = {}
    for repair in finding.repairs:
        if isinstance(repair, Describe):
            fixes |= {fix.title: fix for fix in _drafts(finding, repair, context)}
        elif isinstance(repair, NameVersion) and context.published_version(repair.model) is None:
            continue
        elif isinstance(repair, CardRepair):
            from cog_lsp.fixes import markdown

            title = markdown.title(repair)
            fixes.setdefault(title, NoteFix(title, title))
        else:
            fixes.setdefault(repair.title, NoteFix(repair.title, repair.title))
    return tuple(fixes.values())


def _drafts(finding: Finding, repair: Describe, context: Context) -> Iterator[NoteFix]:
    """The drafts that a description can have."""
    from cog_lsp.fixes.offers import VERBS, draft_titles
    from cog_lsp.rules.inputs.drafting import drafts_for

    predictor = context.predictor
    input = predictor.find(finding.input) if predictor is not None and finding.input is not None else None
    if input is None:
        return
    drafts = drafts_for(input, context, repair.facets)
    for draft, title in zip(drafts, draft_titles(drafts), strict=True):
        yield NoteFix(title, VERBS[draft.kind], excerpt(draft.text))
