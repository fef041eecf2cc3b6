"""Choices that only insiders can tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.prose.judge import facets_of, lacks_choices
from cog_lsp.rules.inputs.lacking import lacking
from cog_lsp.rules.inputs.places import PLAIN_WORDS, is_silent, place
from cog_lsp.rules.rule import Example, Rule


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report a description that mentions none of the choices, where their names do not explain themselves."""
    facets = None if is_silent(input) else facets_of(input, about=context.about)
    if facets is not None and lacks_choices(facets, input):
        yield lacking("unexplained-choices", input, place(input), ("choices",))


RULE = Rule(
    slug="unexplained-choices",
    summary="The names of the choices do not explain themselves, and the description mentions none of them.",
    severity="information",
    subject="input",
    why="""
        A list of codes, schedulers or model names is a closed book to most people. They can only try them one by one, which
        costs them time and money.
        """,
    what_to_do="""
        Say in a few words how the choices differ and which one to start with. Names such as "fast", "16:9" or "png" need no
        explanation.
        """,
    fix="draft",
    valid=(
        Example('size: str = Input(description="Size of the picture.", choices=["small", "large"])'),
        Example('ratio: str = Input(description="Shape of the picture.", choices=["1:1", "16:9"])'),
        Example(
            'scheduler: str = Input(description="DDIM is exact, K_EULER is fast.", choices=["DDIM", "K_EULER"])',
        ),
        Example('file_type: str = Input(description="File type.", choices=["png", "webp"])'),
        Example(
            'voice: str = Input(\r\n    description="Voice; start with af_1.",\r\n    choices=["af_1", "af_2"],\r\n)'
        ),
        Example('mood: str = Input(description="🎵 Mood of the song.", choices=["happy", "sad"])'),
        Example('language: str = Input(description="Language of the text.", choices=["en", "de"])'),
    ),
    invalid=(
        Example(
            'scheduler: str = Input(description="How the picture is refined.", choices=["DDIM", "K_EULER", "PNDM"])',
            ('"How the picture is refined."',),
        ),
        Example(
            'variant: str = Input(description="Model to run.", choices=["sim_stage1", "aes_stage2"])',
            ('"Model to run."',),
        ),
        Example(
            'weights: str = Input(\r\n    description="File to load.",\r\n    choices=["gi830M.pth", "gi330M.pth"],\r\n)',
            ('"File to load."',),
        ),
        Example(
            'f0: str = Input(description="🎤 How the pitch is found.", choices=["rmvpe", "dio", "pm"])',
            ('"🎤 How the pitch is found."',),
        ),
        Example(
            'mode: str = Input(\n    description="""How the\n    text is read.""",\n    choices=["T5XXL", "CLIPL"],\n)',
            ('"""How the\n    text is read."""',),
        ),
    ),
    check=check,
    about_words=True,
    step=PLAIN_WORDS,
)
