"""Files that somebody types into, and when they rest: for answers that no keystroke can wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import monotonic

REST = 1.0
"""Seconds without an edit that count as rest."""


class WaitsForRest:
    """What waits for a file to rest."""

    def __init__(self, rested: Callable[[Path], None]) -> None:
        self._rested = rested
        self._waiting: dict[Path, float] = {}
        """The files that are typed into, and since when they rest."""

    async def rest(self, path: Path) -> None:
        """Wait until nobody types into a file, then say so."""
        while (left := self._waiting.get(path, 0) + REST - monotonic()) > 0:
            await asyncio.sleep(left)
        if self._waiting.pop(path, None) is not None:
            self._rested(path)

    def forget(self, path: Path | None = None) -> bool:
        """A file was saved or closed, or all may have changed: nothing waits any more. Whether anything did."""
        before = len(self._waiting)
        for waiting in [path] if path is not None else list(self._waiting):
            self._waiting.pop(waiting, None)
        return len(self._waiting) < before
