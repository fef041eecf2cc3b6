"""The examples of the schema rules as whole files, and the rules run over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cog_lsp.evidence.uses.fact import Code, Usage
from cog_lsp.evidence.uses.recognize import facts_of
from cog_lsp.findings.finding import Finding
from cog_lsp.fixes import Checked
from cog_lsp.predictor.model import Home, Predictor
from cog_lsp.predictor.source import read_source
from cog_lsp.project.cogyaml import read_cog_yaml
from cog_lsp.project.context import Context
from cog_lsp.project.files import ModelFiles
from cog_lsp.rules import RULES
from cog_lsp.rules.about import about_of
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.settings.record import Settings

HEAD = """import os
from typing import Any, Dict, List, Literal, Optional, Sequence, Union

import torch
from cog import BaseRunner, Input, Path, Secret


class Runner(BaseRunner):
    def run(
        self,
"""
TAIL = """
    ) -> str:
        return ""
"""


def file_of(text: str, end: str = "") -> str:
    """The example as a whole predictor file: single parameters are put into one."""
    if re.search(r"^(?:from|import) ", text, re.MULTILINE):
        return text
    end = end or ("\r\n" if "\r\n" in text else "\n")
    return HEAD.replace("\n", end) + text + TAIL.replace("\n", end)


def contexts(text: str, cog_yaml: str = "", settings: Settings | None = None) -> Iterator[Context]:
    """What the rules look at, for each predictor of a file."""
    cog = read_cog_yaml(cog_yaml, lambda _: None)
    for predictor in read_source(text).predictors(None, "run"):
        yield Context(settings or Settings(), cog, predictor=predictor, about=about_of(predictor))


def findings(rules: tuple[Rule, ...], context: Context) -> list[Finding]:
    """The findings of rules on a predictor, their spans absolute, in the order of the text."""
    predictor = context.predictor
    assert predictor is not None
    found: list[Finding] = []
    for rule in rules:
        if rule.subject == "input":
            for origin, input in predictor.placed():
                if predictor.api == "decorators" and input.home is not Home.DECORATOR:
                    continue
                found += [f._replace(span=f.span.shifted(origin)) for f in rule.check(input, context)]
        elif rule.subject == "predictor":
            found += rule.check(predictor, context)
        elif rule.subject == "usage":
            usages = Code(predictor, tuple(facts_of(predictor, "run.py")), "run.py").usages()
            for origin, input in predictor.placed():
                usage = Usage(input, usages.get(input.name, ()), "run.py")
                found += [f._replace(span=f.span.shifted(origin)) for f in rule.check(usage, context)]
    return sorted(found, key=lambda f: (f.span, f.rule))


def schema_rules() -> tuple[Rule, ...]:
    """The rules on what Cog publishes."""
    modules = [rule for rule in RULES if rule.check.__module__.startswith("cog_lsp.rules.schema.")]
    return tuple(rule for rule in modules if rule.subject != "source")


def checked(text: str, rules: tuple[Rule, ...] | None = None, cog_yaml: str = "") -> Checked:
    """What `fix_all` asks for."""
    rules = rules or schema_rules()
    return [(context, findings(rules, context)) for context in contexts(text, cog_yaml)]


def project(example: Example) -> ModelFiles:
    """A model made of an example for the subject "project": its text is cog.yaml."""
    cog = read_cog_yaml(example.text, example.files.get)
    return ModelFiles(
        Path("/model"),
        Path("/model/cog.yaml"),
        cog,
        (),
        None,
        read=example.files.get,
        exists=example.files.__contains__,
    )


def one(text: str) -> Predictor:
    """The first predictor of a file."""
    return read_source(text).predictors(None, "run")[0]
