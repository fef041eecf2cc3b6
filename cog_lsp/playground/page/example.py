"""The values of the calls in the README that would run: they fill the form, as an example does on Replicate."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cog_lsp.playground.field import javascript
from cog_lsp.playground.field.field import FormField
from cog_lsp.playground.page.validate import is_uri
from cog_lsp.predictor.model import ABSENT, Predictor

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.snippets.records import Snippet

MOST_CALLS = 12
"""Calls that the page shows."""
_LANGUAGES = {
    "python": "Python",
    "javascript": "JavaScript",
    "go": "Go",
    "swift": "Swift",
    "elixir": "Elixir",
    "json": "JSON",
    "cog": "cog run",
    "config": "a test case",
}


class Call(Struct, frozen=True):
    """A call in the README that would run."""

    language: str
    line: int
    """In the README, from 1."""
    values: Mapping[str, Any]


def calls(predictor: Predictor, card: ModelCard, fields: tuple[FormField, ...], own: str | None) -> tuple[Call, ...]:
    """The calls of this model that have no problem, those that give the same once. Local files and values that only
    running the snippet would tell are left out. `own` is the model's `owner/name`, where known."""
    from cog_lsp.readme.snippets import snippets
    from cog_lsp.readme.snippets.problems import fits

    by_name = {field.name: field for field in fields}
    result: list[Call] = []
    for snippet in snippets(card):
        values = _values(snippet, by_name) if fits(snippet, predictor, own) else {}
        if values and all(values != call.values for call in result):
            line = card.text.count("\n", 0, snippet.span.start) + 1
            result.append(Call(_LANGUAGES.get(snippet.kind, snippet.kind), line, values))
    return tuple(result[:MOST_CALLS])


def _values(snippet: Snippet, fields: Mapping[str, FormField]) -> dict[str, Any]:
    """What a snippet gives, by the names of the fields; files and what is not known are left out."""
    from cog_lsp.readme.snippets.records import is_known

    values: dict[str, Any] = {}
    for entry in snippet.entries:
        field = fields.get(entry.name)
        if field is None or not is_known(entry.value):
            continue
        value = typed(field, str(entry.value)) if snippet.form == "text" else entry.value
        if value is ABSENT or (field.control == "file" and not is_uri(value)):
            continue
        if snippet.form == "text" and field.control == "json" and isinstance(values.get(entry.name), list):
            value = [*values[entry.name], *value] if isinstance(value, list) else value
        values[entry.name] = value
    return values


def typed(field: FormField, text: str) -> Any:
    """A value of `-i name=value` as the command line reads it; ABSENT where it does not fit or is a file."""
    if text.startswith("@"):
        return ABSENT
    if field.control == "select":
        return next((choice.value for choice in field.choices if javascript.string(choice.value) == text), ABSENT)
    kind = field.schema.get("type")
    if kind == "string":
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return [text] if kind == "array" else ABSENT
    types = {"integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}.get(str(kind))
    if types is None or (isinstance(value, types) and (kind == "boolean") == isinstance(value, bool)):  # type: ignore[arg-type]
        return value
    return [value] if kind == "array" else ABSENT
