"""The results of benchmarks as Markdown."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Times = Mapping[str, Sequence[float]]
"""Milliseconds by case."""


def number(value: float) -> str:
    """With about three digits."""
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose first column is text."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def comparison(title: str, cases: Iterable[str], servers: Mapping[str, Times]) -> str:
    """A row for each case and a column for each server: median; 95th percentile (ratio to the first server)."""
    first = next(iter(servers.values()))
    rows = [[case, *(_cell(times.get(case), first.get(case)) for times in servers.values())] for case in cases]
    return table([title, *servers], rows)


def _cell(times: Sequence[float] | None, first: Sequence[float] | None) -> str:
    if not times:
        return "–"
    median, high = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
    ratio = f" ({number(median / statistics.median(first))})" if first and times is not first else ""
    return f"{number(median)}; {number(high)}{ratio}"


def machine() -> str:
    """What the figures were measured on."""
    info = Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    processors = f"{os.cpu_count()} processors ({names[0] if names else platform.machine()})"
    return f"{processors}, {system}, Python {platform.python_version()}"


def publish(name: str, text: str, page: Path | None) -> None:
    """Print a text, or write it into a page between the markers of that name."""
    if page is None:
        print(text, end="")
        return
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    head, rest = page.read_text(encoding="utf-8").split(begin)
    page.write_text(f"{head}{begin}\n\n{text}\n{end}{rest.split(end)[1]}", encoding="utf-8")
