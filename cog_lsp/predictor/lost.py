"""Parameters that never reach the form."""

from __future__ import annotations

from msgspec import Struct

from cog_lsp.text import Span


class LostParameter(Struct, frozen=True):
    """A parameter that never reaches the form: `x`, `*args`, `**kwargs`. Its span is absolute."""

    name: str
    span: Span
    source: str
