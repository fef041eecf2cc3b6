"""What the rules about descriptions share: where they put their findings, and what there is to do."""

from __future__ import annotations

from cog_lsp.predictor.model import ABSENT, Input
from cog_lsp.rules.rule import Step
from cog_lsp.text import Span

PLAIN_WORDS = Step("Put 1 technical term in plain words", "Put {n} technical terms in plain words")


def place(input: Input) -> Span:
    """The value of the description; the name where there is none."""
    argument = input.argument("description")
    return input.name_span if argument is None else argument.value_span


def place_in(input: Input, start: int, end: int) -> Span:
    """A part of the description's text, in the source. Where escapes or joined literals stand between, the whole."""
    argument = input.argument("description")
    text = input.description
    if argument is None or text is None:
        return input.name_span
    at = argument.source.find(text)
    if at < 0 or len(argument.source) != argument.value_span.end - argument.value_span.start:
        return argument.value_span
    return Span(argument.value_span.start + at + start, argument.value_span.start + at + end)


def exact(input: Input) -> bool:
    """Whether the description stands in the source as it is meant, so that a part of it can be replaced."""
    argument = input.argument("description")
    text = input.description
    return argument is not None and text is not None and argument.source.count(text) == 1


def is_silent(input: Input) -> bool:
    """Whether the rules know too little of an input: its default is opaque, or its arguments are unpacked."""
    return input.opaque or "**" in input.by_keyword


def has_description(input: Input) -> bool:
    """Whether a description is written, known or not; an empty one does not count."""
    value = input.meant("description")
    return value is not ABSENT and not (isinstance(value, str) and not value.strip())
