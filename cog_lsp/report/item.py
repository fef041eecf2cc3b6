"""A finding with its place, as every format needs it."""

from __future__ import annotations

from msgspec import Struct

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import FixKind
from cog_lsp.fixes.fix import Fix
from cog_lsp.text import LineIndex


class Item(Struct, frozen=True):
    """A finding in a file."""

    file: str
    """With forward slashes: relative to the current folder, or to the root of the repository, where it lies below."""
    index: LineIndex
    finding: Finding
    fixes: tuple[Fix, ...] = ()
    """Edits of this file that settle the finding, the best first, for formats that hold them."""
    kinds: frozenset[FixKind] = frozenset()
    """The kinds of fixes that are there for certain and need no author to finish them."""

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
    def identity(self) -> str:
        """What stays the same when lines move: the file, the rule, the input and the message."""
        return "\0".join((self.file, self.finding.rule, self.finding.input or "", self.finding.message))

    @property
    def fix(self) -> FixKind | None:
        """The best kind of fix that `check --fix --drafts` would apply."""
        return "safe" if "safe" in self.kinds else "draft" if "draft" in self.kinds else None
