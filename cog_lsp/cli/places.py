"""Paths as reports name them: from the current folder for people, from the repository's root for services."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from cog_lsp.report import Item
from cog_lsp.text import clean, visible

ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where GitHub Actions and GitLab say that the checkout stands."""
FOR_SERVICES = frozenset({"github", "gitlab", "junit", "sarif"})
"""Formats whose readers take every path from the root of the repository."""


def named(path: Path) -> str:
    """A path as people name it: relative to the current folder where it lies below it. Bytes that are no UTF-8 show as
    U+FFFD, so that every report can be written."""
    here = os.getcwd()
    return clean((path.relative_to(here) if path.is_relative_to(here) else path).as_posix())


def shown(path: Path) -> str:
    """The same for a line of text: no character of a name moves the cursor or starts another line."""
    return visible(named(path))


def in_report(items: Iterable[Item], format: str) -> list[Item]:
    """The findings with their files named as the readers of a format look for them: from the root of the checkout in
    every format where a service says which folder that is, else from the root of the git repository for services."""
    here = Path.cwd()
    root = _root(here, format)
    if root is None or root == here:
        return list(items)
    return [replace(item, file=_from(root, here, item.file)) for item in items]


def _root(here: Path, format: str) -> Path | None:
    for name in ROOTS:
        folder = os.environ.get(name)
        if folder and here.is_relative_to(root := Path(os.path.realpath(folder))):
            return root
    if format in FOR_SERVICES:
        return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), None)
    return None


def _from(root: Path, here: Path, file: str) -> str:
    path = Path(os.path.normpath(here / file))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file
