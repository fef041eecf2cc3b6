"""A rule's page in Markdown: the documentation, `cog-lsp explain` and the hover on a rule's name are all this text."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

from cog_lsp.rules.rule import Example, Rule

LANGUAGES = {
    "input": "python",
    "suppression": "python",
    "predictor": "python",
    "source": "python",
    "usage": "python",
    "card": "markdown",
    "project": "yaml",
    "settings": "toml",
}
FIXES = {
    "safe": "Safe: `cog-lsp check --fix` and fix-all apply it.",
    "draft": "A draft that you read before you keep it: a quick fix, or `cog-lsp check --fix --drafts`.",
    None: "None.",
}
SHOWN = 3
"""Examples of each kind that a page shows; the others are tests only."""


def page(rule: Rule) -> str:
    """The whole page."""
    parts = [
        f"# {rule.slug}",
        rule.summary,
        f"Default severity: **{rule.severity}**. Fix: {FIXES[rule.fix]} Since version {rule.since}.",
        "## Why",
        dedent(rule.why).strip(),
        "## What to do",
        dedent(rule.what_to_do).strip(),
        "## Reported",
        *_examples(rule, rule.invalid),
        "## Accepted",
        *_examples(rule, rule.valid),
        "## Settings",
        f'Another severity, or `"off"`, in `cog-lsp.toml`:\n\n```toml\n[severity]\n{rule.slug} = "off"\n```',
        f"For one place: {_suppression(rule)}",
    ]
    return "\n\n".join(parts) + "\n"


def _examples(rule: Rule, examples: tuple[Example, ...]) -> Iterator[str]:
    plain = [e for e in examples if "\r" not in e.text]
    for example in plain[:SHOWN]:
        if example.note:
            yield example.note[0].upper() + example.note[1:].rstrip(".:") + ":"
        yield _fence(LANGUAGES[rule.subject], example.text)
        if example.fixed is not None:
            yield "After the fix:"
            yield _fence(LANGUAGES[rule.subject], example.fixed)


def _fence(language: str, text: str) -> str:
    fence = "````" if "```" in text else "```"
    body = dedent(text).strip("\n")
    return f"{fence}{language}\n{body}\n{fence}"


def _suppression(rule: Rule) -> str:
    if rule.subject == "card":
        return (
            f"`<!-- cog-lsp: ignore[{rule.slug}] -->` in the section, or before the first heading for the whole file."
        )
    if rule.subject in ("project", "source"):
        return f"`# cog-lsp: ignore-file[{rule.slug}]` in the file."
    return f"`# cog-lsp: ignore[{rule.slug}]` in or above the input."
