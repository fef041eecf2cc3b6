"""One input as Cog publishes it: the property, whether it is required, and the component with its choices.

Source: replicate/cog, pkg/schema/openapi_spec.go (`buildInputSchema`) and pkg/schema/types.go.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from cog_lsp.predictor.cog.types import choice_type, type_schema
from cog_lsp.predictor.model import Field, Type
from cog_lsp.predictor.syntax.annotations import Refused, unsupported
from cog_lsp.predictor.values.literals import to_json
from cog_lsp.predictor.values.numbers import plain_number

KEYS = {
    "description": "description",
    "ge": "minimum",
    "le": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "regex": "pattern",
    "accept": "x-cog-accept",
}
CONSTRAINTS = ("ge", "le", "min_length", "max_length", "regex")


def build_field(name: str, order: int, kind: Type, published: Mapping[str, Any]) -> Field:
    """The field of an input, from its type and what the generator keeps of its arguments. Raises `Refused`."""
    _check(name, kind, published)
    schema: dict[str, Any] = {"x-order": order}
    enum = None
    choices = published.get("choices")
    if choices:
        enum = {
            "title": name,
            "description": "An enumeration.",
            "enum": _numbers(to_json(choices)),
            "type": choice_type(kind),
        }
        schema["allOf"] = [{"$ref": f"#/components/schemas/{name}"}]
    else:
        schema["title"] = title_case(name)
        schema.update(type_schema(kind))
    has_value = published.get("default") is not None
    null = "default" in published and not has_value
    nullable = kind.optional or (kind.name == "Secret" and null)
    has_default = has_value or (null and nullable)
    if has_default:
        schema["default"] = _numbers(to_json(published["default"]))
    if nullable:
        schema["nullable"] = True
    for key, target in KEYS.items():
        if key in published:
            schema[target] = _numbers(published[key])
    if published.get("deprecated"):
        schema["deprecated"] = True
    required = not has_default and (kind.name == "union" or not kind.optional)
    return Field(dict(sorted(schema.items())), required, enum)


def _check(name: str, kind: Type, published: Mapping[str, Any]) -> None:
    base = kind.item.name if kind.item is not None else kind.name
    if "accept" in published and base not in ("Path", "File"):
        message = f"accept is only valid on Path or File inputs (parameter '{name}')"
        raise Refused("ErrAcceptOnNonFileType", message)
    if kind.name == "union" and (published.get("choices") or any(key in published for key in CONSTRAINTS)):
        raise unsupported("constraints and choices are not supported on union inputs")


def unprintable(field: Field) -> str | None:
    """The name of an infinite or undefined number in a field, which JSON cannot hold."""
    for value in (*field.property.values(), *(field.enum or {}).values()):
        for number in value if isinstance(value, list) else [value]:
            if isinstance(number, float) and not math.isfinite(number):
                return "NaN" if math.isnan(number) else "+Inf" if number > 0 else "-Inf"
    return None


def _numbers(value: Any) -> Any:
    """A value as it comes back from Go's JSON: whole numbers, and the keys of dictionaries sorted."""
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    if isinstance(value, dict):
        return {key: _numbers(value[key]) for key in sorted(value)}
    return plain_number(value) if isinstance(value, float) else value


def title_case(name: str) -> str:
    """A label: parts between underscores with their first letter in upper case. Go cuts bytes, so a first letter
    beyond ASCII comes out as replacement characters."""
    return " ".join(_capital(part) for part in name.split("_"))


def _capital(part: str) -> str:
    if not part or part[0].isascii():
        return part[:1].upper() + part[1:]
    return "\ufffd" * len(part[0].encode("utf-8", "replace")) + part[1:]
