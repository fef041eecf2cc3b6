"""Descriptions that still hold a placeholder, and drafts that nobody has read yet."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import UNREAD, Finding
from cog_lsp.findings.repairs import Describe, Replace
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.prose.placeholders import placeholder
from cog_lsp.rules.inputs.places import is_silent, place, place_in
from cog_lsp.rules.rule import Example, Rule, Step
from cog_lsp.text import Span

SLUG = "unfinished-description"
KEEP = "Keep this draft"


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report a text in which something is left to fill in, and one that came in bulk."""
    del context
    mark = _mark(input)
    if mark is not None:
        message = f"`{input.name}`: this text is a draft; read it, then keep or rewrite it"
        keep = Replace(mark, "", KEEP, "draft", alone=True)
        yield Finding(SLUG, message, place(input), input.name, (keep,), "information", ((UNREAD, ()),))
    text = input.description
    gap = None if text is None or is_silent(input) else placeholder(text)
    if gap is None or text is None:
        return
    words = " ".join(text[gap.start : gap.end].split())
    message = f"`{input.name}`: “{shortened(words)}” still stands in the form; write what belongs there"
    span = place(input) if gap == Span(0, len(text)) else place_in(input, gap.start, gap.end)
    yield Finding(SLUG, message, span, input.name, (Describe(("purpose",)),))


def _mark(input: Input) -> Span | None:
    """Where the comment stands that marks the description as a draft."""
    argument = input.argument("description")
    return None if argument is None or argument.comment is None else argument.comment.mark


def shortened(text: str, longest: int = 40) -> str:
    """The text, cut at the end."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


RULE = Rule(
    slug=SLUG,
    summary="A description still holds a placeholder, or is a draft that nobody has read yet.",
    severity="warning",
    subject="input",
    why="""
        "[say what grain changes]" or "TODO" helps nobody in the form, and it is easily forgotten: the field looks described.
        A draft looks finished too. One that came in bulk (`check --fix --drafts`, “Draft the 12 descriptions that need one”)
        carries the comment `# cog-lsp: draft`, which Cog does not publish, until somebody has read it: that is reported as
        information. A draft that a person picks by itself carries none.
        """,
    what_to_do="""
        Write what belongs there, or take the placeholder out. Brackets that are a part of the text stay as they are:
        "Words in [square brackets] are spoken." Keep a draft with the quick fix, or delete its comment.
        """,
    fix="draft",
    valid=(
        Example('note: str = Input(description="The to-do list to sort, one task on each line.")'),
        Example('lyrics: str = Input(description="Words in [square brackets] are spoken, as in [hello].")'),
        Example('note: str = Input(description="The placeholder {name} is filled in for each row.")'),
        Example('url: str = Input(description="Address such as https://example.com/[id]/file.tar.")'),
        Example(
            'note: str = Input(\n    description="The list to sort, one task on each line.",  # a draft of mine\n)'
        ),
        Example('mode: str = Input(\r\n    description="[Canny only] How clear an edge must be.",\r\n)'),
        Example("word: str = Input(description=\"The marker to look for in the code, such as 'TODO'.\")"),
    ),
    invalid=(
        Example(
            'grain: float = Input(description="[say what grain changes, and what lower and higher values do].")',
            ("[say what grain changes, and what lower and higher values do]",),
        ),
        Example('steps: int = Input(description="TODO: describe how rough the paper looks")', ("TODO",)),
        Example('mood: str = Input(description="🎵 The mood. TBD")', ("TBD",)),
        Example('style: str = Input(\r\n    description="Lorem ipsum dolor sit amet",\r\n)', ("Lorem ipsum",)),
        Example('image: Path = Input(description="description here")', ('"description here"',)),
        Example(
            'note: str = Input(\n    description="The list to sort, one task on each line.",  # cog-lsp: draft\n)',
            ('"The list to sort, one task on each line."',),
            'note: str = Input(\n    description="The list to sort, one task on each line.",\n)',
        ),
        Example(
            'blend: float = Input(\n    description="""How it looks. Good values lie\n    from [your value] to 5.""",\n)',
            ("[your value]",),
        ),
    ),
    check=check,
    is_unpublishable=True,
    step=Step(
        "Finish 1 description that still holds a placeholder", "Finish {n} descriptions that still hold a placeholder"
    ),
    judges_descriptions=True,
    about_words=True,
)
