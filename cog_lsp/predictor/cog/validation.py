"""Defaults and patterns, checked as the build's OpenAPI validator checks them after the schema is made.

Source: kin-openapi, openapi3/schema.go (`visitJSON`), which replicate/cog calls in pkg/image/build.go. Every number is
a float there, a null default is not looked at, and of several errors the first is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cog_lsp.predictor.cog.published_json import dumps
from cog_lsp.predictor.cog.re2 import re2_error, re2_matches
from cog_lsp.predictor.model import About, Field, Input, Refusal
from cog_lsp.predictor.values.numbers import go_float
from cog_lsp.regex import regex
from cog_lsp.text import Span

ARTICLES = {"array": "an", "object": "an", "integer": "an"}
UNSAID = {"description": "", "pattern": "", "default": None, "minLength": 0}
"""What the validator's own record of a schema does not tell from nothing."""
IDENTIFIER = regex(r"[a-zA-Z0-9\-._]+")


class Invalid(Exception):
    """The validator's error: its message, without the part that names the component."""

    def __init__(self, message: str, argument: str) -> None:
        super().__init__(message)
        self.message = message
        self.argument = argument
        """The argument to blame: "default" or "regex"."""


def validate_field(input: Input) -> list[Refusal]:
    """The validator's refusal of an input, if any. Spans are relative to the parameter; which component it is about is
    left out of the message."""
    return [] if not isinstance(input.field, Field) else refusal_of(input, input.field.enum)


def refusal_of(input: Input, enum: Mapping[str, Any] | None) -> list[Refusal]:
    """The same for an input whose choices are published as `enum`."""
    assert isinstance(input.field, Field)
    try:
        _check(input.name, input.field, enum)
    except Invalid as invalid:
        argument = input.argument(invalid.argument)
        span = argument.span if argument is not None else input.default_span or Span(0, len(input.source))
        about: About = "argument" if invalid.argument != "default" else "value"
        return [Refusal("validation", invalid.message, span, about)]
    return []


def is_about_choices(refusal: Refusal) -> bool:
    """Whether the validator refuses the component that holds the choices, and not the input."""
    return refusal.message.startswith("identifier ")


def _check(name: str, field: Field, enum: Mapping[str, Any] | None) -> None:
    """Raises `Invalid` for a property that the validator refuses."""
    schema = dict(field.property)
    pattern = schema.get("pattern")
    if schema.get("type") == "string" and pattern:
        error = re2_error(pattern)
        if error is not None:
            raise Invalid(error, "regex")
    default = schema.get("default")
    try:
        if default is not None:
            _visit(schema, default, enum, ())
    except Invalid as invalid:
        raise Invalid(f"invalid default: {invalid.message}", "default") from None
    if enum is not None and not IDENTIFIER.fullmatch(name):
        message = f'identifier "{name}" is not supported by OpenAPIv3 standard (charset: ["a-zA-Z0-9._-"])'
        raise Invalid(message, "choices")


def _visit(schema: Mapping[str, Any], value: Any, enum: Mapping[str, Any] | None, path: tuple[str, ...]) -> None:
    """Raise `Invalid` where a value does not fit its schema, as the validator of the OpenAPI document does."""
    if "anyOf" in schema and not any(_fits(member, value) for member in schema["anyOf"]):
        raise _invalid('doesn\'t match any schema from "anyOf"', schema, value, path)
    if enum is not None:
        try:
            _visit(enum, value, None, path)
        except Invalid as invalid:
            raise Invalid(f"doesn't match schema due to: {invalid.message}", "default") from None
    if "enum" in schema and not any(_same(value, choice) for choice in schema["enum"]):
        allowed = dumps(schema["enum"])
        raise _invalid(f"value is not one of the allowed values {allowed}", schema, value, path)
    if value is None:
        if not schema.get("nullable") and schema.get("type"):
            raise _invalid("Value is not nullable", schema, value, path)
    elif isinstance(value, bool):
        _expect(schema, ("boolean",), value, path)
    elif isinstance(value, int | float):
        _visit_number(schema, float(value), path)
    elif isinstance(value, str):
        _visit_string(schema, value, path)
    elif isinstance(value, list):
        _expect(schema, ("array",), value, path)
        for at, item in enumerate(value if "items" in schema else []):
            _visit(schema["items"], item, None, (*path, str(at)))
    else:
        _expect(schema, ("object",), value, path)


