"""What somebody probably meant who misspelt a name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MOST = 2_000
"""Names that are compared at most: a folder may hold any number of files."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that follows a sentence; empty where nothing is near."""
    name = _nearest(word, known)
    return f" Did you mean {name}?" if name else ""


def _nearest(word: str, known: Iterable[str]) -> str:
    import difflib  # most words are spelt right

    names = {name.lower(): name for name, _ in zip(known, range(MOST), strict=False)}
    nearest = difflib.get_close_matches(word.lower(), names, n=1)
    return names[nearest[0]] if nearest else ""


def file_near(path: Path) -> str:
    """The same for a file or folder that is not there."""
    folder = path.parent
    while not folder.is_dir() and folder != folder.parent:
        path, folder = folder, folder.parent
    try:
        name = _nearest(path.name, sorted(os.listdir(folder)))
    except OSError:
        return ""
    from cog_lsp.cli.places import shown

    return f" Did you mean {shown(folder / name)}?" if name else ""
