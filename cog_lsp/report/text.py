"""Findings for a terminal: the place, the message, the line of the source and a pointer under the place."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence

from cog_lsp.report.item import Item
from cog_lsp.text import visible

COLORS = {"error": "31", "warning": "33", "information": "34", "hint": "36"}
WIDEST = 160
"""Columns of a source line that are shown; longer lines are cut around the place."""


def render(items: Sequence[Item]) -> str:
    """The findings, a block each, and a closing line."""
    paint = _paint if colored() else lambda text, _: text
    blocks = ["\n".join(_block(item, paint)) for item in items]
    return "\n\n".join([*blocks, summary(items)]) + "\n"


def summary(items: Sequence[Item]) -> str:
    """The closing line: how many findings, of what kind, and what can be fixed at once."""
    if not items:
        return "Nothing to fix."
    counts = [
        (kind, sum(i.finding.severity == kind for i in items)) for kind in ("error", "warning", "information", "hint")
    ]
    named = ", ".join(_plural(count, kind) for kind, count in counts if count)
    safe, draft = (sum(item.fix == kind for item in items) for kind in ("safe", "draft"))
    lines = [f"Found {named} in {_plural(len({i.file for i in items}), 'file')}."]
    if safe:
        lines.append(f"{safe} can be fixed with --fix.")
    if draft:
        lines.append(f"{draft} can be drafted with --fix --drafts.")
    return " ".join(lines)


def _plural(count: int, word: str) -> str:
    several = {"information": "notes", "hint": "hints"}.get(word, word + "s")
    return f"{count} {'note' if word == 'information' else word}" if count == 1 else f"{count} {several}"


def _block(item: Item, paint: object) -> Iterator[str]:
    assert callable(paint)
    finding = item.finding
    line, column = item.start
    label = paint(f"{finding.severity}[{finding.rule}]", COLORS[finding.severity])
    yield f"{visible(item.file)}:{line}:{column}: {label} {visible(finding.message)}"
    source = item.index.line_text(line - 1)
    last = item.end[1] - 1 if item.end[0] == line else len(source)
    first = column - 1
    cut = max(0, first - WIDEST // 2)
    before, marked, behind = source[cut:first], source[first : max(first, last)], source[max(first, last) :]
    before, marked, behind = (visible(part.expandtabs(1)) for part in (before, marked, behind))
    shown = (before + marked + behind)[:WIDEST]
    if shown.strip():
        number = str(line)
        under = _width(before)
        length = max(1, _width(shown[len(before) : len(before) + len(marked)]))
        yield f"{number} | {shown}"
        yield f"{' ' * len(number)} | {' ' * under}{paint('^' * length, COLORS[finding.severity])}"


def _width(text: str) -> int:
    """Columns of a terminal: wide characters take two, combining ones none."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def _paint(text: str, color: str) -> str:
    return f"\033[{color}m{text}\033[0m"


def colored() -> bool:
    """Whether to color: FORCE_COLOR, NO_COLOR and TERM=dumb as usual, else on a terminal only."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
