"""Inputs whose choices are published otherwise, because other inputs add to the same constant."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from cog_lsp.predictor.cog.sums import Room
from cog_lsp.predictor.memory import Key
from cog_lsp.predictor.model import Field, Home, Input, Sum
from cog_lsp.predictor.reading.file import File
from cog_lsp.predictor.reading.inputs import all_refusals


class Settled(Struct, frozen=True):
    """An input as it was read, and as it is published beside the others."""

    read: Input
    published: Input


class SettledKey(Key[Settled], frozen=True):
    """The place of an input in its signature."""

    method: str
    order: int


def settled(file: File, inputs: Sequence[Input], method: str) -> list[Input]:
    """The inputs of a signature with the choices that are published in the end."""
    sums = [sum_of(input) for input in inputs]
    if not any(sums):
        return list(inputs)
    room = Room()
    room.write(shared.sum for shared in file.scope.shared.values() if shared.sum is not None)
    signature = zip(inputs, sums, strict=True)
    room.write(sum for input, sum in signature if sum is not None and input.home is Home.SIGNATURE)
    return [
        input if sum is None else _with_choices(file, input, room.read(sum), method)
        for input, sum in zip(inputs, sums, strict=True)
    ]


def sum_of(input: Input) -> Sum | None:
    """The sum that an input's choices are."""
    argument = input.by_keyword.get("choices")
    return None if argument is None or not isinstance(input.field, Field) else argument.sum


def _with_choices(file: File, input: Input, choices: list[object], method: str) -> Input:
    """The input with other choices published; the same one as before where nothing changed."""
    field, argument = input.field, input.by_keyword["choices"]
    assert isinstance(field, Field)
    if argument.published == choices or field.enum is None:
        return input
    key = SettledKey(method, input.order)
    entry = file.memory.get(key)
    if entry is None or entry.read is not input or entry.published.by_keyword["choices"].published != choices:
        arguments = tuple(replace(a, published=choices) if a is argument else a for a in input.arguments)
        field = replace(field, enum={**field.enum, "enum": choices})
        published = replace(input, arguments=arguments, field=field, refusals=())
        entry = file.memory.keep(key, Settled(input, replace(published, refusals=tuple(all_refusals(published)))))
    return entry.published
