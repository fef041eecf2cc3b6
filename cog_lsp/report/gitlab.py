"""Findings as a GitLab code quality report.

Source of the format: docs.gitlab.com, "Code Quality", "Code Quality report format".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from cog_lsp.report.item import Item

LEVELS = {"error": "critical", "warning": "major", "information": "minor", "hint": "info"}


def render(items: Sequence[Item]) -> str:
    """A JSON list. The fingerprint names file, rule, input and message, so that moved lines stay the same finding."""
    seen: dict[str, int] = {}
    entries = []
    for item in items:
        finding = item.finding
        identity = "\0".join((item.file, finding.rule, finding.input or "", finding.message))
        seen[identity] = seen.get(identity, 0) + 1
        entries.append(
            {
                "description": finding.message,
                "check_name": finding.rule,
                "fingerprint": hashlib.sha256(f"{identity}\0{seen[identity]}".encode()).hexdigest(),
                "severity": LEVELS[finding.severity],
                "location": {"path": item.file, "lines": {"begin": item.start[0], "end": item.end[0]}},
            }
        )
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
