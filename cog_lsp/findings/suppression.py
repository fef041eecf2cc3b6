"""A comment that silences rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cog_lsp.findings.finding import Finding
from cog_lsp.text import Span

Named = tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment. Spans are absolute."""

    text: str
    """The whole file."""
    span: Span
    """The comment."""
    slugs: Named
    silences: Callable[[Finding], bool]
    """Whether a finding lies where the comment holds, whatever its rule."""
    unused: Named = ()
    """The rules that found nothing there; filled in once the findings are known."""
    unknown: tuple[str, ...] = ()
    """The names of no rule."""
