"""Parameters that never reach the form."""

from __future__ import annotations

from dataclasses import dataclass

from cog_lsp.text import Span


@dataclass(frozen=True, slots=True)
class LostParameter:
    """A parameter that never reaches the form: `x`, `*args`, `**kwargs`. Its span is absolute."""

    name: str
    span: Span
    source: str
