"""What stands on top of the page: whether a model can be published and what stops it, as `cog-lsp card` judges it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from cog_lsp.check.explained import descriptions_in
from cog_lsp.check.standing import NOTHING_RUNS, standing
from cog_lsp.playground.field.visible import collapse, excerpt
from cog_lsp.playground.page.notes import noted
from cog_lsp.rules import BY_SLUG

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.check.steps import Todo
    from cog_lsp.findings.finding import Finding
    from cog_lsp.predictor.model import Predictor

Level = Literal["fails", "stops", "ready"]


class VerdictStep(Struct, frozen=True):
    """One thing that is left to do."""

    text: str
    note: int
    """Which of the page's notes is the first that it is about."""


class Verdict(Struct, frozen=True):
    """How the model stands."""

    level: Level
    text: str
    steps: tuple[VerdictStep, ...] = ()
    """What stops it or, where nothing does, what could be better; in the order in which a person would do it."""


class _Report(Struct, frozen=True):
    """A finding for the one function that judges a model; the page has places of its own, and no commands."""

    finding: Finding
    file: str = ""
    start: tuple[int, int] = (1, 1)
    fix: None = None


def verdict_of(model: Model) -> Verdict:
    """The verdict on a model that has been read and judged."""
    findings = [one.finding for one in noted(model)]
    numbers = {id(finding): n for n, finding in enumerate(findings)}
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        return Verdict("fails", "The build fails", tuple(VerdictStep(_reason(e), numbers[id(e)]) for e in errors))
    state = standing(model.context_of(), map(_Report, findings), descriptions_in(model))
    steps = state.steps
    if not state.runs:
        return Verdict("stops", NOTHING_RUNS[:1].upper() + NOTHING_RUNS[1:], _steps(steps, numbers))
    stopping = [step for step in steps if step.stops]
    if stopping:
        stop = "stops" if len(stopping) == 1 else "stop"
        return Verdict("stops", f"{_things(stopping)} {stop} it", _steps(stopping, numbers))
    words = f"Ready, though {_things(steps).lower()} could be better" if steps else "Ready: nothing is left to do"
    return Verdict("ready", words, _steps(steps, numbers))


def _reason(error: Finding) -> str:
    """Why the build fails, below a headline that says that it does."""
    return error.message.replace("Cog's build fails: ", "", 1)


def _things(steps: Sequence[Todo]) -> str:
    return "One thing" if len(steps) == 1 else f"{len(steps)} things"


def _steps(steps: Sequence[Todo], numbers: Mapping[int, int]) -> tuple[VerdictStep, ...]:
    return tuple(VerdictStep(step.text, numbers[id(step.reports[0].finding)]) for step in steps)


def why_no_fields(predictor: Predictor | None, findings: Iterable[Finding]) -> str:
    """Why the form is empty: what cannot be read or is not there, the fault of the source first. Nothing where a model
    takes no inputs."""
    faults = [finding for finding in findings if finding.severity == "error" and finding.input is None]
    faults.sort(key=lambda finding: BY_SLUG[finding.rule].subject != "source")
    if faults:
        return f"No inputs can be shown. {excerpt(collapse(faults[0].message))}."
    if predictor is None:
        return (
            "No inputs can be shown: nothing says what runs the model. Name it in cog.yaml, as in `run: run.py:Runner`."
        )
    return ""
