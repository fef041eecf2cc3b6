"""One line for each finding, with a mark and the title of the fix where it can be fixed: for agents and scripts."""

from __future__ import annotations

from collections.abc import Sequence

from cog_lsp.report.item import Item
from cog_lsp.report.text import MARKS


def render(items: Sequence[Item]) -> str:
    """`file:line:column: severity rule: message [*] title` for each finding."""
    return "".join(f"{_line(item)}\n" for item in items)


def _line(item: Item) -> str:
    finding = item.finding
    line, column = item.start
    place = f"{item.file}:{line}:{column}"
    title = next((f" {fix.title}" for fix in item.fixes if fix.kind == item.fix), "")
    text = f"{place}: {finding.severity} {finding.rule}: {finding.message}{MARKS[item.fix]}{title}"
    return " ".join(text.split())
