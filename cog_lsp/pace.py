"""The steps of long work, for whoever does something else between them.

Looking for models and reading one takes up to seconds, in which an editor wants answers. The loops that repeat most
call `step`; it does nothing, unless the thread that works was told whom to let in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class _Worker(threading.local):
    pause: Callable[[], None] | None = None


_worker = _Worker()


def step() -> None:
    """Long work has come a little further, and nothing is half done that others look at."""
    if _worker.pause is not None:
        _worker.pause()


@contextmanager
def pausing(pause: Callable[[], None] | None) -> Iterator[None]:
    """Have `pause` called at each step of this thread until the end of the block, where it may raise to end the work;
    None: let nobody in."""
    outer, _worker.pause = _worker.pause, pause
    try:
        yield
    finally:
        _worker.pause = outer
