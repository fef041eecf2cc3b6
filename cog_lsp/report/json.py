"""Findings as a JSON list. The keys of an entry are part of the public interface: see docs/cli.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from cog_lsp.report.item import Item
from cog_lsp.rules import page_of
from cog_lsp.text import Span


def render(items: Sequence[Item]) -> str:
    """A list of objects: what a finding is and where, what a description lacks, and the edits of each fix."""
    return json.dumps([_entry(item) for item in items], indent=2, ensure_ascii=False) + "\n"


def _entry(item: Item) -> dict[str, Any]:
    """A finding as values for JSON."""
    finding = item.finding
    data = dict(finding.data)
    # Findings of a README name terms without meanings.
    terms = zip_longest(data.get("terms", ()), data.get("meanings", ()))
    return {
        "file": item.file,
        "rule": finding.rule,
        "url": page_of(finding.rule),
        "severity": finding.severity,
        "message": finding.message,
        **_place(item, finding.span),
        "input": finding.input,
        "missing": list(data.get("missing", ())),
        "terms": [{"term": term, "meaning": meaning or None} for term, meaning in terms],
        "fix": item.fix,
        "fixes": [
            {
                "title": fix.title,
                "kind": "outline" if fix.outline else fix.kind,
                "edits": [{**_place(item, edit.span), "text": edit.text} for edit in fix.edits],
            }
            for fix in item.fixes
        ],
    }


def _place(item: Item, span: Span) -> dict[str, dict[str, int]]:
    """Where a span starts and ends: lines and columns from 1, columns in characters."""
    return {"start": _position(item, span.start), "end": _position(item, span.end)}


def _position(item: Item, offset: int) -> dict[str, int]:
    line, column = item.index.position(offset)
    return {"line": line + 1, "column": column + 1}
