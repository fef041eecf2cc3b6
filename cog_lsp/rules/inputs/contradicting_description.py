"""Descriptions that state a default, a limit or a value which the code does not have."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Replace
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.prose.contradictions import contradictions
from cog_lsp.rules.inputs.places import exact, is_silent, place_in
from cog_lsp.rules.rule import Example, Rule, Step


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report each statement that the declaration contradicts."""
    del context
    text = input.description
    if text is None or is_silent(input):
        return
    for wrong in contradictions(text, input):
        span = place_in(input, wrong.start, wrong.end)
        repairs: tuple[Replace, ...] = ()
        if wrong.correct is not None and exact(input):
            repairs = (Replace(span, wrong.correct, f"Write {wrong.correct}, as the code has it"),)
        message = f"`{input.name}`: the text {wrong.message}"
        yield Finding("contradicting-description", message, span, input.name, repairs)


RULE = Rule(
    slug="contradicting-description",
    summary="A description states a default, a range or a value that the code contradicts.",
    severity="warning",
    subject="input",
    why="""
        Defaults and bounds get changed, and the sentence that mentions them is forgotten. People then send values that the
        model refuses, or wonder why the result is not what the text promises.
        """,
    what_to_do="""
        Correct the text or the code. Where one number is certain, the quick fix writes the one from the code. The form shows
        the default and the bounds beside the text, so a description need not repeat them.
        """,
    fix="safe",
    valid=(
        Example('steps: int = Input(description="Passes of refinement. The default is 28.", default=28)'),
        Example(
            'scale: float = Input(description="Strength. Good results lie between 0 and 1.", ge=-1, le=2, default=1)',
            note="advice, not a limit",
        ),
        Example(
            'fps: int = Input(description="Speed. Defaults to 12 for GIF files.", default=0)', note="a special case"
        ),
        Example('width: int = Input(description="Width; the largest size is 1024x768.", le=1280, default=512)'),
        Example('seed: int = Input(\r\n    description="Use -1 for a random start.",\r\n    ge=-1,\r\n)'),
        Example('volume: float = Input(description="🔊 From 0 to 1.", ge=0, le=1)'),
        Example('steps: int = Input(description="Default 50.", default=STEPS)', note="the default is not known"),
    ),
    invalid=(
        Example(
            'steps: int = Input(description="Passes of refinement (default 50).", default=28)',
            ("50",),
            'steps: int = Input(description="Passes of refinement (default 28).", default=28)',
        ),
        Example(
            'scale: float = Input(description="Strength between 0 and 1.", ge=0, le=20)',
            ("1",),
            'scale: float = Input(description="Strength between 0 and 20.", ge=0, le=20)',
        ),
        Example('end: int = Input(description="End in seconds. -1 means the end of the clip.", ge=0)', ("-1",)),
        Example(
            'quality: int = Input(\r\n    description="Quality, from 0 to 100.",\r\n    ge=1,\r\n    le=100,\r\n)',
            ("0",),
            'quality: int = Input(\r\n    description="Quality, from 1 to 100.",\r\n    ge=1,\r\n    le=100,\r\n)',
        ),
        Example(
            'width: int = Input(description="📐 Width in pixels. The maximum is 720.", le=1280)',
            ("720",),
            'width: int = Input(description="📐 Width in pixels. The maximum is 1280.", le=1280)',
        ),
        Example(
            'strict: bool = Input(\n    description="""Stop at the first error.\n    Defaults to True.""",\n    default=False,\n)',
            ("True",),
            'strict: bool = Input(\n    description="""Stop at the first error.\n    Defaults to False.""",\n    default=False,\n)',
        ),
    ),
    check=check,
    about_words=True,
    step=Step(
        "Correct 1 description that the code contradicts",
        "Correct {n} descriptions that the code contradicts",
        is_broken=True,
    ),
)
