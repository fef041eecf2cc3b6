"""Technical terms that a description leaves unexplained."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding, Severity
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.prose.judge import terms_of
from cog_lsp.rules.inputs.lacking import as_written, lacking
from cog_lsp.rules.inputs.places import PLAIN_WORDS, is_silent, place, place_in
from cog_lsp.rules.rule import Example, Rule


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report the technical terms that the text does not explain, with their plain meanings where these are certain."""
    text = input.description
    if text is None or is_silent(input):
        return
    terms = terms_of(input, context.settings.terms, context.about)
    if terms:
        span = place_in(input, terms[0].start, terms[0].end) if len(terms) == 1 else place(input)
        severity: Severity = "warning" if any(term.known for term in terms) else "hint"
        yield lacking("jargon", input, span, ("terms",), as_written(text, terms), severity)


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
    about_words=True,
    step=PLAIN_WORDS,
)
