"""The field is the one of Cog's own playground (replicate/cog: playground/src, 0.22.0)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cog_lsp.playground.field import javascript
from cog_lsp.playground.field.field import form_field
from cog_lsp.predictor.model import ABSENT, Input
from cog_lsp.predictor.source import read_source

STRING, NUMBER, INTEGER, BOOLEAN = ({"type": kind} for kind in ("string", "number", "integer", "boolean"))
FILE = {"type": "string", "format": "uri"}
SECRET = {"type": "string", "format": "password"}

HELP = [
    ({**NUMBER, "description": "How much", "default": 7.5, "minimum": 0.0, "maximum": 50.0},
     "How much · default 7.5 · min 0 · max 50"),
    ({**NUMBER, "default": 1.0}, "default 1"),
    ({**INTEGER, "default": 2**63 - 1}, "default 9223372036854776000"),
    ({**NUMBER, "minimum": 1e-07}, "min 1e-7"),
    ({**STRING, "description": "", "default": ""}, "default"),
    ({**STRING, "description": "Two\n    lines\tand  more ", "default": "a b"}, "Two lines and more · default a b"),
    ({**STRING, "description": "No-break\u00a0space stays"}, "No-break\u00a0space stays"),
    ({**STRING, "minLength": 0, "maxLength": 20, "pattern": "^a+$"}, "min 0 chars · max 20 chars · pattern: ^a+$"),
    ({**STRING, "nullable": True, "default": None}, "default null"),
    ({**BOOLEAN, "default": False}, "default false"),
    ({"type": "array", "items": STRING, "default": ["a", 1.0, None]}, 'default ["a",1,null]'),
    ({"type": "object", "default": {"b": 1, "2": "é", "1": []}}, 'default {"1":[],"2":"é","b":1}'),
    ({**STRING, "description": "*Bold* <b>&amp;"}, "*Bold* <b>&amp;"),
    ({}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "expected"), HELP)
def test_help_line_is_composed_as_the_playground_does(
    make_input: Callable[..., Input], schema: dict[str, Any], expected: str
) -> None:
    assert form_field(make_input(schema=schema)).help == expected


CONTROLS = [
    (STRING, None, "textarea", "textarea", "a string"),
    (FILE, None, "file", "file", "a file or its URL"),
    (SECRET, None, "password", "password", "a secret string"),
    (INTEGER, None, "number", "number", "an integer"),
    ({**INTEGER, "minimum": 1}, None, "number", "number", "an integer"),
    ({**NUMBER, "minimum": 0, "maximum": 1}, None, "number", "slider", "a number"),
    (BOOLEAN, None, "boolean", "toggle", "true or false"),
    ({}, ["a", "b"], "select", "select", "one of the choices"),
    ({**STRING, "enum": ["a"]}, None, "select", "select", "one of the choices"),
    ({"type": "array", "items": STRING}, None, "json", "list", "a list of strings"),
    ({"type": "array", "items": FILE}, None, "json", "list", "a list of files or URLs"),
    ({"type": "array", "items": INTEGER}, None, "json", "list", "a list of integers"),
    ({"type": "object"}, None, "json", "json", "a JSON object"),
    ({"anyOf": [STRING, INTEGER]}, None, "json", "json", "a string or an integer"),
    ({"anyOf": [STRING, {"type": "null"}]}, None, "textarea", "textarea", "a string"),
    ({}, None, "json", "json", "any JSON value"),
]


@pytest.mark.parametrize(("schema", "enum", "control", "look", "sends"), CONTROLS)
def test_control_follows_the_schema(
    make_input: Callable[..., Input],
    schema: dict[str, Any],
    enum: list[Any] | None,
    control: str,
    look: str,
    sends: str,
) -> None:
    field = form_field(make_input(schema=schema, enum=enum))
    assert (field.control, field.look, field.sends) == (control, look, sends)


STATES = [
    # schema, choices, required -> included, text when the form opens, value once the box is ticked
    ({**NUMBER, "default": 7.5}, None, False, False, "", 7.5),
    ({**STRING, "nullable": True}, None, False, True, "", ""),
    ({**STRING, "nullable": True, "default": None}, None, False, False, "", None),
    ({**INTEGER, "nullable": True}, None, False, True, "", ""),
    ({**BOOLEAN, "default": True}, None, False, False, "false", True),
    ({**BOOLEAN, "nullable": True}, None, False, True, "false", False),
    ({"default": "b"}, ["a", "b"], False, False, "Select a value", "b"),
    ({"nullable": True}, ["a", "b"], False, True, "a", "a"),
    ({"type": "array", "items": STRING, "nullable": True}, None, False, True, "[]", []),
    ({"type": "object", "default": {"a": 1.0}}, None, False, False, "{}", {"a": 1.0}),
    (STRING, None, True, True, "", ABSENT),
    (NUMBER, None, True, True, "", ABSENT),
    (BOOLEAN, None, True, True, "false", ABSENT),
    ({}, ["a", "b"], True, True, "a", ABSENT),
    ({}, [512, 1024.0], True, True, "512", ABSENT),
    ({"type": "array", "items": STRING}, None, True, True, "[]", ABSENT),
    ({"anyOf": [STRING, INTEGER]}, None, True, True, '""', ABSENT),
]


@pytest.mark.parametrize(("schema", "enum", "required", "included", "shown", "ticked"), STATES)
def test_state_when_the_form_opens(
    make_input: Callable[..., Input],
    schema: dict[str, Any],
    enum: list[Any] | None,
    required: bool,
    included: bool,
    shown: str,
    ticked: Any,
) -> None:
    field = form_field(make_input(schema=schema, enum=enum, required=required))
    assert (field.included, field.shown, field.ticked) == (included, shown, ticked)


@pytest.mark.parametrize(
    ("schema", "required", "label"),
    [
        ({}, False, "n_prompt"),
        ({}, True, "n_prompt *"),
        ({"deprecated": True, "title": "N"}, True, "n_prompt * (deprecated)"),
    ],
)
def test_label_is_the_raw_name_with_marks(
    make_input: Callable[..., Input], schema: dict[str, Any], required: bool, label: str
) -> None:
    assert form_field(make_input("n_prompt", schema, required=required)).label == label


def test_the_default_is_marked_among_the_choices(make_input: Callable[..., Input]) -> None:
    field = form_field(make_input(schema={"default": 1.0}, enum=[True, 1, 2.5]))
    assert [(choice.text, choice.default) for choice in field.choices] == [("true", False), ("1", True), ("2.5", False)]


@pytest.mark.parametrize(
    ("accept", "expected"), [("image/*", "image/*"), ([".png", ".jpg"], ".png,.jpg"), (None, ""), (3, "")]
)
def test_accept(make_input: Callable[..., Input], accept: Any, expected: str) -> None:
    assert form_field(make_input(schema={**FILE, "x-cog-accept": accept})).accept == expected


WARNINGS = [
    ({**STRING, "description": "a b"}, False, {"description": ("a b", "a b")}, ""),
    (STRING, False, {"description": ("Hello", ABSENT)}, "shows none"),
    ({**STRING, "description": 'a " "b'}, False, {"description": ("a b", 'a " "b')}, "You wrote: a b"),
    ({**STRING, "description": "a\n  b"}, False, {"description": ("a b", "a\n  b")}, ""),
    (INTEGER, True, {"default": (None, None)}, "makes this input required"),
    (INTEGER, True, {"default": (2**31, ABSENT)}, "the input is required"),
    (INTEGER, False, {"le": (2**32, ABSENT)}, "upper bound"),
    (INTEGER, False, {"ge": (0, ABSENT)}, "lower bound"),
    (INTEGER, False, {"ge": (1, 1)}, ""),
]


@pytest.mark.parametrize(("schema", "required", "arguments", "expected"), WARNINGS)
def test_warns_where_the_form_is_not_what_was_written(
    make_input: Callable[..., Input], schema: dict[str, Any], required: bool, arguments: dict[str, Any], expected: str
) -> None:
    warnings = " ".join(form_field(make_input(schema=schema, required=required, **arguments)).warnings)
    assert (expected in warnings) if expected else warnings == ""


def test_a_refused_input_is_drawn_as_it_was_meant(make_input: Callable[..., Input], absent: Any) -> None:
    field = form_field(make_input(refusal="no\x1bway", default=(3, absent), ge=(1, 1), description=("Steps", "Steps")))
    assert field.refused
    assert (field.control, field.help) == ("number", "Steps · default 3 · min 1")
    assert field.warnings == ("Cog's build refuses this input: no⟨U+001B⟩way",)


REFUSED_INPUTS = [
    ("x: Union[str, Path]", "json", True, ""),
    ("x: Optional[Union[str, Path]]", "json", False, ""),
    ("x: list[list[int]]", "json", True, ""),
    ("x: List[Path] = f()", "json", False, ""),
    ("x: np.ndarray", "textarea", True, ""),
    ("x=Input(default=True)", "boolean", False, "default true"),
    ("x=Input(default=1.5)", "number", False, "default 1.5"),
    ("x=Input(default=(1, 2))", "json", False, "default [1,2]"),
    ('x=Input(default={"a": 1})', "json", False, 'default {"a":1}'),
    ("x=Input()", "textarea", True, ""),
    ('x: str = Input(choices=D.keys(), default="b")', "select", False, "default b"),
    ('x=Input(choices=("a", "b"))', "select", True, ""),
    ('x: Bad = Input(default="a", deprecated=True)', "textarea", False, "default a"),
]


@pytest.mark.parametrize(("parameter", "control", "required", "help"), REFUSED_INPUTS)
def test_what_the_build_refuses_is_drawn_as_its_author_meant_it(
    parameter: str, control: str, required: bool, help: str
) -> None:
    text = (
        "from typing import List, Optional, Union\nfrom cog import BaseRunner, Input, Path\n"
        'D = {"a": 1, "b": 2}\nclass Runner(BaseRunner):\n'
        f"    def run(self, {parameter}) -> str: ...\n"
    )
    (predictor,) = read_source(text).predictors(None, "run")
    (input,) = predictor.inputs
    field = form_field(input)
    assert field.refused
    assert (field.control, field.required) == (control, required)
    assert field.help == help
    assert field.deprecated == ("deprecated" in parameter)
    assert [choice.text for choice in field.choices] == (["a", "b"] if control == "select" else [])
    assert field.warnings[0].startswith("Cog's build refuses this input: ")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1e21, "1e+21"),
        (123456789012345680000, "123456789012345680000"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (5e-324, "5e-324"),
        (-0.0, "0"),
        (-3, "-3"),
        (10**400, "Infinity"),
        (0.1, "0.1"),
        (100, "100"),
    ],
)
def test_numbers_read_as_in_javascript(value: int | float, expected: str) -> None:
    assert javascript.number(value) == expected


def test_deep_values_do_not_exhaust_the_stack(make_input: Callable[..., Input]) -> None:
    value: list[Any] = []
    for _ in range(5000):
        value = [value]
    field = form_field(make_input(schema={"type": "array", "default": value}))
    assert field.help.startswith("default [[[")
