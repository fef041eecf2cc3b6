"""What Cog's own playground was observed to do, case by case.

`observed.json` holds schemas made at random and what the playground's code (replicate/cog: playground/src/lib/input/
openapi.ts and validation.ts, 0.22.0) gave for each in Node: the help line, the state of the form when it opens, and its
messages about some values.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.playground.field import javascript
from cog_lsp.playground.field.field import form_field
from cog_lsp.playground.page.page import input_schema
from cog_lsp.playground.page.validate import validate
from cog_lsp.predictor.model import ABSENT, Input

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("observed.json").read_text(encoding="utf-8"))
MISSING = {"missing": True}


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_field_is_the_one_of_the_playground(make_input: Callable[..., Input], case: dict[str, Any]) -> None:
    field = form_field(
        make_input(
            "x", case["schema"], required=case["required"], enum=case.get("enum"), enum_type=case.get("type", "")
        )
    )
    assert field.help == case["help"]
    assert field.included == case["included"]
    assert [choice.text for choice in field.choices] == case.get("choices", [])
    assert as_json(field.value) == case.get("value", ABSENT)
    if not case["required"]:
        assert as_json(field.ticked) == case["ticked"]
    schema = input_schema([field])
    for value, expected in case["issues"]:
        issues = validate(schema, {} if value == MISSING else {"x": value})
        assert sorted(f"{issue.path}: {issue.message}" for issue in issues) == expected


def as_json(value: Any) -> Any:
    """The value after a round through JavaScript's numbers."""
    return value if value is ABSENT else json.loads(javascript.stringify(value))
