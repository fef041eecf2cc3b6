"""What callers of the model send for a field, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SENT = {"integer": "an integer", "number": "a number", "boolean": "true or false", "object": "a JSON object"}
_SENT_MANY = {"integer": "integers", "number": "numbers", "boolean": "true or false values", "object": "JSON objects"}


def sends(schema: Mapping[str, Any]) -> str:
    """What callers of the model send for this field, in words."""
    if "enum" in schema:
        return "one of the choices"
    kind, format = schema.get("type"), schema.get("format")
    if kind == "string":
        return {"uri": "a file or its URL", "password": "a secret string"}.get(str(format), "a string")
    if kind == "array":
        items = schema.get("items")
        items = items if isinstance(items, Mapping) else {}
        if items.get("type") == "string":
            return {"uri": "a list of files or URLs"}.get(str(items.get("format")), "a list of strings")
        return f"a list of {_SENT_MANY.get(str(items.get('type')), 'values')}"
    if schema.get("anyOf"):
        members = [sends(member) for member in schema["anyOf"] if isinstance(member, Mapping)]
        return " or ".join(dict.fromkeys(members))
    return _SENT.get(str(kind), "any JSON value")
