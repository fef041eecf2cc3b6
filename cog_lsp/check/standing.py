"""How a model stands: inputs explained, topics covered, examples that run, and what is left to do before publishing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cog_lsp.listing import listed
from cog_lsp.readme.coverage import covered
from cog_lsp.readme.snippets import snippets
from cog_lsp.readme.snippets.problems import is_about, problems
from cog_lsp.readme.topics import TOPICS, topics
from cog_lsp.rules import BY_SLUG, RULES, UNWRITTEN_SECTION
from cog_lsp.rules.rule import Step
from cog_lsp.writing.identity import own_name, title_of

if TYPE_CHECKING:
    from cog_lsp.check.explained import Descriptions
    from cog_lsp.findings.finding import Finding
    from cog_lsp.project.context import Context

MOST_NAMES = 8
"""Inputs that a step names."""
TopicState = Literal["covered", "draft", "missing", "unjudged"]
"""A README in another language than English is not judged beyond the headings that are known."""


@dataclass(frozen=True, slots=True)
class TopicStanding:
    """One topic of the model card."""

    slug: str
    title: str
    state: TopicState


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that is left to do."""

    text: str
    rules: tuple[str, ...]
    """The rules whose findings it settles."""
    count: int
    inputs: tuple[str, ...] = ()
    """The inputs that it is about, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model stands."""

    name: str
    """`owner/name`, or a title where that is not known."""
    inputs: Descriptions
    topics: tuple[TopicStanding, ...]
    examples: int
    working: int
    steps: tuple[Todo, ...]
    """What is left to do, in the order in which a person would do it."""

    @property
    def ready(self) -> bool:
        """Whether nothing is left to do."""
        return not self.steps


def standing(context: Context, findings: Iterable[Finding], inputs: Descriptions) -> Standing:
    """The standing of a model; `findings` are those of all its files, `inputs` how far its descriptions are."""
    all_findings = tuple(findings)
    card = context.card
    total, working = _examples(context)
    return Standing(
        name=own_name(context)
        or (card.title.text if card is not None and card.title is not None else title_of(context)),
        inputs=inputs,
        topics=_topics(context, all_findings) if card is not None else _no_topics(context),
        examples=total,
        working=working,
        steps=tuple(_steps(all_findings)),
    )


def _wanted(context: Context) -> Sequence[str]:
    return [slug for slug in TOPICS if slug in (context.settings.topics or TOPICS)]


def _no_topics(context: Context) -> tuple[TopicStanding, ...]:
    return tuple(TopicStanding(slug, topics()[slug].title, "missing") for slug in _wanted(context))


def _topics(context: Context, findings: tuple[Finding, ...]) -> tuple[TopicStanding, ...]:
    assert context.card is not None
    there = covered(context.card, context.settings.headings)
    unwritten = {slug for f in findings if f.rule == UNWRITTEN_SECTION.slug for slug in dict(f.data).get("topics", ())}
    states: list[TopicStanding] = []
    absent: TopicState = "missing" if context.card.english else "unjudged"
    for slug in _wanted(context):
        state: TopicState = "draft" if slug in unwritten else "covered" if slug in there else absent
        states.append(TopicStanding(slug, topics()[slug].title, state))
    return tuple(states)


def _examples(context: Context) -> tuple[int, int]:
    """How many examples call the model, and how many of them are without a fault."""
    if context.card is None or context.predictor is None:
        return 0, 0
    own = own_name(context)
    ours = [s for s in snippets(context.card) if is_about(s, context.predictor, own)]
    return len(ours), sum(not problems(s, context.predictor, own) for s in ours)


_ERRORS = Step("Fix 1 error that stops the build", "Fix {n} errors that stop the build")
_DRAFTS = Step("Read 1 draft, and keep or rewrite it", "Read {n} drafts, and keep or rewrite them")
_WARNINGS = Step("Look at 1 warning about what Cog will publish", "Look at {n} warnings about what Cog will publish")


def _steps(findings: tuple[Finding, ...]) -> Iterator[Todo]:
    """Errors first, because nothing can be published with them; then what is broken for who follows the card today;
    then the form, then the README, as the rules stand."""
    yield from _todo(_ERRORS, [f for f in findings if f.severity == "error"])
    others = [f for f in findings if f.severity == "warning" and BY_SLUG[f.rule].step is None]
    yield from _todo(_WARNINGS, others)
    steps = dict.fromkeys(rule.step for rule in RULES if rule.step is not None)
    for step in sorted(steps, key=lambda step: not step.is_broken):
        here = [f for f in findings if BY_SLUG[f.rule].step == step and f.severity in ("warning", "information")]
        yield from _todo(_DRAFTS, [f for f in here if f.is_unread])
        yield from _todo(step, [f for f in here if not f.is_unread])


def _todo(step: Step, findings: Sequence[Finding]) -> Iterator[Todo]:
    if findings:
        slugs = [slug for f in findings for slug in dict(f.data).get("topics", ()) if slug in topics()]
        titles = ", ".join(dict.fromkeys(topics()[slug].short for slug in slugs))
        rules = {f.rule for f in findings}
        order = tuple(rule.slug for rule in RULES if rule.slug in rules)
        inputs = tuple(dict.fromkeys(f.input for f in findings if f.input is not None))
        text = step.text(len(findings), titles) + (f": {_named(inputs)}" if inputs else "")
        yield Todo(text, order, len(findings), inputs)


def _named(names: tuple[str, ...]) -> str:
    """The names, or the first of them and how many there are beside."""
    items = [f"`{name}`" for name in names[:MOST_NAMES]]
    if len(names) > MOST_NAMES:
        items.append(f"{len(names) - MOST_NAMES} more")
    return listed(items)
