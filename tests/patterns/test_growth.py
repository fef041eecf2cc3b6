"""Every pattern of the package, on texts made to slow it down: four times the text takes about four times as long.

Times are compared with each other, not with a limit. A pattern that takes no more than `NOTHING` on the longest text
does not grow as the square of the text does: that would be 32,000 times 32,000 steps.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from tests.patterns.adversary import texts
from tests.patterns.sites import Pattern

SIZES = (8_000, 32_000)
TEXTS = int(os.environ.get("COG_LSP_TEXTS", "80"))
"""Texts that are tried of a pattern, spread over all that are made from it; all of them where it has fewer."""
NOTHING = 0.012
MOST = 0.7
"""Seconds of the processor after which a text is given up."""
ROUNDS = 6
"""Measurements that must agree: other programs run at the same time."""
GROWTH = 9
"""What is linear grows four times from one size to the next, what is square grows sixteen times."""


@cache
def patterns() -> tuple[Pattern, ...]:
    command = [sys.executable, "-m", "tests.patterns.sites"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return tuple(Pattern(**{**row, "methods": tuple(row["methods"])}) for row in rows)


class TooSlow(Exception):
    """A text took more than `MOST`."""


@contextmanager
def limit() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds(compiled: re.Pattern[str], method: str, text: str, tries: int) -> float:
    best = MOST
    for _ in range(tries):
        started = time.process_time()
        found = getattr(compiled, method)(text)
        if method == "finditer":
            for _match in found:
                pass
        best = min(best, time.process_time() - started)
    return best


def slow_text(compiled: re.Pattern[str], method: str) -> str | None:
    """A text for which the time grows faster than its length, shortened; None if there is no such."""
    number = sum(1 for _ in texts(compiled.pattern, compiled.flags, 1))
    pairs = zip(*(texts(compiled.pattern, compiled.flags, size) for size in SIZES), strict=True)
    for middle, large in islice(pairs, 0, None, max(1, number // TEXTS)):
        if all(is_slow(compiled, method, middle, large) for _ in range(ROUNDS)):
            return middle[:40]
    return None


def is_slow(compiled: re.Pattern[str], method: str, middle: str, large: str) -> bool:
    """One measurement; the shorter text goes first, so that what grows without bounds ends soon."""
    try:
        with limit():
            if seconds(compiled, method, middle, 1) < NOTHING / 16 or seconds(compiled, method, large, 1) < NOTHING:
                return False
            times = [seconds(compiled, method, text, 3) for text in (middle, large)]
    except TooSlow:
        return True
    return times[1] >= NOTHING and times[1] > GROWTH * times[0]


def test_all_are_seen() -> None:
    assert len(patterns()) > 300


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no timer that breaks off a match")
def test_no_pattern_takes_more_than_linear_time() -> None:
    slow, tried = [], set()
    for one in patterns():
        compiled = re.compile(one.pattern, one.flags)
        for method in one.methods:
            case = one.pattern, one.flags, method
            text = slow_text(compiled, method) if case not in tried else None
            tried.add(case)
            if text is not None:
                slow.append(f"{one.file}:{one.line} {method} {text!r} {one.pattern[:150]}")
    assert slow == [], "\n".join(slow)
