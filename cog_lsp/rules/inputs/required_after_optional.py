"""Required inputs that people meet only after many optional ones."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.model import ABSENT, Input, Predictor
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule

FAR = 3
"""So many optional inputs above a required one put it out of sight."""


def is_required(input: Input) -> bool | None:
    """Whether the author means an input to be required; None where it cannot be known."""
    if input.opaque or "**" in input.by_keyword:
        return None
    if input.meant("default") is not ABSENT:
        return False
    return input.type is None or not input.type.optional


def check(predictor: Predictor, context: Context) -> Iterator[Finding]:
    """Report a required input with several optional ones above it."""
    del context
    if all("default" in input.by_keyword for input in predictor.inputs[FAR:]):
        return  # as in most models, at each keystroke
    optional = 0
    for input in predictor.inputs:
        required = is_required(input)
        if required is False:
            optional += 1
        elif required and optional >= FAR:
            message = f"`{input.name}` is required, but {optional} optional inputs stand above it: the form shows it below them"
            span = predictor.place(input, input.name_span)
            yield Finding("required-after-optional", message, span, input.name)


def _class(*parameters: str, newline: str = "\n") -> str:
    """An example: a predictor whose method takes these parameters."""
    lines = [
        "from cog import BasePredictor, Input, Path",
        "",
        "",
        "class Predictor(BasePredictor):",
        "    def predict(",
        "        self,",
        *(f"        {parameter}," for parameter in parameters),
        "    ) -> str:",
        '        return "done"',
        "",
    ]
    return "\n".join(lines).replace("\n", newline)


RULE = Rule(
    slug="required-after-optional",
    summary="A required input stands far below optional ones.",
    severity="hint",
    subject="predictor",
    why="""
        The form shows the inputs in the order of the signature, and Replicate asks for the most important ones first. A
        required field at the end of a long form is found last.
        """,
    what_to_do="""
        Move required inputs to the top, and keep related ones together. Callers pass inputs by name, so the order is free to
        change.
        """,
    valid=(
        Example(_class("prompt: str = Input()", "seed: int = Input(default=0)", "steps: int = 20", "width: int = 512")),
        Example(_class("seed: int = 0", "prompt: str = Input()"), note="one optional input above is no obstacle"),
        Example(_class("seed: int = 0", "steps: int = 20", "width: int = 512", "prompt: str = Inputs.prompt")),
        Example(_class("a: int = 1", "b: int = 2", "c: int = 3", "image: Path | None = Input()")),
        Example(_class("prompt: str", "mood: str = '🎵'", "steps: int = 20", "width: int = 512", newline="\r\n")),
    ),
    invalid=(
        Example(_class("seed: int = 0", "steps: int = 20", "width: int = 512", "prompt: str = Input()"), ("prompt",)),
        Example(_class("a: int = 1", "b: int = 2", "c: int = 3", "image: Path", "audio: Path"), ("image", "audio")),
        Example(_class("a: str = '🎵'", "b: int = 2", "c: int = 3", "image: Path = Input()"), ("image",)),
        Example(_class("a: int = 1", "b: int = 2", "c: int = 3", "image: Path = Input()", newline="\r\n"), ("image",)),
        Example(
            _class(
                "a: int = Input(default=1)",
                "b: int = Input(default=None)",
                "c: int = 3",
                "text: str = Input(\n    min_length=1,\n)",
            ),
            ("text",),
        ),
    ),
    check=check,
    about_words=True,
)
