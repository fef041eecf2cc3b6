"""What the code of an open predictor does with its inputs: read again when typing rests.

Following a body into other files costs as much as a hundred keystrokes. While somebody types, the last answer stands;
its findings are placed at the inputs, which move with the text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.kept import KeptFacts
from cog_lsp.predictor.model import Predictor

REST = 1.0
"""Seconds without an edit that count as rest."""


class Facts:
    """The answers for open files, and which of them wait."""

    def __init__(self, rested: Callable[[Path], None]) -> None:
        self._rested = rested
        self._kept: dict[Path, KeptFacts] = {}
        self._told: dict[tuple[Path, str, str], tuple[Fact, ...]] = {}
        """What was answered last for a predictor."""
        self._waiting: dict[Path, float] = {}
        """The files that are typed into, and since when they rest."""

    def of(
        self, file: Path, predictor: Predictor, path: str, read: Callable[[str], str | None] | None
    ) -> tuple[Fact, ...]:
        """What the code does, as far as it is told already."""
        key = file, predictor.name, predictor.mode
        if file in self._waiting and key in self._told:
            return self._told[key]
        facts = self._kept.setdefault(file, KeptFacts()).of(predictor, path, read)
        self._told[key] = facts
        return facts

    def changed(self, path: Path) -> bool:
        """A file was changed: whether somebody must wait for its rest, with `rest`."""
        if path not in self._kept:
            return False  # no predictor, or not asked for yet
        is_first = path not in self._waiting
        self._waiting[path] = monotonic()
        return is_first

    async def rest(self, path: Path) -> None:
        """Wait until nobody types into a file, then say so."""
        while (left := self._waiting.get(path, 0) + REST - monotonic()) > 0:
            await asyncio.sleep(left)
        if self._waiting.pop(path, None) is not None:
            self._rested(path)

    def forget(self, path: Path | None = None) -> None:
        """A file was saved or closed, or all may have changed: nothing waits any more."""
        for waiting in [path] if path is not None else list(self._waiting):
            self._waiting.pop(waiting, None)
