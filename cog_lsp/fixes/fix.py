"""A fix: what an editor offers for a finding."""

from __future__ import annotations

from dataclasses import dataclass

from cog_lsp.fixes.edits import Edit
from cog_lsp.rules.rule import Finding, FixKind


@dataclass(frozen=True, slots=True)
class Fix:
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
