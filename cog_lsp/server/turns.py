"""Long work in turns with the event loop, so that a question is answered while it goes on.

The work has a thread of its own, whose stack keeps it between two turns. Only one of the two runs at any moment: what
they both look at needs no lock, and changes at the steps of the work only (`cog_lsp/pace.py`).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from cog_lsp.pace import pausing

T = TypeVar("T")

TURN = 0.005
"""Seconds of a turn, but for the step in which they end."""


class GivenUp(BaseException):
    """Nobody waits for the work any more. No `except Exception` holds it up."""


async def in_turns(work: Callable[[], T]) -> T:
    """Do the work, a turn at a time; what it gives or raises. It ends at its next step where this is cancelled."""
    turns = _Turns(work)
    try:
        while not turns.take():
            await asyncio.sleep(0)
    finally:
        turns.end()
    return turns.results[0]


class _Turns(Generic[T]):
    """The thread of some work, and whose turn it is."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.results: list[T] = []
        self._work = work
        self._error: BaseException | None = None
        self._is_over = False
        self._is_given_up = False
        self._ends = 0.0
        """When the turn ends."""
        self._mine, self._loops = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, name="cog-lsp-turns", daemon=True)
        self._thread.start()

    def take(self) -> bool:
        """One turn; whether it was the last. Raises what the work raised."""
        self._ends = monotonic() + TURN
        self._mine.release()
        self._loops.acquire()
        if self._error is not None:
            raise self._error
        return self._is_over

    def end(self) -> None:
        """See to it that the work has ended."""
        self._is_given_up = True
        while not self._is_over:
            self._mine.release()
            self._loops.acquire()
        self._thread.join()

    def _run(self) -> None:
        """All turns, in the thread of the work."""
        self._mine.acquire()
        try:
            if not self._is_given_up:
                with pausing(self._pause):
                    self.results.append(self._work())
        except GivenUp:
            pass
        except BaseException as error:
            self._error = error
        self._is_over = True
        self._loops.release()

    def _pause(self) -> None:
        """Let the loop have its turn, once this one has been long enough."""
        if monotonic() < self._ends:
            return
        self._loops.release()
        self._mine.acquire()
        if self._is_given_up:
            raise GivenUp
