"""A finding with its place, as every format needs it."""

from __future__ import annotations

from dataclasses import dataclass

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import FixKind
from cog_lsp.text import LineIndex


@dataclass(frozen=True, slots=True)
class Item:
    """A finding in a file."""

    file: str
    """As the user named it: relative to the current folder where it lies below it, with forward slashes."""
    index: LineIndex
    finding: Finding

    @property
    def start(self) -> tuple[int, int]:
        """Line and column, both from 1, the column in characters."""
        line, column = self.index.position(self.finding.span.start)
        return line + 1, column + 1

    @property
    def end(self) -> tuple[int, int]:
        """Line and column after the last character, both from 1."""
        line, column = self.index.position(self.finding.span.end)
        return line + 1, column + 1

    @property
    def fix(self) -> FixKind | None:
        """The best kind of fix that is offered."""
        kinds = {repair.kind for repair in self.finding.repairs}
        return "safe" if "safe" in kinds else "draft" if "draft" in kinds else None
