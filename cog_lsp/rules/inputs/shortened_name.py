"""Names of inputs that are shortened."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.prose.usual import whole_name
from cog_lsp.rules.rule import Example, Rule


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report a name with a shortened word, and the whole one."""
    del context
    whole = whole_name(input.name)
    if whole is None:
        return
    message = f"`{input.name}`: people read this name in the form, so write {whole} in full"
    yield Finding("shortened-name", message, input.name_span, input.name, data=(("name", whole),))


RULE = Rule(
    slug="shortened-name",
    summary="The name of an input is shortened.",
    severity="hint",
    subject="input",
    why="""
        The name is the label of the field and the key in everybody's code. Replicate asks for whole words: `negative_prompt`,
        not `n_prompt`.
        """,
    what_to_do="""
        Choose the whole word for a new input. An input that people already use keeps its name, because a new one breaks their
        code: add the input under the better name first, and mark the old one `deprecated=True`.
        """,
    valid=(
        Example('negative_prompt: str = Input(description="Things to avoid.")'),
        Example("num_outputs: int = Input(default=1)"),
        Example("fps: int = Input(default=24)", note="a shortening that everybody says"),
        Example('image_url: str = Input(\r\n    default="",\r\n)'),
        Example('max_length: int = Input(description="📏 Longest text.")'),
        Example("conference: str", note="a whole word that begins like a shortened one"),
    ),
    invalid=(
        Example("n_prompt: str = Input()", ("n_prompt",)),
        Example("img: Path", ("img",)),
        Example('num_inf_steps: int = Input(description="🪜 More take longer.")', ("num_inf_steps",)),
        Example("cfg: float = Input(\r\n    default=7.5,\r\n)", ("cfg",)),
        Example("score_thr: float = Input(\n    default=0.5,\n)", ("score_thr",)),
    ),
    check=check,
    about_words=True,
)
