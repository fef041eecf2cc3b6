"""All rules, in the order of the documentation."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from cog_lsp.rules.rule import Rule, Severity

RULES: tuple[Rule, ...] = tuple(
    importlib.import_module(f"cog_lsp.rules.{family}.{module.name}").RULE
    for family in ("inputs", "schema", "readme", "own")
    for module in pkgutil.iter_modules([str(Path(__file__).parent / family)])
    if hasattr(importlib.import_module(f"cog_lsp.rules.{family}.{module.name}"), "RULE")
)

BY_SLUG = {rule.slug: rule for rule in RULES}

SEVERITY_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "information": 2, "hint": 3, "off": 4}

DESCRIPTION_RULES = frozenset({"missing-description", "terse-description", "unexplained-bounds"})
"""An input for which one of these finds something is not explained yet."""

UNUSED_SUPPRESSION = "unused-suppression"

PAGES = "https://github.com/cog-lsp/cog-lsp/blob/main/docs/rules/"


def known_slug(slug: str) -> bool:
    """Whether there is a rule of that name."""
    return slug in BY_SLUG


def page_of(slug: str) -> str:
    """The address of a rule's page."""
    return f"{PAGES}{slug}.md"
