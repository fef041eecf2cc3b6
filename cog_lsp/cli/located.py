"""A path as somebody pastes it: with the line of a finding, or with a name as in cog.yaml, behind it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple


class Located(NamedTuple):
    """A path, and the line of it that is asked about."""

    path: Path
    line: int | None = None


def located(word: str) -> Located:
    """What `run.py`, `run.py:7`, `run.py:7:20:` and `run.py:Runner` mean. A file of that very name comes first."""
    if os.path.lexists(word):
        return Located(Path(word).absolute())
    rest, numbers = word.rstrip(":"), list[int]()
    while len(numbers) < 2 and (last := rest.rpartition(":"))[1] and last[2].isdecimal():
        rest, numbers = last[0], [int(last[2]), *numbers]
    if numbers and os.path.isfile(rest):
        return Located(Path(rest).absolute(), numbers[0])
    file, _, name = word.rpartition(":")
    is_reference = name.isidentifier() and os.path.isfile(file)
    return Located(Path(file if is_reference else word).absolute())