def _fits(schema: Mapping[str, Any], value: Any) -> bool:
    try:
        _visit(schema, value, None, ())
    except Invalid:
        return False
    return True


def _same(value: Any, choice: Any) -> bool:
    """Equality in JSON: 1 and 1.0 are one number, `true` and 1 are not the same."""
    if isinstance(value, bool) or isinstance(choice, bool):
        return value is choice
    if isinstance(value, list) and isinstance(choice, list):
        return len(value) == len(choice) and all(map(_same, value, choice))
    return bool(value == choice)


def _visit_number(schema: Mapping[str, Any], number: float, path: tuple[str, ...]) -> None:
    """Raise `Invalid` where a number does not fit its schema."""
    if schema.get("type") == "integer":
        if not number.is_integer():
            raise _invalid("value must be an integer", schema, number, path)
    else:
        _expect(schema, ("number",), number, path)
    lowest, highest = schema.get("minimum"), schema.get("maximum")
    if lowest is not None and not lowest <= number:
        raise _invalid(f"number must be at least {go_float(float(lowest), 6)}", schema, number, path)
    if highest is not None and not highest >= number:
        raise _invalid(f"number must be at most {go_float(float(highest), 6)}", schema, number, path)


def _visit_string(schema: Mapping[str, Any], text: str, path: tuple[str, ...]) -> None:
    """Raise `Invalid` where a text does not fit its schema."""
    _expect(schema, ("string",), text, path)
    shortest, longest, pattern = schema.get("minLength"), schema.get("maxLength"), schema.get("pattern")
    if shortest and len(text) < _signed(shortest):
        raise _invalid(f"minimum string length is {shortest}", schema, text, path)
    if longest is not None and len(text) > _signed(longest):
        raise _invalid(f"maximum string length is {longest}", schema, text, path)
    if not pattern:
        return
    error = re2_error(pattern)
    if error is not None:
        raise Invalid(error, "regex")
    if re2_matches(pattern, text) is False:
        raise _invalid(f'string doesn\'t match the regular expression "{pattern}"', schema, text, path)


def _signed(length: int) -> int:
    """Lengths are unsigned in the schema and signed where they are compared."""
    return length - 2**64 if length >= 2**63 else length


def _expect(schema: Mapping[str, Any], allowed: tuple[str, ...], value: Any, path: tuple[str, ...]) -> None:
    kind = schema.get("type")
    if kind is not None and kind not in allowed:
        raise _invalid(f"value must be {ARTICLES.get(kind, 'a')} {kind}", schema, value, path)


def _invalid(reason: str, schema: Mapping[str, Any], value: Any, path: tuple[str, ...]) -> Invalid:
    """The error as the validator words it, with the schema and the value."""
    where = f'Error at "/{"/".join(path)}": ' if path else ""
    excerpt = {key: part for key, part in schema.items() if key not in UNSAID or part != UNSAID[key]}
    return Invalid(f"{where}{reason}\nSchema:\n  {_indented(excerpt)}\n\nValue:\n  {_indented(value)}\n", "default")


def _indented(value: Any) -> str:
    return dumps(_floats(value), indent=True).replace("\n", "\n  ")


def _floats(value: Any, key: str = "") -> Any:
    """Every number as a float, as it comes back from JSON in Go; lengths alone have a type of their own."""
    if isinstance(value, dict):
        return {name: _floats(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_floats(item) for item in value]
    whole = isinstance(value, int) and not isinstance(value, bool) and key not in ("minLength", "maxLength")
    return float(value) if whole else value
