"""Findings as GitHub workflow commands, shown beside the lines of a pull request.

Source of the format: docs.github.com, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections.abc import Sequence

from cog_lsp.report.item import Item
from cog_lsp.text import visible

LEVELS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def render(items: Sequence[Item]) -> str:
    """One command per line."""
    return "".join(_command(item) + "\n" for item in items)


def _command(item: Item) -> str:
    """A workflow command that GitHub shows beside the line."""
    properties = {
        "title": f"cog-lsp ({item.finding.rule})",
        "file": item.file,
        "line": item.start[0],
        "col": item.start[1],
        "endLine": item.end[0],
        "endColumn": item.end[1],
    }
    parameters = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in properties.items())
    return f"::{LEVELS[item.finding.severity]} {parameters}::{_escape(item.finding.message)}"


def _escape(text: str, more: str = "") -> str:
    text = "\n".join(map(visible, text.split("\n")))
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
