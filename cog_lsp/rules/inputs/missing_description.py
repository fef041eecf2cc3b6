"""Inputs without a description."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Describe
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.rules.inputs.places import has_description, is_silent, place
from cog_lsp.rules.rule import Example, Rule, Step


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report an input whose field in the form would have no help text."""
    del context
    if is_silent(input) or has_description(input):
        return
    message = f"`{input.name}` has no description: people see only its name in the form"
    yield Finding("missing-description", message, place(input), input.name, (Describe(("purpose",)),))


RULE = Rule(
    slug="missing-description",
    summary="An input has no description.",
    severity="warning",
    subject="input",
    why="""
        The description is the help text beside the field, on the web form and in the API documentation. Without one, people
        have to read your source to find out what the input does.
        """,
    what_to_do="""
        Say what the input does and how to choose a value. The quick fix drafts a text from the name, the type, the default,
        the bounds and the choices; read it before you keep it.
        """,
    fix="draft",
    valid=(
        Example('prompt: str = Input(description="What the picture should show, in a sentence or two.")'),
        Example("seed: int = Inputs.seed()", note="what the call returns is not known"),
        Example("steps: int = Input(description=HELP_TEXTS['steps'])", note="there is a text, if not a known one"),
        Example("count: int = Input(**COMMON)"),
        Example('names: str = Input(\r\n    description="Names, one per line.",\r\n)'),
        Example('mood: str = Input(description="🎵 The mood of the song, such as happy or sad.")'),
    ),
    invalid=(
        Example('prompt: str = Input(default="a lighthouse")', ("prompt",)),
        Example("image: Path", ("image",)),
        Example("steps: int = 20", ("steps",), note="a plain default makes a field without help text too"),
        Example('prompt: str = Input(description="")', ('""',)),
        Example("seed: int = Input(\r\n    default=0,\r\n    ge=0,\r\n)", ("seed",)),
        Example('mood: str = Input(default="🎵 happy")', ("mood",)),
        Example('text: str = Input(\n    description="""\n    """,\n)', ('"""\n    """',)),
    ),
    check=check,
    about_words=True,
    judges_descriptions=True,
    step=Step("Describe 1 input that has no description", "Describe {n} inputs that have no description"),
)
