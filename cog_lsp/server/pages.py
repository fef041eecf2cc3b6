"""Where an editor opens the page of a rule: on the site where cog-lsp is published, else the copy that came along."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cog_lsp
from cog_lsp.publication import PUBLISHED
from cog_lsp.rules import page_of

PACKAGE = Path(cog_lsp.__file__).absolute().parent
FOLDERS = (PACKAGE / "pages", PACKAGE.parent / "docs" / "rules")
"""Of an installed package, and of a checkout."""


@lru_cache(maxsize=256)
def address(slug: str) -> str | None:
    """The address of a rule's page; None where there is none that could be opened."""
    if PUBLISHED:
        return page_of(slug)
    files = (folder / f"{slug}.md" for folder in FOLDERS)
    return next((file.as_uri() for file in files if file.is_file()), None)
