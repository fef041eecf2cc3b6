"""Findings as a JSON list. The keys of an entry are part of the public interface: see docs/cli.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cog_lsp.report.item import Item


def render(items: Sequence[Item]) -> str:
    """A list of objects with exactly `file`, `rule`, `severity`, `message`, `start`, `end`, `input` and `fix`."""
    return json.dumps([_entry(item) for item in items], indent=2, ensure_ascii=False) + "\n"


def _entry(item: Item) -> dict[str, Any]:
    finding = item.finding
    return {
        "file": item.file,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "start": _position(item.start),
        "end": _position(item.end),
        "input": finding.input,
        "fix": item.fix,
    }


def _position(place: tuple[int, int]) -> dict[str, int]:
    return {"line": place[0], "column": place[1]}
