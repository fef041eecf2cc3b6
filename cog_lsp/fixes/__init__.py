"""Findings in, text edits out. `offers_for`, `draft_all`, `keep_all` and `suppression` answer an editor, which asks for
the edits of one of them later; `fixes` works all of them out, and `fix_all` rewrites a whole file.

Nothing here loads LibCST before an `Input(...)` or an import list has to be changed.
"""

from __future__ import annotations

from cog_lsp.fixes.difference import edits_between, unified_diff
from cog_lsp.fixes.edits import Edit, apply
from cog_lsp.fixes.fix import Fix, Offer
from cog_lsp.fixes.fix_all import Checked, fix_all, without_outlines
from cog_lsp.fixes.offers import draft_all, fixes, keep_all, offers_for, renamed
from cog_lsp.fixes.suppress import suppression

__all__ = [
    "Checked",
    "Edit",
    "Fix",
    "Offer",
    "apply",
    "draft_all",
    "edits_between",
    "fix_all",
    "fixes",
    "keep_all",
    "offers_for",
    "renamed",
    "suppression",
    "unified_diff",
    "without_outlines",
]
