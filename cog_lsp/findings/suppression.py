"""A comment that silences rules."""

from __future__ import annotations

from msgspec import Struct

from cog_lsp.text import Span

Named = tuple[tuple[str, Span], ...]


class Suppression(Struct, frozen=True):
    """One comment. Spans are absolute."""

    text: str
    """The whole file."""
    span: Span
    """The comment."""
    slugs: Named
    scope: str | Span
    """Where it holds: for an input, by its name, or for what begins in a part of the file."""
    unused: Named = ()
    """The rules that found nothing there; filled in once the findings are known."""
    unknown: tuple[str, ...] = ()
    """The names of no rule."""
