"""Many models on all processors, in the order in which they were found.

Only where a process can be forked: children that start anew would look for modules in the current folder first, and a
model's folder may hold any.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

ENOUGH = 96
"""So many models take a second; below that, starting the processes costs what they save."""
CHUNK = 8

_work: tuple[Sequence[Any], Callable[[Any], Any]] | None = None
"""What the forked processes find in their memory, so that nothing but results has to be copied."""


def in_parallel(things: Sequence[T], work: Callable[[T], R], *, enough: int = ENOUGH) -> Iterator[R]:
    """The result of `work` for each thing, in order. An exception of `work` is raised where its result would come."""
    global _work
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if len(things) < enough or processors < 2:
        yield from map(work, things)
        return
    import multiprocessing  # one model in a folder, the usual case, does without

    _work = things, work
    try:
        with multiprocessing.get_context("fork").Pool(processors) as pool:
            yield from pool.imap(_one, range(len(things)), CHUNK)
    finally:
        _work = None


def _one(number: int) -> Any:
    assert _work is not None
    things, work = _work
    return work(things[number])
