"""A workspace in which nothing happens: whoever asks for its findings again and again waits for news.

VS Code asks anew two seconds after each answer. Looking through ten thousand folders each time would keep a processor
busy for nothing, so the question is held open, as the protocol allows, until something changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

MOST = 60.0
"""Seconds after which the disk is looked at again for a client that cannot watch files."""


class Idle:
    """Whether anything has changed since a client was told that there is nothing new."""

    def __init__(self) -> None:
        self.changes = 0
        self._known: Mapping[str, str] | None = None
        """What the client knew when there was nothing new for it; None where something has changed since."""
        self._news = asyncio.Event()

    def changed(self) -> None:
        """A finding may be another one now."""
        self.changes += 1
        self._known = None
        self._news.set()

    def settled(self, known: Mapping[str, str], changes: int) -> None:
        """There was nothing new for a client that knows this, as of so many changes."""
        if changes == self.changes:
            self._known = known

    async def news(self, known: Mapping[str, str], *, watched: bool) -> bool:
        """Wait until there may be news for a client that knows this; whether that could be told. Where nobody watches
        the files, it is False from time to time."""
        if self._known != known:
            return True
        self._news.clear()
        try:
            await asyncio.wait_for(self._news.wait(), None if watched else MOST)
        except asyncio.TimeoutError:
            return False
        return True
