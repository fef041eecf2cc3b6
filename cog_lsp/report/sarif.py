"""Findings as SARIF 2.1.0, the format of code scanning.

Source of the format: docs.oasis-open.org, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cog_lsp import __version__
from cog_lsp.fixes.fix import Fix
from cog_lsp.publication import REPOSITORY
from cog_lsp.report.fingerprints import fingerprints
from cog_lsp.report.item import Item
from cog_lsp.rules import BY_SLUG, page_of
from cog_lsp.rules.page import page
from cog_lsp.text import Span

LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note", "off": "none"}


FINGERPRINT = "cogLspFinding/v1"
"""The name under which a result carries what it is known by; another way to make it gets another number."""


def render(items: Sequence[Item]) -> str:
    """One run, with the rules that found something."""
    slugs = sorted({item.finding.rule for item in items})
    driver = {
        "name": "cog-lsp",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": REPOSITORY,
        "rules": [_rule(slug) for slug in slugs],
    }
    results = [
        _result(item, slugs.index(item.finding.rule), fingerprint)
        for item, fingerprint in zip(items, fingerprints(items), strict=True)
    ]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(slug: str) -> dict[str, Any]:
    rule = BY_SLUG[slug]
    return {
        "id": slug,
        "helpUri": page_of(slug),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": _words(rule.why)},
        "help": {"text": f"{_words(rule.why)}\n\n{_words(rule.what_to_do)}", "markdown": page(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _words(text: str) -> str:
    """A text of a rule without the line ends of its source."""
    return " ".join(text.split())


def _result(item: Item, rule: int, fingerprint: str) -> dict[str, Any]:
    """A finding as a result of SARIF."""
    result: dict[str, Any] = {
        "ruleId": item.finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[item.finding.severity],
        "message": {"text": item.finding.message},
        "locations": [{"physicalLocation": {**_artifact(item), "region": _region(item, item.finding.span)}}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if whole := [fix for fix in item.fixes if not fix.outline]:
        result["fixes"] = [_fix(item, fix) for fix in whole]
    return result


def _fix(item: Item, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(item, edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    title = fix.title if fix.kind == "safe" else f"{fix.title} (a draft: read it before you keep it)"
    return {"description": {"text": title}, "artifactChanges": [{**_artifact(item), "replacements": replacements}]}


def _artifact(item: Item) -> dict[str, Any]:
    from urllib.parse import quote

    return {"artifactLocation": {"uri": quote(item.file)}}


def _region(item: Item, span: Span) -> dict[str, int]:
    """Lines and columns from 1; the end is the column after the last character."""
    (line, column), (end_line, end_column) = (item.index.position(offset) for offset in (span.start, span.end))
    return {
        "startLine": line + 1,
        "startColumn": column + 1,
        "endLine": end_line + 1,
        "endColumn": end_column + 1,
    }
