"""What stands at a place of a README, for editors: a heading of a topic, an input in a snippet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from cog_lsp.predictor.model import Predictor
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.readme.references import listings
from cog_lsp.readme.snippets import snippets, snippets_of_part
from cog_lsp.readme.snippets.problems import is_about
from cog_lsp.readme.snippets.records import Entry, Snippet
from cog_lsp.readme.topics import TOPICS, Topic, topics
from cog_lsp.text import Span


class Place(Struct, frozen=True):
    """An input in a snippet."""

    snippet: Snippet
    entry: Entry
    part: Literal["name", "value"]

    @property
    def span(self) -> Span:
        """The name or the value, absolute."""
        return self.entry.name_span if self.part == "name" else self.entry.value_span


def topic_hover(topic: Topic) -> str:
    """What belongs into the section of a topic, in Markdown."""
    return f"**{topic.title}**\n\n{topic.guidance}"


def topic_at(card: ModelCard, offset: int) -> tuple[Topic, Span] | None:
    """The topic of the heading at an offset, and the heading; the title stands for what the model does."""
    for section in card.sections:
        if section.heading.span.holds(offset):
            topic_slug = next((slug for slug in TOPICS if slug in section.topics), None)
            if topic_slug is None and section.heading is card.title:
                topic_slug = TOPICS[0]
            return (topics()[topic_slug], section.heading.text_span) if topic_slug is not None else None
    return None


def place_at(card: ModelCard, offset: int) -> Place | None:
    """The name or value of an input in a snippet at an offset."""
    placed_part = card.part_at(offset)
    if placed_part is None:
        return None
    origin, part = placed_part
    for snippet in snippets_of_part(part):
        for entry in snippet.entries:
            for which, span in (("name", entry.name_span), ("value", entry.value_span)):
                if span.shifted(origin).holds(offset):
                    moved = snippet.moved(lambda s: s.shifted(origin))
                    at = snippet.entries.index(entry)
                    return Place(moved, moved.entries[at], "name" if which == "name" else "value")
    return None


def mention_at(card: ModelCard, offset: int, predictor: Predictor) -> tuple[str, Span] | None:
    """The name of an input in a table or list of inputs at an offset."""
    for listing in listings(card, predictor):
        for mention in listing.mentions:
            if mention.name_span.holds(offset):
                return mention.name, mention.name_span
    return None


def mentions_of(card: ModelCard, name: str, predictor: Predictor, own: str | None) -> Iterator[Span]:
    """Every place of a README that names an input: snippets of this model, tables and lists."""
    for snippet in snippets(card):
        if is_about(snippet, predictor, own):
            yield from (entry.name_span for entry in snippet.entries if entry.name == name)
    for listing in listings(card, predictor):
        yield from (mention.name_span for mention in listing.mentions if mention.name == name)


def spelled(card: ModelCard, name: str) -> Iterator[Span]:
    """Every place of a README that holds a name as code in a line, `like this`."""
    blocks = [code.span.shifted(origin) for origin, part in card.having("code") for code in part.codes]
    for match in re.finditer(rf"(?<!`)`({re.escape(name)})`(?!`)", card.text):
        if not any(block.start <= match.start() < block.end for block in blocks):
            yield Span(*match.span(1))
