"""Findings as text for people and machines: one module per format, imported when a report is written in it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from cog_lsp.report.item import Item

FORMATS = ("text", "concise", "json", "github", "sarif", "junit", "gitlab")


def render(format: str, items: Sequence[Item]) -> str:
    """The findings in one of the formats."""
    report: str = import_module(f"cog_lsp.report.{format}").render(items)
    return report


__all__ = ["FORMATS", "Item", "render"]
