"""A model's page as Replicate has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from cog_lsp.predictor.model import Predictor
from cog_lsp.readme.snippets.problems import problems
from cog_lsp.readme.snippets.records import Entry, Snippet
from cog_lsp.replicate.api import Api
from cog_lsp.text import NOWHERE
from cog_lsp.writing.page import FIELDS, README


class Example(Struct, frozen=True):
    """One of the author's examples."""

    id: str
    version: str
    """Empty where the record does not say on which it ran."""
    input: Mapping[str, Any]


class Published(Struct, frozen=True):
    """A model as Replicate has it."""

    name: str
    visibility: str
    version: str | None
    """The latest one; None where there is none."""
    fields: Mapping[str, str]
    """The texts of its page by field; those that the answer does not have are left out."""
    default: Example | None = None
    """The example that the page opens with."""
    examples: Sequence[Example] = ()
    """All of them, that one too."""

    @property
    def is_displayworthy(self) -> bool:
        """Replicate's own condition: public, with a version and an example."""
        return self.visibility == "public" and self.version is not None and self.default is not None


def published(api: Api, *, with_examples: bool = False) -> Published:
    """Ask for a model. Raises Unavailable."""
    model = api.model()
    fields = {name: str(model[name] or "") for name in FIELDS if name in model} | {README: api.readme()}
    version = model.get("latest_version")
    default = _default(model)
    return Published(
        api.name,
        str(model.get("visibility") or ""),
        None if version is None else str(version.get("id") or "") if isinstance(version, dict) else "",
        fields,
        default,
        _all_examples(api, default) if with_examples else _listed(default),
    )


def examples(api: Api) -> tuple[Example, ...]:
    """Ask for a model's examples, the one that its page opens with first. Raises Unavailable."""
    return _all_examples(api, _default(api.model()))


def misfits(example: Example, predictor: Predictor) -> tuple[str, ...]:
    """Why the inputs of an example do not fit a signature."""
    # What nobody filled in is null in a record of a prediction.
    entries = tuple(Entry(key, NOWHERE, value, NOWHERE) for key, value in example.input.items() if value is not None)
    snippet = Snippet("json", "run", NOWHERE, NOWHERE, None, entries, NOWHERE, complete=True, hosted=True)
    return tuple(problem.message for problem in problems(snippet, predictor))


def _all_examples(api: Api, default: Example | None) -> tuple[Example, ...]:
    every = {example.id: example for example in (*_listed(default), *map(_example, api.examples()))}
    return tuple(every.values())


def _listed(default: Example | None) -> tuple[Example, ...]:
    return () if default is None else (default,)


def _default(model: Mapping[str, Any]) -> Example | None:
    record = model.get("default_example")
    return _example(record) if isinstance(record, dict) else None


def _example(record: Mapping[str, Any]) -> Example:
    inputs = record.get("input")
    return Example(
        str(record.get("id") or ""), str(record.get("version") or ""), inputs if isinstance(inputs, dict) else {}
    )


def lines_of(text: str) -> list[str]:
    """The lines without what editors and web forms change: line ends, spaces behind, empty lines at the end."""
    return [line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")]
