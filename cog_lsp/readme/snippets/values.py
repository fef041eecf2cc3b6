"""Whether a value of a snippet fits its input: here the published schema, there JSON or Cog's command line.

`refusal` says in a few words what the schema wants; None means that it takes the value, or that nothing can be said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from cog_lsp.predictor.cog.re2 import re2_matches
from cog_lsp.predictor.model import Field
from cog_lsp.readme.snippets.json_text import parse_json
from cog_lsp.readme.snippets.records import Form, is_known, is_placeholder
from cog_lsp.readme.snippets.shell_text import HOLE
from cog_lsp.regex import regex

LISTED = 4
"""Choices that a message names."""
INT32 = 2**31
"""Cog's command line reads integers into 32 bits (replicate/cog: pkg/predict/input.go)."""

KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}
_INTEGER = regex(r"[+-]?\d+")
_NUMBER = regex(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_ADDRESS = regex(r"@|https?:|data:|file:|gs:|s3:", re.IGNORECASE)
_LOCAL_FILE = regex(r"(?:\.{0,2}/)?(?:[\w-]+/)*[\w -]+\.[A-Za-z]\w{1,4}")

Schema = Mapping[str, Any]


def refusal(field: Field, value: Any, form: Form, hosted: bool = False) -> str | None:
    """Why the schema of an input refuses a value."""
    if not is_known(value):
        return None
    schema = dict(field.property)
    if field.enum is not None:
        return _null(field.enum, field.required) if value is None else _choice(field.enum, value, form)
    if form == "text":
        return _text(schema, str(value))
    if value is None:
        return _null(schema, field.required)
    if hosted and schema.get("format") == "uri" and isinstance(value, str) and is_local_file(value):
        return "takes a URL or an open file, not a path"
    return _literal(schema, value)


def _null(schema: Schema, required: bool) -> str | None:
    """The runtime does not know `nullable`, which says no more than that an input may be left out."""
    if not {"type", "anyOf", "enum"} & schema.keys():
        return None
    return "must not be null" if required else "must not be null: leave it out"


def may_mean(field: Field, value: Any, form: Form, hosted: bool) -> bool:
    """Whether an input could hold a value that was given to a name like its own: no text for a file."""
    if not is_known(value):
        return True
    is_file = field.enum is None and field.property.get("format") == "uri"
    if is_file and isinstance(value, str) and not _ADDRESS.match(value) and not is_local_file(value):
        return False
    reason = None if is_file and isinstance(value, str) else refusal(field, value, form, hosted)
    return reason is None or not reason.startswith("takes")


def number_of(text: str) -> int | float | None:
    """The number that a text says."""
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= 20 else None
    return float(text) if _NUMBER.fullmatch(text) else None


def is_local_file(value: str) -> bool:
    """Whether a text is the path of a file, and not one that the reader fills in ("path/to/image.png")."""
    return _LOCAL_FILE.fullmatch(value) is not None and not re.search(r"\b(?:path|your|my)\b", value)


def nearest_choice(field: Field, value: Any) -> Any:
    """The choice that was certainly meant; None where there is no such."""
    choices = field.enum.get("enum", ()) if field.enum is not None else ()
    by_text = {str(choice).lower(): choice for choice in choices}
    close = get_close_matches(str(value).lower(), by_text, n=2, cutoff=0.8)
    return by_text[close[0]] if len(close) == 1 else None


def show(value: Any) -> str:
    """A value as a message shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = " ".join(str(value).split())
    return text if len(text) <= 24 else text[:23] + "\u2026"


def _choice(enum: Schema, value: Any, form: Form) -> str | None:
    """Why a value is none of the choices; None where it is one."""
    choices = list(enum.get("enum", ()))
    if not choices or isinstance(value, list):
        return None
    is_choice = any(_same(choice, value) for choice in choices) or (
        form == "text" and str(value) in {str(choice) for choice in choices}
    )
    if is_choice:
        return None
    listed = ", ".join(show(choice) for choice in choices[:LISTED])
    more = f" and {len(choices) - LISTED} more" if len(choices) > LISTED else ""
    return f"must be one of {listed}{more}"


def _same(a: Any, b: Any) -> bool:
    """Equality as JSON has it: 1 and 1.0 are one number, true is none."""
    return bool(a == b) and isinstance(a, bool) == isinstance(b, bool)


def _text(schema: Schema, text: str) -> str | None:
    """A value of `-i name=value`."""
    if text.startswith("@"):
        return _file(schema, text)
    members = schema.get("anyOf")
    if members:
        reasons = [_text(member, text) for member in members]
        return None if None in reasons else reasons[0]
    kind = schema.get("type")
    if kind == "array":
        return _text_list(schema, text)
    if kind == "object":
        node = parse_json(text)
        is_object = node is not None and isinstance(node.value, dict)
        return None if is_object or HOLE in text or is_placeholder(text) else "takes a JSON object"
    if kind == "boolean":
        return None if text in ("true", "false") else "takes true or false, in lower case"
    if kind == "integer" and not _INTEGER.fullmatch(text):
        return f"takes {KINDS[kind]}"
    if kind == "integer" and not -INT32 <= int(text[:20]) < INT32:
        return f"is beyond the 32 bits of the command line ({INT32 - 1} at most)"
    if kind == "number" and not _NUMBER.fullmatch(text):
        return f"takes {KINDS[kind]}"
    if kind in ("integer", "number"):
        return _bounds(schema, float(text))
    return _length(schema, text) if kind == "string" else None


def _file(schema: Schema, text: str) -> str | None:
    """A value of `-i name=@file`, which Cog sends as a data URL."""
    kind, items = schema.get("type"), schema.get("items")
    if kind in ("integer", "number", "boolean", "object"):
        return f"takes {KINDS[kind]} and no file"
    several = kind == "array" and isinstance(items, Mapping) and items.get("format") == "uri"
    return "takes one file at a time: repeat `-i` for each" if several and re.search(r",\s*@", text) else None


def _text_list(schema: Schema, text: str) -> str | None:
    node = parse_json(text)
    if node is not None and isinstance(node.value, list):
        return _literal(schema, node.value)
    items = schema.get("items")
    return _text(items, text) if isinstance(items, Mapping) else None


def _literal(schema: Schema, value: Any) -> str | None:
    """A JSON value."""
    members = schema.get("anyOf")
    if members:
        reasons = [_literal(member, value) for member in members]
        return None if None in reasons else reasons[0]
    kind = schema.get("type")
    if schema.get("format") == "uri" and isinstance(value, str) and value.startswith("@"):
        return "takes a URL: `@` reads a file in `-i name=@file` only"
    if kind not in KINDS or _has_type(kind, value):
        return _constraint(schema, kind, value)
    if kind == "string" and schema.get("format") == "uri":
        return "takes a file or a URL"
    return f"takes {KINDS[kind]}"


def _constraint(schema: Schema, kind: object, value: Any) -> str | None:
    """Why a value does not fit the bounds, the length or the items; None where it does."""
    if kind in ("integer", "number"):
        return _bounds(schema, value)
    if kind == "string":
        return _length(schema, value)
    items = schema.get("items")
    if kind == "array" and isinstance(items, Mapping):
        reasons = (_literal(items, item) for item in value if is_known(item))
        reason = next((r for r in reasons if r is not None), None)
        if reason is not None and "`@`" in reason:
            return "takes URLs in a JSON list: repeat `-i name=@file` for files"
        return f"is a list whose items: {reason}" if reason else None
    return None


def _has_type(kind: object, value: Any) -> bool:
    if kind == "integer":
        whole = isinstance(value, float) and value.is_integer()
        return whole or (isinstance(value, int) and not isinstance(value, bool))
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    types = {"string": str, "boolean": bool, "array": list, "object": dict}
    return isinstance(value, types[str(kind)])


def _bounds(schema: Schema, value: float) -> str | None:
    low, high = schema.get("minimum"), schema.get("maximum")
    if isinstance(low, (int, float)) and value < low:
        return f"must be at least {show(low)}"
    if isinstance(high, (int, float)) and value > high:
        return f"must be at most {show(high)}"
    return None


def _length(schema: Schema, value: str) -> str | None:
    low, high, pattern = schema.get("minLength"), schema.get("maxLength"), schema.get("pattern")
    if isinstance(low, int) and len(value) < low:
        return f"must have at least {low} characters"
    if isinstance(high, int) and len(value) > high:
        return f"must have at most {high} characters"
    if isinstance(pattern, str) and not is_placeholder(value) and re2_matches(pattern, value) is False:
        return f"must match {pattern if len(pattern) <= 40 else 'its pattern'}"
    return None
