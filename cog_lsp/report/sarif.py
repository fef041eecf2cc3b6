"""Findings as SARIF 2.1.0, the format of code scanning.

Source of the format: docs.oasis-open.org, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cog_lsp import __version__
from cog_lsp.report.item import Item
from cog_lsp.rules import BY_SLUG, page_of

LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note", "off": "none"}


def render(items: Sequence[Item]) -> str:
    """One run, with the rules that found something."""
    slugs = sorted({item.finding.rule for item in items})
    driver = {
        "name": "cog-lsp",
        "version": __version__,
        "rules": [_rule(slug) for slug in slugs],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(item, slugs.index(item.finding.rule)) for item in items],
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(slug: str) -> dict[str, Any]:
    rule = BY_SLUG[slug]
    return {
        "id": slug,
        "helpUri": page_of(slug),
        "shortDescription": {"text": rule.summary},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(item: Item, rule: int) -> dict[str, Any]:
    (line, column), (end_line, end_column) = item.start, item.end
    return {
        "ruleId": item.finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[item.finding.severity],
        "message": {"text": item.finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(item.file)},
                    "region": {
                        "startLine": line,
                        "startColumn": column,
                        "endLine": end_line,
                        "endColumn": end_column,
                    },
                }
            }
        ],
    }


def _uri(file: str) -> str:
    from urllib.parse import quote

    return quote(file)
