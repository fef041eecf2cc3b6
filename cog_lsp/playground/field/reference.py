"""An input as a line of the API reference: its type, what it is when it is left out, and which values it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from cog_lsp.playground.field import javascript
from cog_lsp.playground.field.field import FormField
from cog_lsp.playground.field.visible import excerpt, shorten
from cog_lsp.predictor.model import Marker

_LONGEST_DEFAULT = 500


class Reference(Struct, frozen=True):
    """What the API reference says of an input, beside its name and description."""

    type: str
    default: str
    """As JSON; empty where there is none."""
    range: str
    """The bounds, lengths and pattern of its values in words; empty where everything of the type goes."""


def reference(field: FormField) -> Reference:
    """The line of an input."""
    default = "" if isinstance(field.default, Marker) else javascript.stringify(field.default)
    return Reference(_type(field.schema), excerpt(shorten(default, _LONGEST_DEFAULT)), _range(field))


def _type(schema: Mapping[str, Any]) -> str:
    """The type as the published schema names it; a text that is an address stands for a file."""
    members = [_type(member) for member in schema.get("anyOf") or () if isinstance(member, Mapping)]
    if members:
        return " or ".join(dict.fromkeys(members))
    kind, format = str(schema.get("type") or "any"), schema.get("format")
    if kind == "array":
        items = schema.get("items")
        return f"array of {_type(items)}" if isinstance(items, Mapping) and items else "array"
    if kind == "string":
        return {"uri": "file", "password": "secret"}.get(str(format), "string")
    return kind


def _range(field: FormField) -> str:
    """The limits of the values; the choices stand in a list of their own."""
    schema = field.schema
    low, high = schema.get("minLength"), schema.get("maxLength")
    lengths = [f"at least {low} characters" if low else "", f"at most {high} characters" if high is not None else ""]
    pattern = f"matches {schema['pattern']}" if schema.get("pattern") else ""
    accept = f"accepts {field.accept}" if field.accept else ""
    return excerpt(", ".join(part for part in (field.range, *lengths, pattern, accept) if part))
