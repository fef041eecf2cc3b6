"""Ends the process once the client is gone, whatever the main thread does: a check that hangs must not outlive it."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from time import monotonic

EVERY = 1.0
"""Seconds between two looks at the client."""
PATIENCE = 1.0
"""Seconds that one message may still take once the client has closed the stream, and for the loop to end itself."""


class Watchdog(threading.Thread):
    """Looks at the client's process and at the other end of the stream, until `stop`."""

    def __init__(self, stdin: int, process_id: Callable[[], int | None], end: Callable[[], int]) -> None:
        super().__init__(name="cog-lsp-watchdog", daemon=True)
        self._stdin = stdin
        self._process_id = process_id
        self._end = end
        """Asks the loop to end; gives the exit code."""
        self._stopped = threading.Event()
        self.moved = monotonic()
        """When a message was handled last: a client that closed the stream may wait for the answers to what it sent."""

    def stop(self) -> None:
        """The session has ended."""
        self._stopped.set()

    def run(self) -> None:
        """See the class."""
        while not self._stopped.wait(EVERY):
            process_id = self._process_id()
            dead = process_id is not None and not _alive(process_id)
            if dead or (monotonic() - self.moved > PATIENCE and _hung_up(self._stdin)):
                code = self._end()
                if not self._stopped.wait(PATIENCE):
                    os._exit(code)
                return


def _hung_up(stdin: int) -> bool:
    """Whether nobody holds the other end of the stream any more. Where the system cannot tell, it is held."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    try:
        poll.register(stdin, 0)
        return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
    except (OSError, ValueError):
        return True


def _alive(process_id: int) -> bool:
    if os.name == "nt":  # signal 0 would end the process there; the end of the stream must do
        return True
    try:
        os.kill(process_id, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # alive, and another user's
        return True
    return True
