"""Descriptions that say too little to fill in the field."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding, Severity
from cog_lsp.predictor.model import ABSENT, Input
from cog_lsp.project.context import Context
from cog_lsp.prose.judge import facets_of, is_terse, missing, terms_of
from cog_lsp.rules.inputs.lacking import as_written, lacking
from cog_lsp.rules.inputs.places import is_silent, place
from cog_lsp.rules.rule import Example, Rule, Step


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report a description that only restates the name or type."""
    facets = None if is_silent(input) else facets_of(input, about=context.about)
    if facets is None or not is_terse(facets):
        return
    terms = as_written(input.description or "", terms_of(input, context.settings.terms, context.about))
    # What a plain count or size is can be guessed: the text could say more, but need not.
    severity: Severity = "hint" if facets.plain and input.meant("default") is not ABSENT else "warning"
    yield lacking("terse-description", input, place(input), missing(input, facets), terms, severity)


RULE = Rule(
    slug="terse-description",
    summary="A description only repeats the name or type, or is too short to choose a value by.",
    severity="warning",
    subject="input",
    why="""
        "Guidance scale for image generation" says no more than the name `guidance_scale` does. Replicate asks authors to say
        what an input does, how to use it and what different values do, because most people who fill in the form have never
        read the paper.
        """,
    what_to_do="""
        Say in plain words what the input does, and one thing that helps to choose a value: what higher and lower values do,
        the form of the text or file, an example, or when to leave it empty.
        """,
    fix="draft",
    valid=(
        Example(
            '''guidance_scale: float = Input(
    description="""How closely the picture follows your prompt.
    Raise it when details of the prompt are missing; lower it for freer, more varied pictures.
    Values from 5 to 10 suit most prompts, and very high ones can look harsh. Start with 7.5.""",
    ge=1.0,
    le=20.0,
    default=7.5,
)''',
            note="what it does, what values do, where good results lie and where to start",
        ),
        Example('audio: Path = Input(description="Recording to transcribe, as MP3 or WAV.")'),
        Example('seed: int = Input(description="Set a number to get the same result again.", default=0)'),
        Example('negative_prompt: str = Input(description="Things to avoid in the picture.", default="")'),
        Example('image: Path = Input(\r\n    description="Photo of one person, facing the camera.",\r\n)'),
        Example('style: str = Input(description="🎨 Try watercolor or charcoal.", default="oil")'),
        Example('prompt: str = Input(description="描述您想要生成的图像")', note="other languages are left alone"),
        Example('hf_token: Secret = Input(description="Hugging Face access token")'),
    ),
    invalid=(
        Example(
            'guidance_scale: float = Input(description="Guidance scale for image generation", ge=1.0, le=20.0, default=7.5)',
            ('"Guidance scale for image generation"',),
            note="Replicate's own example of a text that helps nobody",
        ),
        Example('image: Path = Input(description="Input image")', ('"Input image"',)),
        Example('seed: int = Input(description="Random seed.", default=0)', ('"Random seed."',)),
        Example("prompt: str = Input(description='Input prompt')", ("'Input prompt'",)),
        Example(
            'scheduler: str = Input(\r\n    description="Choose a scheduler",\r\n    choices=["DDIM", "PNDM"],\r\n)',
            ('"Choose a scheduler"',),
        ),
        Example('image: Path = Input(description="🖼 Input image 🖼")', ('"🖼 Input image 🖼"',)),
        Example(
            'simplify_mesh: bool = Input(\n    description="""Whether to simplify\n    the mesh""",\n    default=False,\n)',
            ('"""Whether to simplify\n    the mesh"""',),
        ),
    ),
    check=check,
    about_words=True,
    judges_descriptions=True,
    step=Step(
        "Say more about 1 input whose description only restates the name",
        "Say more about {n} inputs whose description only restates the name",
    ),
)
