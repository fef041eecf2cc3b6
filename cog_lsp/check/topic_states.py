"""Which topics the README of a model covers, by the findings in it too: a draft or a placeholder covers nothing.

The one place where they are counted: the card, the lens, its command and the preview ask here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from cog_lsp.readme.coverage import covered
from cog_lsp.readme.topics import TOPICS, topics
from cog_lsp.rules import FOREIGN_README, UNWRITTEN_SECTION

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.findings.finding import Finding
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.settings.record import Settings

State = Literal["covered", "draft", "missing", "unjudged"]
"""A README in another language than English is not judged beyond the headings that are known."""


class TopicState(Struct, frozen=True):
    """One topic of the model card."""

    slug: str
    title: str
    state: State


def topic_states(card: ModelCard | None, settings: Settings, findings: Iterable[Finding]) -> tuple[TopicState, ...]:
    """How the topics stand that the settings ask for; `findings` are those of all files, or of the README alone."""
    slugs = [slug for slug in TOPICS if slug in (settings.topics or TOPICS)]
    findings = list(findings)
    if card is None or any(finding.rule == FOREIGN_README.slug for finding in findings):
        return tuple(TopicState(slug, topics()[slug].title, "missing") for slug in slugs)
    there = covered(card, settings.headings)
    unwritten = {slug for f in findings if f.rule == UNWRITTEN_SECTION.slug for slug in dict(f.data).get("topics", ())}
    states: list[TopicState] = []
    absent: State = "missing" if card.english else "unjudged"
    for slug in slugs:
        state: State = "draft" if slug in unwritten else "covered" if slug in there else absent
        states.append(TopicState(slug, topics()[slug].title, state))
    return tuple(states)


def topics_in(model: Model) -> tuple[TopicState, ...]:
    """How the topics of a model stand."""
    findings = (f for group in model.groups if group.path == model.files.readme for f in group.findings)
    return topic_states(model.card, model.settings, findings)
