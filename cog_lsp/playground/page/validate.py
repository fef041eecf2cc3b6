"""Validation of the form's values against the published schema, in the words of Cog's playground.

The playground validates with Ajv (draft 4) and rewords some of its messages (replicate/cog: playground/src/lib/input/
validation.ts). Here jsonschema validates and the messages are given Ajv's wording. Patterns are left to the browser,
whose regular expressions are the ones that the playground uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from cog_lsp.playground.field import javascript
from cog_lsp.regex import regex

if TYPE_CHECKING:
    from jsonschema import Draft4Validator
    from jsonschema.exceptions import ValidationError

REQUIRED = "This field is required."
_URI = regex(r"[a-z][a-z0-9+.\-]*:(?:[^\s<>\"{}|\\^`%\x00-\x1f\x7f-\x9f]|%[0-9a-f]{2})*", re.IGNORECASE)
_BASE64 = regex(r"[A-Za-z0-9+/]*={0,2}")


class Issue(Struct, frozen=True):
    """One message, as the playground shows it under a field and in its list."""

    field: str | None
    path: str
    message: str


def validate(schema: Mapping[str, Any], values: Any) -> tuple[Issue, ...]:
    """What is wrong with the values, in the order of the schema. Needs jsonschema."""
    issues: dict[tuple[str, str], Issue] = {}
    for error in sorted(
        _validator(schema).iter_errors(values), key=lambda error: [str(p) for p in error.absolute_path]
    ):
        for issue in _issues(error):
            issues.setdefault((issue.path, issue.message), issue)
    for name in schema.get("required") or ():
        if isinstance(values, dict) and _empty(values.get(name)) and not any(i.path == name for i in issues.values()):
            issues[name, REQUIRED] = Issue(name, name, REQUIRED)
    order = {name: at for at, name in enumerate(schema.get("properties") or ())}
    return tuple(sorted(issues.values(), key=lambda issue: order.get(issue.field or "", -1)))


def _empty(value: Any) -> bool:
    """A required text of white space or list without items counts as missing."""
    return (isinstance(value, str) and not value.strip()) or value == []


def _validator(schema: Mapping[str, Any]) -> Draft4Validator:
    from jsonschema import Draft4Validator, FormatChecker

    checker = FormatChecker(formats=())
    checker.checks("uri")(is_uri)
    return Draft4Validator(_normal(schema), format_checker=checker)


def _normal(schema: Any) -> Any:
    """The schema with `nullable` as draft 4 says it, and without patterns."""
    if isinstance(schema, list):
        return [_normal(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    if isinstance(schema.get("properties"), Mapping):
        properties = {name: _normal(item) for name, item in schema["properties"].items()}
        return {**schema, "properties": properties}
    result = {key: schema[key] for key in ("type", "format", "enum") if key in schema}
    bounds = ("minimum", "maximum", "minLength", "maxLength")
    result |= {key: schema[key] for key in bounds if isinstance(schema.get(key), (int, float))}
    result |= {key: _normal(schema[key]) for key in ("items", "anyOf", "oneOf") if key in schema}
    if schema.get("nullable") is True:
        if "enum" in result:  # choices stand in a component of their own, so null becomes the other branch of a union
            return {"anyOf": [result, {"type": "null"}]}
        if isinstance(result.get("type"), str):
            result["type"] = [result["type"], "null"]
        elif "anyOf" in result:
            result["anyOf"] = [*result["anyOf"], {"type": "null"}]
    return result


def _issues(error: ValidationError) -> Iterator[Issue]:
    """The issues of one error of the validator, as the playground lists them."""
    segments = [str(segment) for segment in error.absolute_path]
    if error.validator == "required":
        present = error.instance if isinstance(error.instance, dict) else {}
        for name in cast("list[str]", error.validator_value):
            if name not in present:
                yield _issue([*segments, str(name)], REQUIRED)
        return
    yield _issue(segments, _message(error))
    # Of a union the playground shows its branches only where they stand in a component: the choices.
    for inner in error.context or () if error.validator == "anyOf" else ():
        if "enum" in cast("dict[str, Any]", inner.schema):
            yield _issue(segments, _message(inner))


def _issue(segments: list[str], message: str) -> Issue:
    path = ""
    for segment in segments:
        path += f"[{segment}]" if segment.isdigit() else f".{segment}" if path else segment
    return Issue(segments[0] if segments else None, path or "input", message)


def _message(error: ValidationError) -> str:
    """The words of the playground for one error of the validator."""
    keyword, limit = str(error.validator), cast("Any", error.validator_value)
    if keyword in ("anyOf", "oneOf"):
        return "Must match one of the allowed schemas."
    if keyword == "type":
        return "must be " + (limit if isinstance(limit, str) else ",".join(limit))
    if keyword in ("minimum", "maximum"):
        return f"must be {'>=' if keyword == 'minimum' else '<='} {javascript.string(limit)}"
    if keyword in ("minLength", "maxLength"):
        bound = "fewer" if keyword == "minLength" else "more"
        return f"must NOT have {bound} than {javascript.string(limit)} characters"
    if keyword == "format":
        return f'must match format "{limit}"'
    return "must be equal to one of the allowed values" if keyword == "enum" else "Invalid value."


def is_uri(value: object) -> bool:
    """Whether the playground takes the text for the address of a file: an absolute URI or a data URI."""
    if not isinstance(value, str):
        return True
    if value[:5].lower() != "data:":
        return _URI.fullmatch(value) is not None
    head, comma, data = value[5:].partition(",")
    if not comma or re.search(r"\s", head):
        return False
    if head.lower().endswith(";base64"):
        return len(data) % 4 == 0 and _BASE64.fullmatch(data) is not None
    return re.search(r"\s|%(?![0-9a-fA-F]{2})", data) is None
