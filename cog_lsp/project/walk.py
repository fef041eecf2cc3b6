"""The walk through the folders of a workspace: where a model may be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from cog_lsp.pace import step

COG_YAML = "cog.yaml"
CONVENTIONAL = ("run.py", "predict.py", "train.py", "cog_predict.py")
"""Where a predictor stands when no cog.yaml says so; the first two are the names that Cog's own templates use."""
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "env"})
ENVIRONMENT = "pyvenv.cfg"
"""What makes a folder a virtual environment, whatever its name."""


class Place(NamedTuple):
    """A folder to look into."""

    folder: Path
    has_cog_yaml: bool
    is_top: bool = False
    """Whether somebody asks for this very folder."""


def places(
    top: Path, is_left_out: Callable[[Path], bool], is_excluded: Callable[[Path], bool], *, is_described: bool
) -> Iterator[Place]:
    """The folders that hold a cog.yaml or, where none stands in them or above, a file of one of the usual names; in the
    order of their paths.

    Hidden folders, virtual environments and what is left out are not entered, and symbolic links not followed. A
    cog.yaml counts unless it is excluded. `is_described` tells of `top` whether a cog.yaml stands above it.
    """
    waiting = [(top, is_described)]
    while waiting:
        step()
        folder, described = waiting.pop()
        inner, names = _listed(folder)
        is_top = folder == top
        if ENVIRONMENT in names and not is_top:
            continue
        has_cog_yaml = COG_YAML in names
        if has_cog_yaml and not is_excluded(folder / COG_YAML):
            yield Place(folder, True, is_top)
        elif not (described or has_cog_yaml) and (is_top or not names.isdisjoint(CONVENTIONAL)):
            yield Place(folder, False, is_top)
        for name in sorted(inner, reverse=True):
            step()
            if not is_left_out(folder / name):
                waiting.append((folder / name, described or has_cog_yaml))


def _listed(folder: Path) -> tuple[list[str], set[str]]:
    """The folders in a folder that may be entered, and of the names of everything else those that say something."""
    inner: list[str] = []
    names: set[str] = set()
    telling = {COG_YAML, ENVIRONMENT, *CONVENTIONAL}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                step()
                if entry.is_dir():
                    if not (entry.name.startswith(".") or entry.name in SKIPPED_FOLDERS or entry.is_symlink()):
                        inner.append(entry.name)
                elif entry.name in telling:
                    names.add(entry.name)
    except (OSError, ValueError):  # it cannot be entered, or has gone
        pass
    return inner, names
