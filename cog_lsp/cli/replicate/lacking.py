"""What a published model lacks beside the files here, and how its examples fit them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from cog_lsp.check.model import Model
from cog_lsp.listing import listed
from cog_lsp.readme.placeholders import VERSION
from cog_lsp.replicate.page import Example, Published, lines_of, misfits
from cog_lsp.writing.page import DESCRIPTION, README, Repository, page_readme

MOST_NAMES = 8
"""Inputs that a line names."""
SHORT = 8
"""Characters of an id that a line shows."""


class Judged(Struct, frozen=True):
    """An example of the page beside the signature here."""

    example: Example
    name: str
    """How a line calls it."""
    problems: tuple[str, ...]
    """Why its inputs do not fit."""


def judged_examples(model: Model, page: Published) -> list[Judged]:
    """Every example of the page, the one that it opens with first."""
    return [_judged(model, example, page) for example in page.examples]


def _judged(model: Model, example: Example, page: Published) -> Judged:
    name = "The example" if len(page.examples) == 1 else f"Example {example.id[:SHORT]}"
    return Judged(example, name, () if model.predictor is None else misfits(example, model.predictor))


def lacking(model: Model, page: Published, examples: Sequence[Judged], repository: Repository | None) -> Iterator[str]:
    """What is missing and how to settle it, in the order in which a person would."""
    address = f"replicate.com/{page.name}"
    if page.version is None:
        yield f"It has no version. Push one: cog push r8.im/{page.name}"
    if page.default is None:
        yield f"It has no example. Run it on {address}, open the prediction and choose “Use as example”."
    for one in examples:
        for message in one.problems:
            yield f"{one.name} does not fit the signature: {message}. Make a new one on {address}."
    if not page.fields.get(DESCRIPTION, "").strip():
        yield "It has no description. The first sentence of the README becomes it: cog-lsp publish"
    there = page.fields.get(README, "")
    if not there.strip():
        yield "It has no README on Replicate. Send the local one: cog-lsp publish"
    elif model.card is not None and lines_of(there) != lines_of(page_readme(model.card, repository)):
        yield "The README on Replicate differs from the local one. Bring it up to date: cog-lsp publish"
    yield from _calls_without_version(model, page)
    if page.visibility != "public":
        yield f"It is {page.visibility or 'not public'}. Make it public on {address}/settings."


def _calls_without_version(model: Model, page: Published) -> Iterator[str]:
    """Drafted calls of the README in which the version is still to be filled in."""
    text = model.card.text if model.card is not None else ""
    at = text.find(f"{page.name}:{VERSION}")
    if page.version and at >= 0:
        line = text.count("\n", 0, at) + 1
        yield f"Line {line} of the README calls `{page.name}:{VERSION}`. Write `{page.name}:{page.version}`."


def versions(page: Published, examples: Sequence[Judged]) -> dict[str, int]:
    """On which versions the examples ran, and how many on each; the latest one first."""
    names = [one.example.version for one in examples if one.example.version]
    return {name: names.count(name) for name in sorted(set(names), key=lambda name: (name != page.version, name))}


def not_shown(model: Model, examples: Sequence[Judged]) -> list[str]:
    """The inputs to which no example gives a value."""
    names = {name for one in examples for name, value in one.example.input.items() if value is not None}
    inputs = model.predictor.inputs if model.predictor is not None else ()
    return [input.name for input in inputs if input.name not in names]


def notes(model: Model, page: Published, examples: Sequence[Judged]) -> Iterator[str]:
    """What is worth knowing of the examples and is no fault."""
    ran = versions(page, examples)
    if ran:
        places = [f"{name[:SHORT]}{' (the latest)' if name == page.version else ''}" for name in ran]
        count = "1 example" if len(examples) == 1 else f"{len(examples)} examples"
        yield f"{count} ran on version{'s' if len(ran) > 1 else ''} {listed(places)}."
    names = not_shown(model, examples) if examples else []
    if names:
        more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
        yield f"No example shows {listed([f'`{name}`' for name in names[:MOST_NAMES]] + more)}."


def as_values(model: Model, page: Published, examples: Sequence[Judged], lines: Sequence[str]) -> dict[str, Any]:
    """All of it for programs."""
    return {
        "model": page.name,
        "displayworthy": page.is_displayworthy,
        "version": page.version,
        "lacking": list(lines),
        "examples": [
            {"id": one.example.id, "version": one.example.version, "problems": list(one.problems)} for one in examples
        ],
        "not_shown": not_shown(model, examples),
    }
