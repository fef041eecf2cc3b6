"""A fix: what an editor offers for a finding, before and after its edits are worked out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from msgspec import Struct

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import FixKind
from cog_lsp.fixes.edits import Edit


class Fix(Struct, frozen=True):
    """Edits that settle a finding."""

    title: str
    """What will be done, in a few words."""
    kind: FixKind
    edits: tuple[Edit, ...]
    preferred: bool
    """Whether an editor may apply it on a key press: safe, and the first choice for its finding."""
    finding: Finding | None
    """None where it settles several at once."""
    creates: str | None = None
    """The file that the edits write, relative to the model's folder, where it is not the file of the finding."""
    outline: bool = False
    """Whether the text holds gaps that only its author can fill, so that it is never applied in bulk."""


class Offer(Struct, frozen=True):
    """A fix whose edits wait until somebody picks it. It does have some."""

    title: str
    kind: FixKind
    preferred: bool
    finding: Finding | None
    same: Hashable
    """Equal for two offers of the same edits."""
    work: Callable[[], tuple[Edit, ...]]
    """Works the edits out."""
    creates: str | None = None
    outline: bool = False
    by_hand: bool = False
    """Whether only a person may pick it, so that it is never applied in bulk."""

    def fix(self) -> Fix:
        """The fix, with its edits."""
        return Fix(self.title, self.kind, self.work(), self.preferred, self.finding, self.creates, self.outline)


class Idea(NamedTuple):
    """What may come of a repair: an offer, where there are edits."""

    title: str
    work: Callable[[], tuple[Edit, ...]]
    certain: Hashable = None
    """Where there are edits for certain: equal for two ideas of the same edits. None where only the work can tell."""
    creates: str | None = None
    outline: bool = False
