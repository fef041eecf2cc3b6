"""How a model stands: inputs explained, topics covered, examples that run, and what is left to do before publishing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from cog_lsp.check.grades import NEARLY, Grade, grades
from cog_lsp.check.steps import Report, Todo, is_asked, steps
from cog_lsp.check.topic_states import TopicState, topic_states
from cog_lsp.readme.snippets import snippets
from cog_lsp.readme.snippets.problems import is_about, problems
from cog_lsp.rules import BY_SLUG
from cog_lsp.rules.rule import Part
from cog_lsp.writing.identity import own_name, title_of

if TYPE_CHECKING:
    from cog_lsp.check.explained import Descriptions
    from cog_lsp.findings.finding import Finding
    from cog_lsp.project.context import Context

NAMED = 3
"""Steps that the verdict names."""
OF_ALL = ("what-it-does", "how-to-use")
"""The topics that the smallest example needs."""
NOTHING_RUNS = "nothing says what runs the model"
FEW_INPUTS, FEW_LINES = 3, 60
"""What an example has at most."""


class Standing(Struct, frozen=True):
    """How a model stands."""

    name: str
    """`owner/name`, or a title where that is not known."""
    inputs: Descriptions
    topics: tuple[TopicState, ...]
    examples: int
    working: int
    grades: Mapping[Part, Grade]
    steps: tuple[Todo, ...]
    """What is left to do, in the order in which a person would do it."""
    runs: bool
    """Whether there is a predictor, or an error that says why not."""

    @property
    def ready(self) -> bool:
        """Whether nothing stops it: what could be better may be left to do."""
        return self.runs and not any(step.stops for step in self.steps)

    @property
    def verdict(self) -> str:
        """One line that says whether it is ready, and what stops it."""
        stopping = [] if self.runs else [f"{NOTHING_RUNS} (name it in cog.yaml, as in run: run.py:Runner)"]
        stopping += [step.text[:1].lower() + step.text[1:] for step in self.steps if step.stops]
        if stopping:
            more = [f"{len(stopping) - NAMED} more"] if len(stopping) > NAMED else []
            return f"Not ready. What stops it: {'; '.join([*stopping[:NAMED], *more])}."
        return f"Ready, though {self._left} could be better." if self.steps else "Ready: nothing is left to do."

    @property
    def _left(self) -> str:
        return "one thing" if len(self.steps) == 1 else f"{len(self.steps)} things"


def standing(context: Context, reports: Iterable[Report], inputs: Descriptions) -> Standing:
    """The standing of a model; `reports` are the findings in all its files, `inputs` how far its descriptions are."""
    every, card = tuple(reports), context.card
    states = topic_states(card, context.settings, [report.finding for report in every])
    needed = _needed(context, states)
    slugs = [topic.slug for topic in needed]
    every = tuple(report for report in every if is_asked(report.finding, slugs))
    findings = [report.finding for report in every]
    total, working = _examples(context)
    has_predictor = context.predictor is not None or context.trainer is not None or bool(context.candidates)
    runs = has_predictor or any(finding.severity == "error" for finding in findings)
    shares: dict[Part, float] = {
        "inputs": len(inputs.explained) / inputs.total if inputs.total else float(runs),
        "examples": working / total if total else _without_examples(context, findings),
        "card": 0 if card is None else sum(t.state == "covered" for t in needed) / len(needed) if needed else 1,
        "schema": float(runs),
    }
    return Standing(
        name=own_name(context)
        or (card.title.text if card is not None and card.title is not None else title_of(context)),
        inputs=inputs,
        topics=states,
        examples=total,
        working=working,
        grades=grades(findings, shares),
        steps=tuple(steps(every, slugs)),
        runs=runs,
    )


def _without_examples(context: Context, findings: Iterable[Finding]) -> float:
    """How much of it is done where no example calls the model: a README that runs its own code shows something, unless
    it is another project's."""
    rules = [BY_SLUG[finding.rule] for finding in findings]
    is_foreign = any(rule.stands_alone and rule.subject == "card" for rule in rules)
    is_missing = context.card is None or is_foreign or any(rule.about_examples for rule in rules)
    return 0 if is_missing else NEARLY


def _needed(context: Context, states: Sequence[TopicState]) -> list[TopicState]:
    """The topics that count for the grade: those that can be judged; of a model that only shows how something is done,
    what it does and how to run it."""
    judged = [topic for topic in states if topic.state != "unjudged"]
    return [topic for topic in judged if topic.slug in OF_ALL] if is_tiny(context) else judged


def is_tiny(context: Context) -> bool:
    """Whether a model is an example of a few lines without libraries: nobody asks it for use cases or a citation."""
    predictor, cog = context.predictor, context.cog
    return (
        predictor is not None
        and cog is not None
        and not cog.gpu
        and not cog.requirements
        and len(predictor.inputs) <= FEW_INPUTS
        and predictor.text.count("\n") <= FEW_LINES
    )


def _examples(context: Context) -> tuple[int, int]:
    """How many examples call the model, and how many of them are without a fault."""
    if context.card is None or context.predictor is None:
        return 0, 0
    own = own_name(context)
    ours = [s for s in snippets(context.card) if is_about(s, context.predictor, own)]
    return len(ours), sum(not problems(s, context.predictor, own) for s in ours)
