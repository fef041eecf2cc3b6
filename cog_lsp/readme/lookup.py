"""What stands at a place of a README, for editors: a heading of a topic, an input in a snippet, names to complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cog_lsp.predictor.model import Field, Input, Predictor
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.readme.markdown.records import Code, Part
from cog_lsp.readme.references import listings
from cog_lsp.readme.snippets import snippets, snippets_of_part
from cog_lsp.readme.snippets.problems import is_about
from cog_lsp.readme.snippets.records import Entry, Snippet
from cog_lsp.readme.topics import TOPICS, Topic, topics
from cog_lsp.text import Span


@dataclass(frozen=True, slots=True)
class Place:
    """An input in a snippet."""

    snippet: Snippet
    entry: Entry
    part: Literal["name", "value"]

    @property
    def span(self) -> Span:
        """The name or the value, absolute."""
        return self.entry.name_span if self.part == "name" else self.entry.value_span


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing to complete with."""

    kind: Literal["input", "value"]
    text: str
    """What stands there afterwards."""
    span: Span
    """What it replaces."""
    input: str
    """The input whose name or value it is."""


def topic_hover(topic: Topic) -> str:
    """What belongs into the section of a topic, in Markdown."""
    return f"**{topic.title}**\n\n{topic.guidance}"


def topic_at(card: ModelCard, offset: int) -> tuple[Topic, Span] | None:
    """The topic of the heading at an offset, and the heading; the title stands for what the model does."""
    for section in card.sections:
        if section.heading.span.holds(offset):
            found = next((slug for slug in TOPICS if slug in section.topics), None)
            if found is None and section.heading is card.title:
                found = TOPICS[0]
            return (topics()[found], section.heading.text_span) if found is not None else None
    return None


def place_at(card: ModelCard, offset: int) -> Place | None:
    """The name or value of an input in a snippet at an offset."""
    found = card.part_at(offset)
    if found is None:
        return None
    origin, part = found
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


_CALLS = re.compile(r"\breplicate\b|/predictions\b|\bcog[ \t]+(?:run|predict|train)\b|\.predict\(|[\"']input[\"']\s*:")
_FLAG_NAME = re.compile(r"(?:^|\s)(?:-i|--input)[ =]?[ \t]*[\"']?([A-Za-z_]\w*)?\Z")
_FLAG_VALUE = re.compile(r"(?:^|\s)(?:-i|--input)[ =]?[ \t]*[\"']?([A-Za-z_]\w*)=[\"']?([^\s\"']*)\Z")
_OPENING = re.compile(r"input[\"']?\s*[:=]\s*(?:dict)?[{(]|\.(?:predict|create)\(")
_MEMBER = re.compile(r"(?<![\w./:+-])([A-Za-z_]\w*)[\"']?\s*[:=]\s*[\"']?([\w./:+-]*)\Z")
REACH = 4000
"""Characters in front of the cursor that are looked at."""


def completions(card: ModelCard, offset: int, predictor: Predictor) -> list[Completion]:
    """Names of inputs, or values of the input in front of the cursor, where the cursor stands in a call in a code
    block. Goes by the text before the cursor, because a call that is being typed does not parse."""
    found = card.part_at(offset)
    code = _code_at(*found, offset) if found is not None else None
    if found is None or code is None or not _CALLS.search(code.content):
        return []
    before = card.text[max(0, offset - REACH, found[0] + code.span.start) : offset]
    line = re.split(r"[\r\n]", before)[-1]
    value = _FLAG_VALUE.search(line)
    if value is not None:
        return _values(value[1], value[2], offset, predictor)
    flag = _FLAG_NAME.search(line)
    typed = (flag[1] or "") if flag is not None else _key(before)
    if typed is not None:
        return _names(typed, offset, card, predictor)
    value = _MEMBER.search(line)
    if value is not None and predictor.find(value[1]) is not None:
        return _values(value[1], value[2], offset, predictor)
    return []


def _key(before: str) -> str | None:
    """A name that is being typed as the key of `input`, or as a keyword of `predict(…)`; None elsewhere."""
    start = len(before)
    while start and (before[start - 1].isalnum() or before[start - 1] == "_"):
        start -= 1
    if before[start : start + 1].isdigit():
        return None
    head = before[: start - (before[start - 1 : start] in ("'", '"'))]
    code = head.rstrip()
    openings = [match.end() for match in _OPENING.finditer(code)]
    brace = max(code.rfind("{"), code.rfind("}"))
    if not openings or openings[-1] <= brace:
        return None
    fresh = openings[-1] == len(code) or code.endswith(",") or "\n" in head[len(code) :]
    return before[start:] if fresh else None


def _code_at(origin: int, part: object, offset: int) -> Code | None:

    assert isinstance(part, Part)
    return next((c for c in part.codes if c.span.shifted(origin).holds(offset)), None)


def _names(typed: str, offset: int, card: ModelCard, predictor: Predictor) -> list[Completion]:
    place = place_at(card, offset)
    given = {e.name for e in place.snippet.entries if e.name_span.end != offset} if place is not None else set()
    span = Span(offset - len(typed), offset)
    return [Completion("input", i.name, span, i.name) for i in predictor.inputs if i.name not in given]


def _values(name: str, typed: str, offset: int, predictor: Predictor) -> list[Completion]:
    input = predictor.find(name)
    span = Span(offset - len(typed), offset)
    return [Completion("value", text, span, name) for text in (_choices(input) if input is not None else ())]


def _choices(input: Input) -> list[str]:
    if not isinstance(input.field, Field):
        return []
    if input.field.enum is not None:
        return [str(choice) for choice in input.field.enum.get("enum", ())]
    return ["true", "false"] if input.field.property.get("type") == "boolean" else []
