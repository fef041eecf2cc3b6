"""Technical terms that a description leaves unexplained."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Describe
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.prose.judge import terms_of
from cog_lsp.rules.inputs.places import is_silent, place_in
from cog_lsp.rules.rule import Example, Rule

LONGEST = 100


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report each technical term that the text does not explain, with its plain meaning."""
    if is_silent(input):
        return
    text = input.description
    for term in terms_of(input, context.settings.terms):
        written = term.name if text is None else text[term.start : term.end]
        yield Finding(
            "jargon",
            shortened(f"Unexplained term “{written}”: {term.meaning}"),
            place_in(input, term.start, term.end),
            input.name,
            (Describe(("terms",)),),
            data=(("term", term.name), ("meaning", term.meaning)),
        )


def shortened(message: str) -> str:
    """The message, cut at the length that editors show on one line."""
    return message if len(message) <= LONGEST else message[: LONGEST - 1].rstrip() + "…"


RULE = Rule(
    slug="jargon",
    summary="A description uses a technical term that it does not explain.",
    severity="information",
    subject="input",
    why="""
        People who use your model are often not people who train models. "Scale for classifier-free guidance" makes sense only
        to somebody who knows the method; "how closely the picture follows your prompt" makes sense to everybody.
        """,
    what_to_do="""
        Use plain words, or explain the term in the text: in brackets, or by saying what higher and lower values do. Terms that
        your users do know can be listed in the settings, and so can terms of your own:

        ```toml
        [terms]
        LoRA = ""
        griddling = "a second pass that sharpens edges"
        ```
        """,
    fix="draft",
    valid=(
        Example('scale: float = Input(description="How closely the picture follows your prompt.")'),
        Example('lora: str = Input(description="Address of a LoRA (a small add-on file that teaches a style).")'),
        Example(
            'cfg: float = Input(description="Classifier-free guidance. Higher values follow the prompt more closely.")',
            note="the effect is told in plain words",
        ),
        Example('temp_files: bool = Input(description="Return working files, such as ControlNet pictures.")'),
        Example('max_tokens: int = Input(\r\n    description="Maximum number of tokens to write.",\r\n)'),
        Example('seed: int = Input(description="🎲 Set a number to repeat a result.")'),
        Example('lora_scale: float = Input(description="See `lora_weights`.")', note="the name of an input"),
    ),
    invalid=(
        Example(
            'scale: float = Input(description="Scale for classifier-free guidance")', ("classifier-free guidance",)
        ),
        Example('steps: int = Input(description="Number of denoising steps")', ("denoising steps",)),
        Example('top_p: float = Input(description="Nucleus sampling top-p")', ("Nucleus sampling",)),
        Example(
            'lora: str = Input(\r\n    description="Address of the LoRA to load",\r\n)',
            ("LoRA",),
        ),
        Example('control: Path = Input(description="🎛️ Picture for the ControlNet")', ("ControlNet",)),
        Example(
            'scheduler: str = Input(\n    description="""Pick a\n    scheduler.""",\n)',
            ("scheduler",),
        ),
    ),
    check=check,
)
