"""The marks that cog-lsp leaves in a README: on drafts that somebody has to rewrite, and around the table of inputs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cog_lsp.regex import regex

DRAFT = "<!-- cog-lsp: draft. Rewrite the text below, then delete this line. -->"
_OUTLINE = "<!-- cog-lsp: draft. Answer these questions, then delete this comment.\n\n{}\n-->"
INPUTS_START = "<!-- cog-lsp: inputs -->"
INPUTS_END = "<!-- cog-lsp: end of inputs -->"

_DRAFT = regex(r"\s*cog-lsp:\s*draft\b")
_INPUTS = regex(
    r"<!--\s*cog-lsp:\s*inputs\s*-->(?P<table>(?:[^<]|<(?!!--\s*cog-lsp:\s*inputs))*?)"
    r"<!--\s*cog-lsp:\s*end of inputs\s*-->"
)
"""The table of inputs that cog-lsp wrote and can write anew."""


def outline(questions: Iterable[str]) -> str:
    """A comment that stands in for a section until its questions are answered, lines separated by `\\n`."""
    return _OUTLINE.format("\n".join(f"- {question}" for question in questions))


def is_outline(text: str) -> bool:
    """Whether a text holds the questions of an outline."""
    return _OUTLINE.partition("\n")[0] in text


def inputs_tables(text: str) -> list[re.Match[str]]:
    """The tables of inputs that cog-lsp wrote into a README."""
    return list(_INPUTS.finditer(text)) if "cog-lsp:" in text else []


def is_draft(comment: str) -> bool:
    """Whether a comment, without its marks, says that the text below is a draft."""
    return _DRAFT.match(comment) is not None
