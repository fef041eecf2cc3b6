"""Findings as a GitLab code quality report.

Source of the format: docs.gitlab.com, "Code Quality", "Code Quality report format".
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cog_lsp.report.fingerprints import fingerprints
from cog_lsp.report.item import Item

LEVELS = {"error": "critical", "warning": "major", "information": "minor", "hint": "info"}


def render(items: Sequence[Item]) -> str:
    """A JSON list. The fingerprint names file, rule, input and message, so that moved lines stay the same finding."""
    entries = [
        {
            "description": item.finding.message,
            "check_name": item.finding.rule,
            "fingerprint": fingerprint,
            "severity": LEVELS[item.finding.severity],
            "location": {"path": item.file, "lines": {"begin": item.start[0], "end": item.end[0]}},
        }
        for item, fingerprint in zip(items, fingerprints(items), strict=True)
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
