"""Findings for a terminal: the place, the message, the line of the source once, and pointers under the places."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from cog_lsp.report.item import Item
from cog_lsp.report.links import link, linked
from cog_lsp.text import visible

COLORS = {"error": 161, "warning": 130, "information": 31, "hint": 133}
"""Of the 256 of a terminal, some that no theme changes. Yellow and cyan of the first 16 cannot be read on white."""
WIDEST = 160
"""Columns of a line of source, where nothing says how wide the terminal is."""
NARROWEST = 40
MARKS = {"safe": " [*]", "draft": " [draft]", None: ""}
"""Behind a finding that `--fix` settles, or `--fix --drafts`."""


def render(items: Sequence[Item]) -> str:
    """The findings, a block for each line of source."""
    paint = _paint if colored() else lambda text, _: text
    name = link if colored() and linked() else str
    lines = groupby(items, key=lambda item: (item.file, item.start[0]))
    blocks = ["\n".join(_block(list(group), paint, name)) for _, group in lines]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def summary(items: Sequence[Item]) -> str:
    """The closing line: how many findings, of what kind, and what can be fixed at once."""
    if not items:
        return "Nothing to fix."
    counts = [
        (kind, sum(i.finding.severity == kind for i in items)) for kind in ("error", "warning", "information", "hint")
    ]
    amounts = ", ".join(_plural(count, kind) for kind, count in counts if count)
    safe, draft = (sum(item.fix == kind for item in items) for kind in ("safe", "draft"))
    lines = [f"Found {amounts} in {_plural(len({i.file for i in items}), 'file')}."]
    if safe:
        lines.append(f"{safe} can be fixed with --fix.")
    if draft:
        lines.append(f"{draft} can be drafted with --fix --drafts.")
    return " ".join(lines)


def _plural(count: int, word: str) -> str:
    several = {"information": "notes", "hint": "hints"}.get(word, word + "s")
    return f"{count} {'note' if word == 'information' else word}" if count == 1 else f"{count} {several}"


def _block(items: Sequence[Item], paint: Callable[[str, int], str], name: Callable[[str], str]) -> Iterator[str]:
    """What is found in one line of source, and below it the line with a pointer under each place. `name` writes the
    name of a rule."""
    for item in items:
        finding, (line, column) = item.finding, item.start
        label = paint(f"{finding.severity}[{name(finding.rule)}]", COLORS[finding.severity])
        yield f"{visible(item.file)}:{line}:{column}: {label} {visible(finding.message)}{MARKS[item.fix]}"
    line = items[0].start[0]
    source, spans = items[0].index.line_text(line - 1), [_span(item, line) for item in items]
    first, last = _window(source, spans, _columns() - len(f"{line} | "))
    excerpt = visible(source[first:last].expandtabs(1))
    if not excerpt.strip():
        return
    before, behind = "…" if first else "", "…" if last < len(source) else ""
    yield f"{line} | {before}{excerpt}{behind}"
    under, at = "", first
    for (start, end), item in sorted(zip(spans, items, strict=True), key=lambda pair: pair[0]):
        begin, stop = max(start, at), min(max(end, start + 1), max(last, start + 1))
        if begin < stop and begin <= last:
            length = max(1, _width(visible(source[begin:stop].expandtabs(1))))
            gap = _width(visible(source[at:begin].expandtabs(1)))
            under += " " * gap + paint("^" * length, COLORS[item.finding.severity])
            at = stop
    yield f"{' ' * len(str(line))} | {' ' * len(before)}{under}"


def _span(item: Item, line: int) -> tuple[int, int]:
    """The columns of a finding in its first line, from 0."""
    start = item.start[1] - 1
    return start, item.end[1] - 1 if item.end[0] == line else len(item.index.line_text(line - 1))


def _window(source: str, spans: Sequence[tuple[int, int]], columns: int) -> tuple[int, int]:
    """The part of a line that is shown: all of it where it fits, else what is around the first place."""
    if _width(visible(source)) <= columns:
        return 0, len(source)
    widths = [_width(visible(character)) for character in source]
    room = columns - 2  # for what stands for the rest
    first = last = min(start for start, _ in spans)
    while first and sum(widths[first - 1 : last]) <= room // 2:
        first -= 1
    while last < len(source) and sum(widths[first : last + 1]) <= room:
        last += 1
    while first and sum(widths[first - 1 : last]) <= room:
        first -= 1
    return first, last


def _columns() -> int:
    """How many columns a line may have: those of the terminal, or as COLUMNS says."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return max(NARROWEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    return WIDEST


def _width(text: str) -> int:
    """Columns of a terminal: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def _paint(text: str, color: int) -> str:
    return f"\033[38;5;{color}m{text}\033[0m"


def colored() -> bool:
    """Whether to color: FORCE_COLOR, NO_COLOR and TERM=dumb as usual, else on a terminal only."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
