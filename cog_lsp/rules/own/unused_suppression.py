"""unused-suppression: a comment that silences nothing."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Replace
from cog_lsp.findings.suppression import Suppression
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.text import Span, line_start


def check(suppression: Suppression, context: Context) -> Iterator[Finding]:
    """One finding for a comment of which nothing is used, else one for each rule in it that is not."""
    del context
    if not suppression.slugs:
        word = (
            "ignore-file"
            if "ignore-file" in suppression.text[suppression.span.start : suppression.span.end]
            else "ignore"
        )
        message = f"This comment silences nothing: name the rule, such as `# cog-lsp: {word}[terse-description]`"
        yield Finding("unused-suppression", message, suppression.span)
        return
    if len(suppression.unused) == len(suppression.slugs):
        names = ", ".join(slug for slug, _ in suppression.slugs)
        message = f"This comment silences nothing: {names} found nothing here. Remove it."
        if suppression.unknown:
            message = f"There is no rule {suppression.unknown[0]}: the comment silences nothing."
        repair = Replace(_whole_comment(suppression), "", "Remove the comment")
        yield Finding("unused-suppression", message, suppression.span, repairs=(repair,))
        return
    for slug, place in suppression.unused:
        others = ", ".join(name for name, _ in suppression.slugs if name != slug)
        inside = Span(suppression.slugs[0][1].start, suppression.slugs[-1][1].end)
        yield Finding(
            "unused-suppression",
            f"{slug} found nothing here. Remove its name from the comment.",
            place,
            repairs=(Replace(inside, others, f"Remove {slug} from the comment"),),
        )


def _whole_comment(suppression: Suppression) -> Span:
    """The comment with the white space before it; with its line where nothing else stands on it."""
    text, (start, end) = suppression.text, suppression.span
    line = line_start(text, start)
    before = text[line:start]
    tail = text[end:].lstrip(" \t")
    if not before.strip() and (not tail or tail[0] in "\r\n"):
        stop = len(text) - len(tail) + (2 if tail.startswith("\r\n") else 1 if tail else 0)
        return Span(line, stop)
    return Span(line + len(before.rstrip()), end)


RULE = Rule(
    slug="unused-suppression",
    summary="A `cog-lsp: ignore` comment that silences nothing.",
    severity="hint",
    subject="suppression",
    why="""
    A comment that silences nothing hides the next finding of that rule in the same place, which may matter.
    """,
    what_to_do="Remove the comment, or the rule's name from it.",
    valid=(
        Example("seed: int = Input(default=0)  # cog-lsp: ignore[missing-description]"),
        Example("# cog-lsp: ignore[missing-description]\nseed: int = Input(default=0)"),
        Example(
            "seed: int = Input(\n    default=0,\n),  # cog-lsp: ignore[missing-description]", note="behind the bracket"
        ),
        Example("seed: int = Input(default=0)  # a comment of another kind"),
        Example(
            'text: str = Input(description="Write # cog-lsp: ignore[jargon] in the text to see what happens to it.")'
        ),
        Example("seed: int = Input(  # 😀\n    default=0,  # cog-lsp: ignore[missing-description]\n)"),
        Example("seed: int = Input(default=0)  # cog-lsp: ignore[missing-description]\r\n"),
    ),
    invalid=(
        Example(
            'seed: int = Input(description="A number that makes results repeatable.")  # cog-lsp: ignore',
            ("# cog-lsp: ignore",),
            note="no rule is named",
        ),
        Example(
            'seed: int = Input(description="Picks the random choices. Use the same number again to repeat a result.", default=0)'
            "  # cog-lsp: ignore[missing-description]",
            ("# cog-lsp: ignore[missing-description]",),
            'seed: int = Input(description="Picks the random choices. Use the same number again to repeat a result.", default=0)',
        ),
        Example(
            "seed: int = Input(default=0)  # cog-lsp: ignore[missing-description, jargon]",
            ("jargon",),
            "seed: int = Input(default=0)  # cog-lsp: ignore[missing-description]",
        ),
        Example(
            "        # cog-lsp: ignore[no-such-rule]\n"
            '        seed: int = Input(description="Picks the random choices. Use the same number again to repeat a result.", default=0)',
            ("# cog-lsp: ignore[no-such-rule]",),
            '        seed: int = Input(description="Picks the random choices. Use the same number again to repeat a result.", default=0)',
        ),
        Example(
            'emoji: str = Input(description="Pick a face such as 😀 to draw; the picture shows that face.")'
            "  # cog-lsp: ignore[jargon]\r\n",
            ("# cog-lsp: ignore[jargon]",),
            'emoji: str = Input(description="Pick a face such as 😀 to draw; the picture shows that face.")\r\n',
        ),
        Example(
            "seed: int = Input(\n"
            '    description="Picks the random choices. Use the same number again to repeat a result.",\n'
            "    # cog-lsp: ignore[terse-description]\n"
            "    default=0,\n)",
            ("# cog-lsp: ignore[terse-description]",),
            "seed: int = Input(\n"
            '    description="Picks the random choices. Use the same number again to repeat a result.",\n'
            "    default=0,\n)",
        ),
    ),
    check=check,
    tag="unnecessary",
    fix="safe",
)
