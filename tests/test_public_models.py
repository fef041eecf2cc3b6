"""Findings and fixes on models that people have published, from a folder of checkouts.

    COG_LSP_MODELS=~/models python -m pytest tests/test_public_models.py

Each subfolder with a cog.yaml is a model. Without the variable the models of the fixtures stand in.
"""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from cog_lsp import fixes
from cog_lsp.check.checker import Checker
from cog_lsp.check.model import Model
from cog_lsp.findings.finding import Finding
from cog_lsp.project.files import ModelFiles
from cog_lsp.project.walk import COG_YAML
from cog_lsp.project.workspace import Workspace
from tests.test_models import key, unchanged

FIXTURES = Path(__file__).parent / "fixtures" / "models"
FOLDER = Path(os.environ.get("COG_LSP_MODELS", FIXTURES)).expanduser()
MODELS = sorted(path.parent for path in FOLDER.glob(f"*/**/{COG_YAML}"))
AS_A_WHOLE = frozenset({"empty-section", "missing-section"})
"""A draft of a section settles one of its findings and asks for its own text to be rewritten."""
NEXT = frozenset(
    {
        ("terse-description", "unbounded-number"),  # bounds are worth having once the text says what a value does
        ("unexplained-bounds", "unbounded-number"),
        ("missing-description", "unbounded-number"),
        ("jargon", "unbounded-number"),
        ("unsupported-type", "terse-description"),  # a `Literal` that Cog refuses becomes choices, which want words
    }
)
"""A finding that is settled, and one that may only then be made."""


def opened(folder: Path) -> tuple[Workspace, ModelFiles]:
    workspace = Workspace([folder])
    files = workspace.model_of(folder / COG_YAML)
    assert files is not None
    return workspace, files


def texts_of(workspace: Workspace, model: Model) -> dict[Path, str]:
    return {path: text for path in model.paths if (text := workspace.read(path)) is not None}


def offers(model: Model, texts: dict[Path, str]) -> Iterator[tuple[Path, Finding, fixes.Fix]]:
    for path in model.findings:
        for finding, context in model.in_context(path):
            for fix in fixes.fixes(finding, context, texts[path]):
                yield path, finding, fix


def parses(path: Path, text: str) -> bool:
    if path.suffix != ".py":
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # escape sequences of the authors
            ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def keys(model: Model, path: Path) -> list[tuple[str, str | None, str]]:
    return [key(finding) for finding in model.findings.get(path, ())]


@pytest.mark.parametrize("folder", MODELS, ids=lambda p: p.relative_to(FOLDER).as_posix())
def test_each_fix_settles_its_finding_and_nothing_else(folder: Path) -> None:
    workspace, files = opened(folder)
    model = Checker(workspace).check(files)
    texts = texts_of(workspace, model)
    for path, finding, fix in offers(model, texts):
        target = path if fix.creates is None else files.root / fix.creates
        before = texts.get(target, "")
        after = fixes.apply(before, fix.edits)
        assert after != before
        assert parses(target, after) or not parses(target, before)
        assert all(piece in after for piece in unchanged(before, fix.edits))
        workspace.open(target, after)
        workspace.forget()
        now = workspace.model_of(folder / COG_YAML)
        assert now is not None
        again = Checker(workspace).check(now)
        old, new = keys(model, path), keys(again, path)
        assert new.count(key(finding)) < max(1, old.count(key(finding))) or finding.rule in AS_A_WHOLE, fix.title
        fresh = {rule for rule, _, _ in set(new) - set(old)} - AS_A_WHOLE
        if fix.outline:  # what it leaves to be written is said until somebody writes it
            fresh.discard("unfinished-description")
        assert {(finding.rule, rule) for rule in fresh} <= NEXT, fix.title
        workspace.close(target)


@pytest.mark.parametrize("folder", MODELS, ids=lambda p: p.relative_to(FOLDER).as_posix())
def test_all_safe_fixes_once_twice_and_one_by_one(folder: Path) -> None:
    workspace, files = opened(folder)
    checker = Checker(workspace)
    model = checker.check(files)
    for path, text in texts_of(workspace, model).items():
        fixed = checker.fixed(model, path)
        assert parses(path, fixed) or not parses(path, text)
        for pick in (0, -1):
            workspace.open(path, text)
            for _ in range(200):
                now = checker.check(files)
                texts = texts_of(workspace, now)
                safe = [f for p, _, f in offers(now, texts) if p == path and f.kind == "safe" and f.preferred]
                if not safe:
                    break
                workspace.open(path, fixes.apply(texts[path], safe[pick].edits))
            assert workspace.read(path) == fixed
        assert checker.fixed(checker.check(files), path) == fixed
        workspace.close(path)
        files = workspace.model_of(folder / COG_YAML) or files
