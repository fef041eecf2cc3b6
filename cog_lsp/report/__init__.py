"""Findings as text for people and machines: one module per format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cog_lsp.report import concise, github, gitlab, json, junit, sarif, text
from cog_lsp.report.item import Item

FORMATS: Mapping[str, Callable[[Sequence[Item]], str]] = {
    "text": text.render,
    "concise": concise.render,
    "json": json.render,
    "github": github.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "gitlab": gitlab.render,
}

__all__ = ["FORMATS", "Item"]
