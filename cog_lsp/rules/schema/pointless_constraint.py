"""A constraint that the build accepts and that does nothing, or not what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.model import ABSENT, Home, Input, Type
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code, finding, shown

SLUG = "pointless-constraint"
NUMBERS = ("int", "float")
LENGTHS = ("min_length", "max_length")
CONSTRAINTS = ("ge", "le", *LENGTHS, "regex", "choices")
CHOICE_TYPES = {"str": (str,), "int": (int,), "float": (int, float)}
UNSIGNED = 2**63
"""Cog publishes a negative length as a number beyond this one."""


def check(input: Input, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """Look at what is published only: what is dropped or refused is the matter of other rules."""
    published = input.annotation.published if input.annotation is not None else None
    if input.home is Home.DECORATOR or not isinstance(published, Type):
        return
    if not any(argument.keyword in CONSTRAINTS for argument in input.arguments):
        return
    yield from _on_type(input, published)
    yield from _bounds(input, "ge", "le", "no number is")
    yield from _bounds(input, *LENGTHS, "no text is")
    for keyword in LENGTHS:
        value = input.published(keyword)
        if isinstance(value, (int, float)) and value >= UNSIGNED:
            yield _at(input, keyword, f"A length cannot be negative: it is published as {_plain(value)}")
    yield from _choices(input, published)


def _at(input: Input, keyword: str, message: str) -> Finding:
    argument = input.argument(keyword)
    return finding(SLUG, input, message, argument.span if argument is not None else None)


def _on_type(input: Input, kind: Type) -> Iterator[Finding]:
    """Constraints that mean nothing for the type."""
    name = "list" if kind.name == "list" else kind.name
    for keyword in ("ge", "le", *LENGTHS, "regex"):
        if input.published(keyword) is ABSENT or (keyword == "regex" and not input.published(keyword)):
            continue
        takes = NUMBERS if keyword in ("ge", "le") else ("str", "Secret")
        if name not in takes and name not in ("Any", "union"):
            reason = "applies to the list, not to its items" if name == "list" else f"means nothing for {code(name)}"
            yield _at(input, keyword, f"`{keyword}` {reason}")


def _bounds(input: Input, low: str, high: str, nothing: str) -> Iterator[Finding]:
    lowest, highest = input.published(low), input.published(high)
    numbers = isinstance(lowest, (int, float)) and isinstance(highest, (int, float))
    if numbers and lowest > highest and highest >= 0 and lowest < UNSIGNED:
        yield _at(input, low, f"`{low}={_plain(lowest)}` is above `{high}={_plain(highest)}`: {nothing} allowed")


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _choices(input: Input, kind: Type) -> Iterator[Finding]:
    """Choices that leave nothing to choose, are of another type, or make other arguments pointless."""
    choices = input.published("choices")
    argument = input.argument("choices")
    if not isinstance(choices, list) or (argument is not None and argument.changed):
        return
    if not choices:
        yield _at(input, "choices", "An empty list of choices is not published: any value is allowed")
        return
    if kind.name == "list":
        yield _at(input, "choices", "With choices, Cog publishes a single value in place of the list")
        return
    twice = next(_repeated(choices), None)
    if twice is not None:
        yield _at(input, "choices", f"The choice {shown(twice)} stands there twice")
    elif len(choices) == 1:
        yield _at(input, "choices", "With a single choice there is nothing to choose")
    allowed = CHOICE_TYPES.get(kind.name)
    wrong = [c for c in choices if allowed and (isinstance(c, bool) or not isinstance(c, allowed))]
    if wrong:
        yield _at(input, "choices", f"The choice {shown(wrong[0])} is no {code(kind.name)}: no request with it passes")
    for keyword in ("ge", "le", *LENGTHS):
        if input.published(keyword) is not ABSENT and kind.name in (*NUMBERS, "str"):
            yield _at(input, keyword, f"`{keyword}` does nothing beside `choices`")


def _repeated(choices: list[Any]) -> Iterator[Any]:
    """The choices that stand there before, as values of the same type."""
    seen: set[tuple[type, str]] = set()
    for choice in choices:
        key = type(choice), repr(choice)
        if key in seen:
            yield choice
        seen.add(key)


def _example(parameter: str, note: str = "") -> Example:
    return Example(f"        {parameter},", note=note)


def _reported(parameter: str, *found: str, note: str = "") -> Example:
    return Example(f"        {parameter},", found, note=note)


RULE = Rule(
    slug=SLUG,
    summary="A constraint that the build accepts and that does nothing, or not what it says.",
    severity="information",
    subject="input",
    why="""
        Cog publishes constraints without looking at their meaning: a lower bound above the upper one lets no request
        through, bounds on a text or a list are shown in the form and never checked, a single choice is no choice.
    """,
    what_to_do="Remove the constraint, or write the one that was meant. To bound the items of a list, say so in the description.",
    valid=(
        _example("scale: float = Input(ge=0, le=20)"),
        _example('style: str = Input(choices=["photo", "drawing 🎨"])'),
        _example('name: str = Input(min_length=1, max_length=20, regex="^a")'),
        _example("size: int = Input(ge=512, le=512)", "exactly one value is still a value"),
        _example("size: int = Input(\r\n            ge=64,\r\n            le=2048,\r\n        )"),
        _example("names: list[str] = Input(default=[])"),
    ),
    invalid=(
        _reported("scale: float = Input(ge=20, le=0)", "ge=20"),
        _reported("name: str = Input(\n            ge=1,\n        )", "ge=1", note="a bound on a text"),
        _reported('style: str = Input(choices=["photo 📷"])', 'choices=["photo 📷"]'),
        _reported(
            'style: str = Input(\r\n            choices=["a", "b", "a"],\r\n        )', 'choices=["a", "b", "a"]'
        ),
        _reported("sizes: list[int] = Input(ge=1, le=10)", "ge=1", "le=10", note="bounds on a list"),
        _reported('names: list[str] = Input(choices=["a", "b"])', 'choices=["a", "b"]', note="the list is lost"),
        _reported('size: int = Input(choices=["1", "2"])', 'choices=["1", "2"]'),
        _reported("size: int = Input(choices=[1, 2], ge=1)", "ge=1"),
        _reported("name: str = Input(min_length=-1)", "min_length=-1"),
    ),
    check=check,
)
