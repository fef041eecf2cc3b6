"""Findings in, text edits out. `fixes` and `draft_all` answer an editor, `fix_all` rewrites a whole file.

Nothing here loads LibCST before an `Input(...)` or an import list has to be changed.
"""

from __future__ import annotations

from cog_lsp.fixes.difference import edits_between, unified_diff
from cog_lsp.fixes.edits import Edit, apply
from cog_lsp.fixes.fix import Fix
from cog_lsp.fixes.fix_all import Checked, fix_all
from cog_lsp.fixes.offers import draft_all, fixes
from cog_lsp.fixes.suppress import suppression

__all__ = [
    "Checked",
    "Edit",
    "Fix",
    "apply",
    "draft_all",
    "edits_between",
    "fix_all",
    "fixes",
    "suppression",
    "unified_diff",
]
