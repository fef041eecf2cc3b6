"""Messages of the form, in the words of Cog's playground (replicate/cog: playground/src/lib/input/validation.ts)."""

from __future__ import annotations

from typing import Any

import pytest

from cog_lsp.playground.page.validate import is_uri, validate

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["text", "file", "list"],
    "properties": {
        "text": {"type": "string", "minLength": 3, "maxLength": 5},
        "file": {"type": "string", "format": "uri"},
        "list": {"type": "array", "items": {"type": "integer"}},
        "number": {"type": "number", "minimum": 0.5, "maximum": 5.0, "nullable": True},
        "choice": {"enum": ["a", 1], "allOf": [{"$ref": "#/nowhere"}]},
        "maybe": {"enum": ["a"], "type": "string", "nullable": True, "allOf": [{"$ref": "#/nowhere"}]},
        "union": {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
        "code": {"type": "string", "pattern": "("},
    },
}
GOOD = {"text": "abcd", "file": "https://example.com/a.png", "list": [1]}
CASES = [
    ({}, []),
    ({"text": ""}, [("text", "must NOT have fewer than 3 characters")]),
    ({"text": "abcdef"}, [("text", "must NOT have more than 5 characters")]),
    ({"text": "     "}, [("text", "This field is required.")]),
    ({"text": 3}, [("text", "must be string")]),
    ({"file": "photo.png"}, [("file", 'must match format "uri"')]),
    ({"file": ""}, [("file", 'must match format "uri"')]),
    ({"file": "data:image/png;base64,AAAA"}, []),
    ({"list": []}, [("list", "This field is required.")]),
    ({"list": [1, "x", 2.5]}, [("list[1]", "must be integer"), ("list[2]", "must be integer")]),
    ({"number": 0}, [("number", "must be >= 0.5")]),
    ({"number": 9}, [("number", "must be <= 5")]),
    ({"number": ""}, [("number", "must be number,null")]),
    ({"number": None}, []),
    ({"choice": "z"}, [("choice", "must be equal to one of the allowed values")]),
    ({"choice": 1}, []),
    ({"choice": None}, [("choice", "must be equal to one of the allowed values")]),
    ({"maybe": "a"}, []),
    ({"maybe": None}, []),
    (
        {"maybe": 1},
        [
            ("maybe", "Must match one of the allowed schemas."),
            ("maybe", "must be string"),
            ("maybe", "must be equal to one of the allowed values"),
        ],
    ),
    ({"union": []}, [("union", "Must match one of the allowed schemas.")]),
    ({"union": None}, []),
    ({"code": "("}, []),
    ({"unknown": 1}, []),
]


@pytest.mark.parametrize(("values", "expected"), CASES)
def test_messages(values: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert [(issue.path, issue.message) for issue in validate(SCHEMA, {**GOOD, **values})] == expected


def test_missing_fields_are_named_in_the_order_of_the_form() -> None:
    assert [(i.field, i.message) for i in validate(SCHEMA, {})] == [
        (name, "This field is required.") for name in ("text", "file", "list")
    ]


@pytest.mark.parametrize("values", [None, [], "x", 3])
def test_what_is_no_object_is_refused(values: Any) -> None:
    assert [(i.field, i.path, i.message) for i in validate(SCHEMA, values)] == [(None, "input", "must be object")]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://example.com/a%20b?c#d", True),
        ("mailto:a@b.c", True),
        ("http://[::1]/x", True),
        ("//example.com", False),
        ("https://example.com/a b", False),
        ("https://example.com/%zz", False),
        ("data:,hello", True),
        ("data:text/plain", False),
        ("data:text/plain;base64,A", False),
        ("data:text/plain,a b", False),
        ("", False),
    ],
)
def test_addresses_of_files(text: str, good: bool) -> None:
    assert is_uri(text) is good
