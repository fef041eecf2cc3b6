"""What is left to do before a model is published, in the order of harm."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import FixKind
from cog_lsp.listing import listed
from cog_lsp.readme.topics import topics
from cog_lsp.rules import BY_SLUG, RULES
from cog_lsp.rules.rule import Step

MOST_NAMES = 8
"""Places that a step names."""

_ERRORS = Step("Fix 1 error that stops the build", "Fix {n} errors that stop the build")
_WARNINGS = Step("Look at 1 warning about what Cog will publish", "Look at {n} warnings about what Cog will publish")
_DRAFTS = Step("Read 1 draft, and keep or rewrite it", "Read {n} drafts, and keep or rewrite them", is_needed=True)


class Report(Protocol):
    """A finding with its place."""

    @property
    def finding(self) -> Finding:
        """What is reported."""

    @property
    def file(self) -> str:
        """The name of the file for people."""

    @property
    def start(self) -> tuple[int, int]:
        """Line and column, from 1."""

    @property
    def fix(self) -> FixKind | None:
        """The best kind of fix that needs no author to finish it."""


class Todo(Struct, frozen=True):
    """One thing that is left to do."""

    text: str
    """What to do, without where."""
    rules: tuple[str, ...]
    """The rules whose findings it settles."""
    stops: bool
    """Whether the model is not ready before it is done."""
    reports: tuple[Report, ...]
    command: str
    """What settles it on the command line; empty where only a person can."""
    settled: int
    """How many of the findings that command settles."""

    @property
    def count(self) -> int:
        """How many findings there are."""
        return len(self.reports)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The inputs that it is about, in the order of the form."""
        return tuple(dict.fromkeys(r.finding.input for r in self.reports if r.finding.input is not None))

    @property
    def schema(self) -> int:
        """How many of the findings are about what Cog publishes."""
        return sum(BY_SLUG[report.finding.rule].part == "schema" for report in self.reports)

    @property
    def places(self) -> str:
        """Where to do it: the inputs with their lines, or the lines. Empty for a file that is not there yet."""
        names = list(dict.fromkeys(_place(r) for r in self.reports if BY_SLUG[r.finding.rule].subject != "project"))
        more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
        return listed([*names[:MOST_NAMES], *more]) if names else ""


def steps(reports: Iterable[Report], asked: Collection[str]) -> list[Todo]:
    """Errors first, because nothing can be published with them; what goes out otherwise than it was meant; what is
    broken for who follows the card today; what is unfinished; and last what could be said better. `asked` are the
    topics that the model needs."""
    reports = [report for report in reports if report.finding.severity != "hint"]
    errors = [r for r in reports if r.finding.severity == "error"]
    others = [r for r in reports if r.finding.severity == "warning" and BY_SLUG[r.finding.rule].step is None]
    first = [_todo(step, group, asked) for step, group in ((_ERRORS, errors), (_WARNINGS, others)) if group]
    todos: list[tuple[Step, Todo]] = []
    for own in dict.fromkeys(rule.step for rule in RULES if rule.step is not None):
        here = [r for r in reports if BY_SLUG[r.finding.rule].step == own and r.finding.severity != "error"]
        drafts = [r for r in here if r.finding.is_unread]
        rest = [r for r in here if not r.finding.is_unread]
        todos += [(step, _todo(step, group, asked)) for step, group in ((_DRAFTS, drafts), (own, rest)) if group]
    todos.sort(key=lambda pair: (not pair[0].is_broken, not pair[1].stops))
    return [*first, *(todo for _, todo in todos)]


def is_asked(finding: Finding, asked: Collection[str]) -> bool:
    """Whether a finding is more than a note about topics that the model does not need."""
    slugs = _topics(finding)
    return finding.severity != "information" or not slugs or any(slug in asked for slug in slugs)


def _topics(finding: Finding) -> tuple[str, ...]:
    slugs = dict(finding.data).get("topics", ())
    return tuple(slug for slug in slugs if slug in topics())


def _todo(step: Step, reports: Sequence[Report], asked: Collection[str]) -> Todo:
    """The step for some findings."""
    slugs = dict.fromkeys(slug for r in reports for slug in _topics(r.finding) if slug in asked)
    rules = {r.finding.rule for r in reports}
    order = tuple(rule.slug for rule in RULES if rule.slug in rules)
    kinds = [r.fix for r in reports if r.fix is not None]
    options = "--fix --drafts" if "draft" in kinds else "--fix"
    return Todo(
        text=step.text(len(reports), ", ".join(topics()[slug].short for slug in slugs)),
        rules=order,
        stops=step.is_needed or any(r.finding.severity in ("error", "warning") for r in reports),
        reports=tuple(reports),
        command=f"cog-lsp check {options} --select {','.join(order)}" if kinds else "",
        settled=len(kinds),
    )


def _place(report: Report) -> str:
    where = f"{report.file}:{report.start[0]}"
    return where if report.finding.input is None else f"`{report.finding.input}` ({where})"
