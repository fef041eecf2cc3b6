"""Runs as much of the package as makes patterns: all modules, and the examples of all rules with their fixes."""

from __future__ import annotations

import importlib
import pkgutil


def exercise() -> None:
    import cog_lsp

    for module in pkgutil.walk_packages(cog_lsp.__path__, "cog_lsp."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    _check_examples()


def _check_examples() -> None:
    from cog_lsp import fixes
    from cog_lsp.rules import RULES
    from tests.models import example_model, in_context

    for rule in RULES:
        for example in () if rule.subject == "settings" else (*rule.valid, *rule.invalid):
            _, model, name, text = example_model(rule, example)
            for finding, context in in_context(model, name, rule):
                fixes.fixes(finding, context, text)
