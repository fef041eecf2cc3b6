"""Numbers whose name is known to need bounds."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import SetArgument
from cog_lsp.predictor.model import ABSENT, UNKNOWN, Input
from cog_lsp.project.context import Context
from cog_lsp.prose.contradictions import refuses_bounds, show
from cog_lsp.prose.judge import facets_of, lacks_effect
from cog_lsp.prose.usual import usual_bounds
from cog_lsp.rules.inputs.places import is_silent
from cog_lsp.rules.rule import Example, Rule


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report a number without `ge` and `le` whose usual bounds are known and fit its default."""
    del context
    kind = input.type.name if input.type is not None else ""
    if is_silent(input) or kind not in {"int", "float"}:
        return
    if any(input.meant(keyword) is not ABSENT for keyword in ("ge", "le", "choices")):
        return
    bounds = usual_bounds(input.name, kind)
    default = input.meant("default")
    if bounds is None or default is UNKNOWN:
        return
    low, high = bounds
    if isinstance(default, int | float) and not low <= default <= high:
        return
    if input.description is not None and refuses_bounds(input.description, low, high):
        return  # the author knows better
    facets = facets_of(input)
    if facets is not None and lacks_effect(facets, input):
        return  # bounds that nobody explains help nobody: the description comes first
    yield Finding(
        "unbounded-number",
        f"`{input.name}` has no bounds, so any number is accepted; {show(low)} to {show(high)} is usual",
        input.name_span,
        input.name,
        (
            SetArgument("ge", low, f"Add the usual lower bound, ge={show(low)}", "draft"),
            SetArgument("le", high, f"Add the usual upper bound, le={show(high)}", "draft"),
        ),
    )


RULE = Rule(
    slug="unbounded-number",
    summary="A number whose name is known to need bounds has none.",
    severity="hint",
    subject="input",
    why="""
        With `ge` and `le` the form shows the range and refuses impossible values at once. Without them, a typing mistake such
        as 500 instead of 50 steps costs minutes on an expensive machine, or fails late with an error that nobody understands.
        """,
    what_to_do="""
        Add `ge` and `le`. Keep the range wide, and say in the description where the best results lie.
        """,
    fix="draft",
    valid=(
        Example('top_p: float = Input(description="Share of the likeliest words.", ge=0, le=1, default=0.9)'),
        Example(
            "guidance_scale: float = Input(default=7.5, le=30)", note="one bound shows that the author thought of it"
        ),
        Example("num_inference_steps: int = Input(choices=[4, 8])"),
        Example("guidance_scale: float = Input(default=5000)", note="the usual bounds do not fit here"),
        Example("wavelength: float = Input(default=440.0)", note="not a known name"),
        Example("steps: int = Input(\r\n    default=20,\r\n    ge=1,\r\n)"),
        Example('top_p: str = Input(description="🎯 Not a number.")'),
        Example(
            'top_p: float = Input(description="Share of the likeliest words", default=0.9)',
            note="the text must say first what lower and higher values do",
        ),
        Example(
            'top_p: float = Input(description="Lower values give safer answers. Use 8 to disable it.", default=0.9)',
            note="the usual bounds would refuse a value that the text tells people to use",
        ),
    ),
    invalid=(
        Example("guidance_scale: float = Input(default=7.5)", ("guidance_scale",)),
        Example("num_inference_steps: int = Input(default=50)", ("num_inference_steps",)),
        Example(
            'top_p: float = Input(description="🎯 Share of the likeliest words. Lower values give safer answers.")',
            ("top_p",),
        ),
        Example("num_outputs: int = 1", ("num_outputs",), note="a plain default makes a field without bounds too"),
        Example("temperature: float = Input(\r\n    default=0.7,\r\n)", ("temperature",)),
        Example(
            'num_outputs: int = Input(\n    description="""How many pictures\n    to make. More take longer.""",\n    default=1,\n)',
            ("num_outputs",),
        ),
    ),
    check=check,
    about_words=True,
)
