"""`cog-lsp explain RULE`: what a rule finds, why, and what to do."""

from __future__ import annotations

import argparse
import difflib

from cog_lsp.cli import FOUND_NOTHING, complain
from cog_lsp.rules import BY_SLUG, RULES
from cog_lsp.rules.page import page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the name of a rule; without it, all rules are listed")


def run(arguments: argparse.Namespace) -> int:
    """Print a rule's page, or the list of rules."""
    if arguments.rule is None:
        width = max(len(rule.slug) for rule in RULES)
        for each in RULES:
            print(f"{each.slug:<{width}}  {each.severity:<11}  {each.summary}")
        return FOUND_NOTHING
    rule = BY_SLUG.get(arguments.rule)
    if rule is None:
        near = difflib.get_close_matches(arguments.rule, BY_SLUG, n=1)
        hint = f" Did you mean {near[0]}?" if near else " Run `cog-lsp explain` for the list."
        return complain(f"There is no rule {arguments.rule}.{hint}")
    print(page(rule), end="")
    return FOUND_NOTHING
