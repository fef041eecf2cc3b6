"""What is wrong with a snippet, and what would make it right: records only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cog_lsp.text import Span


@dataclass(frozen=True, slots=True)
class Correction:
    """What would make it right."""

    span: Span
    text: str
    title: str
    kind: Literal["safe", "draft"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. Spans are those of the snippet."""

    message: str
    span: Span
    correction: Correction | None = None
    unknown: str | None = None
    """The name that no input has, where that is what is wrong."""
