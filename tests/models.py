"""Models in memory: the real workspace and checker on texts that are no files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from cog_lsp.check.checker import Checker
from cog_lsp.check.model import Model
from cog_lsp.findings.finding import Finding
from cog_lsp.project.context import Context
from cog_lsp.project.workspace import Workspace
from cog_lsp.rules.inputs.lacking import ORDER
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.settings.record import Settings

ROOT = Path("/model")
HEAD = """import os
from typing import Any, Dict, List, Literal, Optional, Sequence, Union

import torch
from cog import BasePredictor, Input, Path, Secret


class Predictor(BasePredictor):
    def run(
        self,
"""
TAIL = """
    ) -> str:
        return ""
"""
COG_YAML = 'run: "run.py:Predictor"\n'


def checked(
    files: Mapping[str, str], asked: str = "cog.yaml", settings: Settings | None = None
) -> tuple[Checker, Model]:
    """The model that holds a file, checked."""
    workspace = Workspace([ROOT])
    for name, text in files.items():
        workspace.open(ROOT / name, text)
    found = workspace.model_of(ROOT / asked)
    assert found is not None, f"{asked} is no part of a model"
    checker = Checker(workspace, lambda _: settings or Settings())
    return checker, checker.check(found)


def files_of(rule: Rule, text: str, more: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The files of a model made of an example, and which of them holds the example."""
    if rule.subject == "card":
        return {"cog.yaml": COG_YAML, **more, "README.md": text}, "README.md"
    if rule.subject == "project":
        return {**more, "cog.yaml": text}, "cog.yaml"
    name = "run.py"
    whole = in_predictor(text) if rule.subject in ("input", "usage", "suppression") else text
    return {**more, name: whole}, name


def in_predictor(text: str, like: str | None = None) -> str:
    """Parameters as a whole predictor file; a file as it is. `like` gives the line ends and the indentation."""
    if re.search(r"^(?:from|import) ", text, re.MULTILINE):
        return text
    like = like or text
    end = "\r\n" if "\r\n" in like else "\n"
    indent = "" if like.startswith(" ") else "        "
    body = text.removesuffix(end)
    return HEAD.replace("\n", end) + indent + body + TAIL.replace("\n", end)


def own_findings(model: Model, name: str, rule: Rule) -> list[Finding]:
    """What a rule found in a file."""
    return [finding for finding, _ in in_context(model, name, rule)]


def in_context(model: Model, name: str, rule: Rule) -> list[tuple[Finding, Context]]:
    """The same, each with what its fixes may look at."""
    return [pair for pair in model.in_context(ROOT / name) if pair[0].rule == rule.slug]


def on(rule: Rule) -> Settings:
    """Settings under which the rule runs, and none speaks for it."""
    stronger = ORDER[: ORDER.index(rule.slug)] if rule.slug in ORDER else ()
    return Settings(
        severity=dict.fromkeys(stronger, "off") | ({rule.slug: "warning"} if rule.severity == "off" else {})
    )


def example_model(rule: Rule, example: Example) -> tuple[Checker, Model, str, str]:
    """The checker, the model, the name and the text of the file that holds the example."""
    files, name = files_of(rule, example.text, example.files)
    checker, model = checked(files, name if name != "README.md" else "cog.yaml", on(rule))
    return checker, model, name, files[name]
