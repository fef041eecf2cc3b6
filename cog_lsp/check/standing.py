"""How a model stands: inputs explained, topics covered, examples that run, and what is left to do before publishing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cog_lsp.readme.coverage import covered
from cog_lsp.readme.snippets import snippets
from cog_lsp.readme.snippets.problems import is_about, problems
from cog_lsp.readme.topics import TOPICS, topics
from cog_lsp.rules import DESCRIPTION_RULES
from cog_lsp.writing.identity import own_name, title_of

if TYPE_CHECKING:
    from cog_lsp.findings.finding import Finding
    from cog_lsp.project.context import Context

TopicState = Literal["covered", "draft", "missing"]


@dataclass(frozen=True, slots=True)
class TopicStanding:
    """One topic of the model card."""

    slug: str
    title: str
    state: TopicState


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is left to do."""

    text: str
    rules: tuple[str, ...]
    """The rules whose findings it settles."""
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model stands."""

    name: str
    """`owner/name`, or a title where that is not known."""
    inputs: int
    explained: int
    topics: tuple[TopicStanding, ...]
    examples: int
    working: int
    steps: tuple[Step, ...]
    """What is left to do, in the order in which a person would do it."""

    @property
    def ready(self) -> bool:
        """Whether nothing is left to do."""
        return not self.steps


def standing(context: Context, findings: Iterable[Finding]) -> Standing:
    """The standing of a model; `findings` are those of all its files."""
    found = tuple(findings)
    predictor, card = context.predictor, context.card
    names = [i.name for i in predictor.inputs] if predictor is not None else []
    flagged = {f.input for f in found if f.rule in DESCRIPTION_RULES}
    total, working = _examples(context)
    return Standing(
        name=own_name(context)
        or (card.title.text if card is not None and card.title is not None else title_of(context)),
        inputs=len(names),
        explained=sum(name not in flagged for name in names),
        topics=_topics(context, found) if card is not None else _no_topics(context),
        examples=total,
        working=working,
        steps=tuple(_steps(found)),
    )


def _wanted(context: Context) -> Sequence[str]:
    return [slug for slug in TOPICS if slug in (context.settings.topics or TOPICS)]


def _no_topics(context: Context) -> tuple[TopicStanding, ...]:
    return tuple(TopicStanding(slug, topics()[slug].title, "missing") for slug in _wanted(context))


def _topics(context: Context, findings: tuple[Finding, ...]) -> tuple[TopicStanding, ...]:
    assert context.card is not None
    there = covered(context.card, context.settings.headings)
    unwritten = {slug for f in findings if f.rule == "empty-section" for slug in dict(f.data).get("topics", ())}
    states: list[TopicStanding] = []
    for slug in _wanted(context):
        state: TopicState = "draft" if slug in unwritten else "covered" if slug in there else "missing"
        states.append(TopicStanding(slug, topics()[slug].title, state))
    return tuple(states)


def _examples(context: Context) -> tuple[int, int]:
    """How many examples call the model, and how many of them are without a fault."""
    if context.card is None or context.predictor is None:
        return 0, 0
    own = own_name(context)
    ours = [s for s in snippets(context.card) if is_about(s, context.predictor, own)]
    return len(ours), sum(not problems(s, context.predictor, own) for s in ours)


_TODO = (
    (("missing-description",), "Describe {n} input{s} that {have} no description"),
    (("unfinished-description",), "Finish {n} description{s} that still {hold} a placeholder"),
    (("terse-description",), "Say more about {n} input{s} whose description only restates the name"),
    (("unexplained-bounds",), "Explain the range of {n} input{s}"),
    (("contradicting-description",), "Correct {n} description{s} that the code contradicts"),
    (("jargon", "unexplained-choices"), "Put {n} technical term{s} in plain words"),
    (("missing-readme",), "Write a README.md beside cog.yaml"),
    (("unclear-summary",), "Sum the model up in one or two plain sentences below the title"),
    (("missing-example",), "Show an example that runs the model"),
    (("broken-example",), "Repair {n} place{s} in the examples"),
    (("stale-reference",), "Bring {n} entr{y} of the table of inputs up to date"),
    (("missing-section",), "Cover the missing topics: {topics}"),
    (("empty-section",), "Write {n} section{s} that {be} empty or still {a}draft{s}"),
    (("broken-link",), "Repair {n} link{s} to files that do not exist"),
)


def _steps(findings: tuple[Finding, ...]) -> Iterable[Step]:
    """Errors first, because nothing can be published with them; then the form, then the README."""
    errors = [f for f in findings if f.severity == "error"]
    if errors:
        rules = tuple(dict.fromkeys(f.rule for f in errors))
        yield Step(_text("Mend {n} error{s} that stop{z} the build", errors), rules, len(errors))
    known = {slug for rules, _ in _TODO for slug in rules}
    other = [f for f in findings if f.severity == "warning" and f.rule not in known]
    if other:
        rules = tuple(dict.fromkeys(f.rule for f in other))
        yield Step(_text("Look at {n} warning{s} about what Cog will publish", other), rules, len(other))
    for rules, text in _TODO:
        here = [f for f in findings if f.rule in rules and f.severity in ("warning", "information")]
        if here:
            yield Step(_text(text, here), tuple(r for r in rules if any(f.rule == r for f in here)), len(here))


def _text(text: str, findings: Sequence[Finding]) -> str:
    n = len(findings)
    one = n == 1
    missing = [topics()[slug].short for f in findings for slug in dict(f.data).get("topics", ()) if slug in topics()]
    return text.format(
        n=n,
        s="" if one else "s",
        z="s" if one else "",
        y="y" if one else "ies",
        have="has" if one else "have",
        hold="holds" if one else "hold",
        be="is" if one else "are",
        a="a " if one else "",
        topics=", ".join(dict.fromkeys(missing)),
    )
