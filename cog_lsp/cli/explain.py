"""`cog-lsp explain RULE`: what a rule finds, why, and what to do."""

from __future__ import annotations

import argparse
import json
from textwrap import dedent
from typing import Any

from cog_lsp.cli import FOUND_NOTHING, complain
from cog_lsp.cli.near import did_you_mean
from cog_lsp.rules import BY_SLUG, RULES, page_of
from cog_lsp.rules.page import page
from cog_lsp.rules.rule import Rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the name of a rule; without it, all rules are listed")
    parser.add_argument("--all", action="store_true", help="print the pages of all rules")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="how to print it")


def run(arguments: argparse.Namespace) -> int:
    """Print a rule's page, those of all rules, or the list of rules; or the same as data."""
    if arguments.rule is not None and arguments.all:
        return complain("Name a rule, or say --all.")
    if arguments.rule is not None and arguments.rule not in BY_SLUG:
        hint = did_you_mean(arguments.rule, BY_SLUG) or " Run `cog-lsp explain` for the list."
        return complain(f"There is no rule {arguments.rule}.{hint}")
    chosen = list(RULES) if arguments.rule is None else [BY_SLUG[arguments.rule]]
    if arguments.format == "json":
        rules = [_values(rule) for rule in chosen]
        print(json.dumps(rules if arguments.rule is None else rules[0], indent=2, ensure_ascii=False))
    elif arguments.rule is None and not arguments.all:
        width = max(len(rule.slug) for rule in chosen)
        print("\n".join(f"{rule.slug:<{width}}  {rule.severity:<11}  {rule.summary}" for rule in chosen))
    else:
        print("\n".join(page(rule) for rule in chosen), end="")
    return FOUND_NOTHING


def _values(rule: Rule) -> dict[str, Any]:
    """A rule for programs; the keys are part of the public interface: see docs/cli.md."""
    return {
        "rule": rule.slug,
        "severity": rule.severity,
        "fix": rule.fix,
        "summary": rule.summary,
        "why": " ".join(dedent(rule.why).split()),
        "what_to_do": " ".join(dedent(rule.what_to_do).split()),
        "url": page_of(rule.slug),
        "page": page(rule),
    }
