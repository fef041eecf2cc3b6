"""What is wrong with a snippet, and what would make it right: records only."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from cog_lsp.text import Span


class Correction(Struct, frozen=True):
    """What would make it right."""

    span: Span
    text: str
    title: str
    kind: Literal["safe", "draft"]


class Problem(Struct, frozen=True):
    """One thing that is wrong. Spans are those of the snippet."""

    message: str
    span: Span
    correction: Correction | None = None
    unknown: str | None = None
    """The name that no input has, where that is what is wrong."""
