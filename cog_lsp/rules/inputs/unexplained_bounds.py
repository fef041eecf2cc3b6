"""Numbers with bounds and no word on what their values do."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.prose.judge import facets_of, has_bounds, lacks_effect
from cog_lsp.rules.inputs.lacking import lacking
from cog_lsp.rules.inputs.places import is_silent, place
from cog_lsp.rules.rule import Example, Rule, Step


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report a number that has bounds but no explanation of low and high values."""
    if is_silent(input) or not has_bounds(input):
        return
    facets = facets_of(input, about=context.about)
    if facets is not None and lacks_effect(facets, input):
        yield lacking("unexplained-bounds", input, place(input), ("effect",))


RULE = Rule(
    slug="unexplained-bounds",
    summary="An input has bounds, and its description does not say what low and high values do.",
    severity="warning",
    subject="input",
    why="""
        Bounds say which values are allowed, not which are good. Replicate asks authors to keep ranges wide and to say in the
        text where the best results are. Plain counts and sizes ("Number of pictures", "Width in pixels") need no more than
        that and are not reported.
        """,
    what_to_do="""
        Add a sentence on what lower and higher values do, or say what single values mean ("0 turns it off") or where good
        results lie.
        """,
    fix="draft",
    valid=(
        Example(
            'strength: float = Input(description="How much of the photo changes. 0 keeps it, 1 replaces it.", ge=0, le=1)'
        ),
        Example(
            'num_outputs: int = Input(description="Number of pictures to make.", ge=1, le=4)', note="a plain count"
        ),
        Example('steps: int = Input(description="Passes of refinement. More steps take longer.", ge=1, le=50)'),
        Example('temperature: float = Input(description="How random the text is.")', note="no bounds"),
        Example('quality: int = Input(\r\n    description="Quality of the file. 100 is best.",\r\n    le=100,\r\n)'),
        Example('tempo: float = Input(description="🥁 Lower is slower.", ge=40, le=200)'),
        Example('seed: int = Input(description="Set a number to repeat a result.", ge=0)', note="no seed is better"),
    ),
    invalid=(
        Example(
            'guidance_scale: float = Input(description="Guidance scale for image generation", ge=1.0, le=20.0, default=7.5)',
            ('"Guidance scale for image generation"',),
            note="Replicate's own example of a range without guidance",
        ),
        Example(
            'num_inference_steps: int = Input(description="Number of denoising steps", ge=1, le=500, default=50)',
            ('"Number of denoising steps"',),
        ),
        Example(
            'tilt: float = Input(description="Adjusts the tilt of the face to the left or right", ge=-20, le=20)',
            ('"Adjusts the tilt of the face to the left or right"',),
        ),
        Example(
            'nms_threshold: float = Input(\r\n    description="NMS threshold",\r\n    ge=0,\r\n    le=1,\r\n)',
            ('"NMS threshold"',),
        ),
        Example('smile: float = Input(description="😀 Degree of smiling", ge=0, le=1)', ('"😀 Degree of smiling"',)),
        Example(
            'blend: float = Input(\n    description="""Blend of the\n    two pictures.""",\n    ge=0,\n    le=1,\n)',
            ('"""Blend of the\n    two pictures."""',),
        ),
    ),
    check=check,
    about_words=True,
    judges_descriptions=True,
    step=Step("Explain the range of 1 input", "Explain the range of {n} inputs"),
)
