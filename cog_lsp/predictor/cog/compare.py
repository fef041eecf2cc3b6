"""What a new version of a model breaks for those who call it.

Source: replicate/cog-safe-push, cog_safe_push/schema.py (`check_backwards_compatible`). Defaults may change; a
new input may only be optional.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from cog_lsp.predictor.cog.published_json import dumps

Schemas = Mapping[str, Any]
"""Components by name, as `schema.schemas` makes them."""
NAMES = {"integer": "an integer", "array": "a list", "object": "an object"}
FORMATS = {"uri": "a file", "password": "a secret"}


class Change(Struct, frozen=True):
    """One breaking change."""

    input: str | None
    """None for the output."""
    sentence: str


def breaking_changes(old: Schemas, new: Schemas) -> list[Change]:
    """The breaking changes between two versions of a model, in the order of the old inputs, then the new ones, then the
    output."""
    before, after = _component(old, "Input"), _component(new, "Input")
    olds, news = before.get("properties", {}), after.get("properties", {})
    changes: list[Change] = []
    for name, schema in olds.items():
        if name not in news:
            changes.append(Change(name, f"The input {name} is gone: calls that send it fail or lose it."))
            continue
        sentences = _input_changes(name, _resolved(schema, old), _resolved(news[name], new))
        changes.extend(Change(name, sentence) for sentence in sentences)
        if name in after.get("required", []) and name not in before.get("required", []):
            changes.append(Change(name, f"{name} is now required: calls that leave it out fail."))
    for name in news:
        if name in olds:
            continue
        if name in after.get("required", []):
            changes.append(Change(name, f"{name} is a new required input: calls that do not know it fail."))
        elif "default" not in news[name]:
            sentence = f"{name} is new and has no default: cog-safe-push takes it for required. Write default=None."
            changes.append(Change(name, sentence))
    return changes + [Change(None, sentence) for sentence in _output_changes(old, new)]


def _component(schemas: Schemas, name: str) -> Mapping[str, Any]:
    component: Mapping[str, Any] = schemas.get(name) or schemas.get(f"Training{name}") or {}
    return component


def _resolved(schema: Mapping[str, Any], schemas: Schemas) -> Mapping[str, Any]:
    """A property with the component of its choices merged in."""
    merged = dict(schema)
    for part in schema.get("allOf", []):
        name = str(part.get("$ref", "")).rpartition("/")[2]
        component = schemas.get(name, {})
        merged.update({key: component[key] for key in ("enum", "type") if key in component})
    return merged


def _input_changes(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What breaks callers in the schema of one input."""
    if "enum" in old and "enum" in new and old.get("type") != new.get("type"):
        yield f"The choices of {name} changed from {kind_of(old)} to {kind_of(new)}."
        return
    if kind_of(old) != kind_of(new):
        yield f"{name} changed from {kind_of(old)} to {kind_of(new)}."
        return
    yield from _bounds(name, old, new)
    if "enum" in new and "enum" not in old:
        yield f"{name} now takes only some values: {_listed(new['enum'])}."
    elif "enum" in old and "enum" in new:
        lost = [choice for choice in old["enum"] if choice not in new["enum"]]
        if lost:
            yield f"{name} no longer takes {_listed(lost)}."


def _bounds(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key, word, sign in (("minimum", "minimum", 1), ("maximum", "maximum", -1)):
        before, after = old.get(key), new.get(key)
        if after is None:
            continue
        if before is None:
            yield f"{name} now has a {word} of {dumps(after)}."
        elif (after - before) * sign > 0:
            change = "rose" if sign > 0 else "fell"
            yield f"The {word} of {name} {change} from {dumps(before)} to {dumps(after)}."


def _output_changes(old: Schemas, new: Schemas) -> Iterator[str]:
    before, after = _component(old, "Output"), _component(new, "Output")
    if before and after and _shape(before) != _shape(after):
        if kind_of(before) != kind_of(after):
            yield f"The output changed from {kind_of(before)} to {kind_of(after)}."
        else:
            yield f"The output is still {kind_of(before)}, but of another shape."


def _shape(schema: Any) -> Any:
    """A schema without titles and descriptions."""
    if isinstance(schema, Mapping):
        properties = schema.get("properties", {})
        left_out = ("title", "description", "properties")
        plain = {key: _shape(value) for key, value in schema.items() if key not in left_out}
        return {**plain, "properties": {name: _shape(value) for name, value in properties.items()}}
    return schema


def kind_of(schema: Mapping[str, Any]) -> str:
    """What a schema describes, in plain words."""
    if "anyOf" in schema:
        return " or ".join(kind_of(member) for member in schema["anyOf"])
    kind, form = str(schema.get("type", "any value")), schema.get("format")
    if form in FORMATS:
        return FORMATS[form]
    if schema.get("x-cog-array-type") == "iterator":
        return f"a stream of {_many(schema)}"
    if kind == "array":
        return f"a list of {_many(schema)}"
    return NAMES.get(kind, f"a {kind}" if kind != "any value" else kind)


def _many(schema: Mapping[str, Any]) -> str:
    """The items of a list, in the plural."""
    words = kind_of(schema.get("items", {}))
    plain = words.removeprefix("an ").removeprefix("a ")
    if plain == "any value":
        return "values"
    return plain.replace(" of", "s of", 1) if plain.startswith("list of") else f"{plain}s"


def _listed(values: list[Any]) -> str:
    return ", ".join(dumps(value) for value in values[:6]) + (f" and {len(values) - 6} more" if len(values) > 6 else "")
