"""What counts as unchanged between two checks of a model, and for which rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import is_
from pathlib import Path
from typing import get_args

from cog_lsp.check.model import Model
from cog_lsp.predictor.model import Field, Input, Predictor
from cog_lsp.rules.rule import Reads

EVERYTHING: frozenset[Reads] = frozenset(get_args(Reads))


def all_same(before: Mapping[Path, tuple[Predictor, ...]], now: Mapping[Path, tuple[Predictor, ...]]) -> bool:
    """Whether every predictor is the same record."""
    return before.keys() == now.keys() and all(
        len(before[path]) == len(group) and all(map(is_, before[path], group)) for path, group in now.items()
    )


def same_names(before: Model, now: Model) -> bool:
    """Whether the predictors are the same by name, which is all that the rules of the project look at. A file without a
    predictor that can be built is judged by its text."""
    return (
        before.files is now.files  # else other files may have come or gone, which links and entry points name
        and before.predictors.keys() == now.predictors.keys()
        and all(len(before.predictors[path]) == len(group) > 0 for path, group in now.predictors.items())
        and all(
            old.name == new.name and (old.refusals == new.refusals == () or old.text == new.text)
            for old, new in _pairs(before, now)
        )
    )


def changes(before: Model, now: Model) -> frozenset[Reads]:
    """What changed of the predictors."""
    if not same_names(before, now) or any(len(a.inputs) != len(b.inputs) for a, b in _pairs(before, now)):
        return EVERYTHING
    changed: set[Reads] = set()
    for old, new in _pairs(before, now):
        if old.text != new.text:
            changed.add("body")
        for a, b in zip(old.inputs, new.inputs, strict=True):
            if a is not b:
                changed.add("descriptions")
                if "declarations" not in changed and _undescribed(a) != _undescribed(b):
                    changed.add("declarations")
    return frozenset(changed)


def _pairs(before: Model, now: Model) -> Iterator[tuple[Predictor, Predictor]]:
    for path, group in now.predictors.items():
        yield from zip(before.predictors[path], group, strict=True)


def _undescribed(input: Input) -> tuple[object, ...]:
    """An input without its description and without places."""
    field = input.field
    if isinstance(field, Field):
        published: object = (
            {key: value for key, value in field.property.items() if key != "description"},
            field.required,
            field.enum,
        )
    else:
        published = field.kind, field.message
    arguments = [(a.keyword, a.source, a.meant) for a in input.arguments if a.keyword != "description"]
    return input.name, input.type, input.home, input.opaque, published, arguments
