"""Choices that Cog publishes as those of something else: of another input, of run(), of a component of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cog_lsp.findings.finding import Finding, about_input
from cog_lsp.findings.repairs import Repair, SetArgument
from cog_lsp.predictor.cog.schema import choices_of, validated
from cog_lsp.predictor.model import Argument, Field, Home, Input, Predictor
from cog_lsp.predictor.values.written import literal
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code, is_static, shown

SLUG = "altered-choices"


def check(predictor: Predictor, context: Context) -> Iterator[Finding]:
    """Compare the choices that are meant with the component that has the input's name."""
    if not is_static(context):
        return
    for origin, input in predictor.placed():
        argument = input.argument("choices")
        if argument is None or input.home is Home.DECORATOR or not isinstance(input.field, Field):
            continue
        message, repairs = _altered(input, argument, predictor, context)
        if message:
            message = about_input(input.name, message)
            yield Finding(SLUG, message, argument.value_span.shifted(origin), input.name, repairs)


def _altered(
    input: Input, argument: Argument, predictor: Predictor, context: Context
) -> tuple[str, tuple[Repair, ...]]:
    """What is wrong with the choices of an input, and what can be written instead; nothing where they are published."""
    assert isinstance(input.field, Field)
    beside, prefix = context.runner, "Training" if predictor.mode == "train" else ""
    if input.name in (f"{prefix}Input", f"{prefix}Output") and input.field.enum is not None:
        what = "the inputs" if input.name.endswith("Input") else "the output"
        return f"its choices are published in place of {what}. Name it otherwise", ()
    other = choices_of(input.name, predictor, beside)
    if other is not None and input.field.enum is not None:
        if other == input.field.enum:
            return "", ()
        fails = "Cog's build fails: " if validated(input, predictor, beside) else ""
        if choices_of(input.name, predictor) is not None:
            reason = "Cog has a component of that name and publishes no choices. Name it otherwise"
        else:
            reason = f"people choose among those of run(): Cog publishes one {code(input.name)}. Rename one"
        return fails + reason, ()
    meant, published = argument.sum.total if argument.sum is not None else None, argument.published
    if meant is None or meant == published or not isinstance(published, list):
        return "", ()
    wrong = next((m, p) for m, p in zip(meant, published, strict=True) if m != p)
    return _overwritten(*wrong, argument), _repairs(argument.meant)


def _overwritten(meant: Any, published: Any, argument: Argument) -> str:
    assert argument.sum is not None
    lead = f"{shown(meant, 20)} is published as {shown(published, 20)}"
    return f"{lead}: Cog has one list for all sums with {code(argument.sum.constant, 16)}"


def _repairs(meant: object) -> tuple[Repair, ...]:
    if not isinstance(meant, list) or literal(meant) is None:
        return ()
    return (SetArgument("choices", meant, "Write the choices as a list of literals"),)


def _file(first: str, second: str, above: str = 'SIDES = ["left", "right", "above"]\n', end: str = "\n") -> str:
    text = (
        f"from cog import BaseRunner, Input\n\n{above}\n\n"
        "class Runner(BaseRunner):\n"
        f"    def run(\n        self,\n        sun: str = Input(choices={first}),\n"
        f"        lamp: str = Input(choices={second}),\n    ) -> str:\n        return sun + lamp\n"
    )
    return text.replace("\n", end)


_KEYS = 'SIDES = {"left": 1, "right": 2, "🎨": 3}\n'
_NAMED = "from cog import Input\n\n\ndef run({}: str = Input(choices=['left', 'right'])) -> str:\n    return ''\n"

RULE = Rule(
    slug=SLUG,
    summary="The form offers other choices than the code names: those of another input, of run(), or of Cog itself.",
    severity="error",
    subject="predictor",
    why="""
        Two sums such as `SIDES + ["dawn"]` and `SIDES + ["desk"]` come out with the same last choice where the constant has
        3, 5 to 7 or 9 to 15 items: the generator writes both into the room behind its list. Choices become a component with
        the name of the input: `run()` and `train()` share it, and the names of Cog's own components (`Status`,
        `PredictionRequest`, `ValidationError`, …) are taken. People choose among wrong values, and the right ones are
        refused; with a default, the build fails and names a value that nobody wrote there.
    """,
    what_to_do="""
        Write the choices of each input as a list of literals, which the fix does. Give an input that shares its name another
        one, or give both the same choices.
    """,
    valid=(
        Example(_file('["left", "right", "above"] + ["dawn"]', '["left", "right", "above"] + ["desk"]')),
        Example(_file('SIDES + ["dawn"]', "SIDES"), note="one sum alone"),
        Example(_file('SIDES + ["dawn"]', 'SIDES + ["dawn"]', end="\r\n"), note="the same in both"),
        Example(
            _file('SIDES + ["dawn"]', 'SIDES + ["desk"]', 'SIDES = ["left", "right", "above", "below"]\n'),
            note="no room behind a list of 1, 2, 4 or 8",
        ),
        Example(
            _file('SIDES + ["dawn", "dusk"]', 'SIDES + ["desk", "bed 🎨"]'), note="nor for two behind one of three"
        ),
        Example(_NAMED.format("status")),
    ),
    invalid=(
        Example(
            _file('SIDES + ["dawn"]', 'SIDES + ["desk"]'),
            ('SIDES + ["dawn"]',),
            _file('["left", "right", "above", "dawn"]', 'SIDES + ["desk"]'),
            note="two sums over one list of three",
        ),
        Example(
            _file('list(SIDES.keys()) + ["dawn"]', 'list(SIDES.keys()) + ["desk"]', _KEYS, "\r\n"),
            ('list(SIDES.keys()) + ["dawn"]',),
            _file('["left", "right", "🎨", "dawn"]', 'list(SIDES.keys()) + ["desk"]', _KEYS, "\r\n"),
        ),
        Example(
            _file('SIDES + ["dawn"]', 'SIDES + ["desk"]', 'SIDES = ("a", "b", "c", "d", "e")\n'),
            ('SIDES + ["dawn"]',),
            _file('["a", "b", "c", "d", "e", "dawn"]', 'SIDES + ["desk"]', 'SIDES = ("a", "b", "c", "d", "e")\n'),
        ),
        Example(
            _file('SIDES + ["dawn"]', 'SIDES + ["desk"] + ["bed"]'),
            ('SIDES + ["dawn"]',),
            _file('["left", "right", "above", "dawn"]', 'SIDES + ["desk"] + ["bed"]'),
            note="the longer sum is copied, and yet it overwrites",
        ),
        Example(_NAMED.format("Status"), ("['left', 'right']",), note="the name of a component of Cog's"),
        Example(_NAMED.format("PredictionResponse"), ("['left', 'right']",)),
        Example(_NAMED.format("Output"), ("['left', 'right']",)),
    ),
    check=check,
    fix="safe",
)
