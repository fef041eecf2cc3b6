"""An input with a default and no type: the build refuses it."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Annotate, Repair
from cog_lsp.predictor.model import Home, Input
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import finding
from cog_lsp.rules.schema.refusals import is_told_by

SLUG = "missing-annotation"
CERTAIN = (str, bool, float)
"""Types of a default that say what the input is. A whole number may stand for any number."""


def check(input: Input, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """Report the parameter by its name. Every version of Cog asks for a type."""
    if input.home is Home.DECORATOR:
        return
    for refusal in input.refusals:
        if is_told_by(refusal, SLUG):
            message = "Cog's build fails: it needs a type"
            yield finding(SLUG, input, message, input.name_span, _repairs(input), refusal.message)


def _repairs(input: Input) -> tuple[Repair, ...]:
    kind = type(input.meant("default"))
    if kind in CERTAIN:
        return (Annotate(kind.__name__, (), f"Give it the type `{kind.__name__}`"),)
    if kind is int:
        guess = "float" if any(isinstance(input.meant(bound), float) for bound in ("ge", "le")) else "int"
        return (Annotate(guess, (), f"Give it the type `{guess}`", kind="draft"),)
    return ()


def _example(parameter: str, note: str = "") -> Example:
    return Example(f"        {parameter},", note=note)


def _reported(parameter: str, found: str, fixed: str | None, note: str = "") -> Example:
    return Example(f"        {parameter},", (found,), None if fixed is None else f"        {fixed},", note=note)


RULE = Rule(
    slug=SLUG,
    summary="An input without a type.",
    severity="error",
    subject="input",
    why="Cog makes the form from the types. It refuses to build a model with an input that has a default and no type.",
    what_to_do="Write the type after the name: `seed: int = Input(default=0)`.",
    valid=(
        _example("prompt: str = Input()"),
        _example('prompt: str = "a 🐈"'),
        _example("seed: Optional[int] = None"),
        _example("seed: int"),
        _example("scale: float = Input(\r\n            default=1.5,\r\n        )"),
    ),
    invalid=(
        _reported('prompt = Input(default="a 🐈")', "prompt", 'prompt: str = Input(default="a 🐈")'),
        _reported('prompt="a cat"', "prompt", 'prompt: str="a cat"'),
        _reported(
            "scale=Input(\r\n            default=1.5,\r\n        )",
            "scale",
            "scale: float=Input(\r\n            default=1.5,\r\n        )",
        ),
        _reported(
            "seed = Input(\n            default=0,\n        )",
            "seed",
            "seed: int = Input(\n            default=0,\n        )",
        ),
        _reported("image = Input()", "image", None, "nothing says what it is"),
        _reported("fast = True", "fast", "fast: bool = True"),
    ),
    check=check,
    fix="safe",
)
