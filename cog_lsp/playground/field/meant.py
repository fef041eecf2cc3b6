"""The form field that the author had in mind, for an input that Cog's build refuses and publishes no schema for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cog_lsp.predictor.model import Input, Marker, Type

_SCALARS: Mapping[str, Mapping[str, Any]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "Path": {"type": "string", "format": "uri"},
    "File": {"type": "string", "format": "uri"},
    "Secret": {"type": "string", "format": "password"},
}
_KEYWORDS = {
    "default": "default",
    "ge": "minimum",
    "le": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "regex": "pattern",
    "description": "description",
    "accept": "x-cog-accept",
}
"""Arguments of `Input(...)` and the schema keys they end up as (replicate/cog: pkg/schema/openapi_spec.go)."""


def meant_property(input: Input) -> dict[str, Any]:
    """A schema property made from what Python would read; keys whose values cannot be known are left out."""
    schema = dict(type_schema(input.type)) if input.type is not None else {}
    for keyword, key in _KEYWORDS.items():
        value = input.meant(keyword)
        if not isinstance(value, Marker) and value is not None:
            schema[key] = value
    if input.meant("deprecated") is True:
        schema["deprecated"] = True
    choices = input.meant("choices")
    if isinstance(choices, (list, tuple)) and choices:
        schema["enum"] = list(choices)
    if not schema.keys() & {"type", "anyOf", "enum"}:
        schema.update(_schema_of_value(schema.get("default")))
    return schema


def meant_required(input: Input) -> bool:
    """Whether the author's signature makes callers send the input."""
    if input.default_span is None or (input.call_span is not None and input.argument("default") is None):
        return input.type is None or not input.type.optional
    return False


def type_schema(type: Type) -> Mapping[str, Any]:
    """The schema of a type, as far as a control depends on it."""
    if type.name == "list":
        return {"type": "array", "items": type_schema(type.item) if type.item is not None else {}}
    if type.name == "union":
        return {"anyOf": [type_schema(member) for member in type.members]}
    return _SCALARS.get(type.name, {"type": "object"})


def _schema_of_value(value: Any) -> dict[str, Any]:
    """The schema of the type that a default value has; a text box where nothing is known."""
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, int):
        return {"type": "integer"}
    if isinstance(value, float):
        return {"type": "number"}
    if isinstance(value, (list, tuple)):
        return {"type": "array", "items": {}}
    return {"type": "object"} if isinstance(value, dict) else {"type": "string"}
