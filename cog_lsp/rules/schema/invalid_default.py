"""A default that breaks the input's own bounds, choices, lengths, pattern or type: the build refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.model import ABSENT, Input
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code, finding, shown, version
from cog_lsp.rules.schema.refusals import refusals

SLUG = "invalid-default"
SINCE = (0, 17)
TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "True or False",
    "array": "a list",
    "object": "a dictionary",
}


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report the validator's refusal at the default."""
    if version(context) < SINCE:
        return
    for refusal in refusals(input, SLUG, context):
        default = input.argument("default")
        span = default.value_span if default is not None else refusal.span
        yield finding(SLUG, input, _message(input, refusal.message), span, cog=refusal.message)


def _message(input: Input, cog: str) -> str:
    """What is wrong, and what is allowed."""
    value = shown(input.published("default"), 24)
    item = "an item of " if 'Error at "/' in cog else ""
    lead = f"Cog's build fails: {item}the default {value}"
    choices = input.published("choices")
    if "one of the allowed values" in cog and isinstance(choices, list):
        argument = input.argument("choices")
        if argument is not None and argument.sum is not None and input.published("default") in argument.sum.total:
            return f"{lead} is overwritten by another sum with {code(argument.sum.constant, 16)}"
        if argument is not None and argument.changed:
            return f"{lead} is none of the first choices: Cog does not read {code(argument.changed)} below them"
        return f"{lead} is none of the choices {_listed(choices)}"
    for keyword, sign, words in BROKEN:
        if sign in cog and (limit := input.published(keyword)) is not ABSENT:
            return f"{lead} {words} {code(f'{keyword}={_number(limit)}', 34)}"
    type = next((words for kind, words in TYPES.items() if _wants(cog, kind)), None)
    if type is not None:
        return f"{lead} must be {type}"
    return f"{lead} does not fit the input"


BROKEN = (
    ("ge", "must be at least", "is below"),
    ("le", "must be at most", "is above"),
    ("min_length", "minimum string length", "is shorter than"),
    ("max_length", "maximum string length", "is longer than"),
    ("regex", "match the regular expression", "does not match"),
)
"""Keyword, words of the validator, and ours."""


def _wants(cog: str, kind: str) -> bool:
    return f"value must be a {kind}" in cog or f"value must be an {kind}" in cog


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def _listed(choices: list[Any]) -> str:
    """As many choices as have room."""
    text = ""
    for choice in choices:
        item = shown(choice, 16)
        if len(text) + len(item) > 32:
            return f"{text}, …" if text else "…"
        text = f"{text}, {item}" if text else item
    return text


def _example(parameter: str, note: str = "") -> Example:
    return Example(f"        {parameter},", note=note)


def _reported(parameter: str, found: str, note: str = "") -> Example:
    return Example(f"        {parameter},", (found,), note=note)


RULE = Rule(
    slug=SLUG,
    summary="The default breaks the input's own bounds, choices, lengths, pattern or type.",
    severity="error",
    subject="input",
    why="""
        After it has made the schema, Cog's build checks that each default fits it, and ends with a message about the
        schema where one does not. Requests that leave the input out would be refused as well.
    """,
    what_to_do="Choose a default that the input allows, or widen what it allows.",
    valid=(
        _example("scale: float = Input(default=7, ge=0, le=20)", "a whole number is a number"),
        _example('style: str = Input(default="photo", choices=["photo", "drawing"])'),
        _example('name: str = Input(default="abc", min_length=1, max_length=3)'),
        _example("seed: Optional[int] = Input(default=None, ge=0)"),
        _example('name: str = Input(\r\n            default="🎨",\r\n            regex="^.$",\r\n        )'),
        _example("size: int = Input(default=SIZE, le=10)", "nobody knows the value"),
    ),
    invalid=(
        _reported("scale: float = Input(default=30, ge=0, le=20)", "30"),
        _reported("steps: int = Input(\n            default=0,\n            ge=1,\n        )", "0"),
        _reported('style: str = Input(default="paint", choices=["photo", "drawing 🎨"])', '"paint"'),
        Example(
            "from cog import Input\n\nSIDES = ['left', 'right', 'above']\n\n\n"
            "def run(\n    sun: str = Input(default='dawn', choices=SIDES + ['dawn']),\n"
            "    lamp: str = Input(choices=SIDES + ['desk']),\n) -> str:\n    return sun + lamp\n",
            ("'dawn'",),
            note="another input's sum takes its place among the choices",
        ),
        _reported('name: str = Input(\r\n            default="",\r\n            min_length=1,\r\n        )', '""'),
        _reported('name: str = Input(default="abcd", max_length=3)', '"abcd"'),
        _reported('name: str = Input(default="a b", regex=r"^\\w+$")', '"a b"'),
        _reported('seed: int = "1"', '"1"', "a text for a number"),
        _reported("fast: bool = 1", "1"),
        _reported('names: list[str] = Input(default="a")', '"a"'),
    ),
    check=check,
)
