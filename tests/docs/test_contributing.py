"""The five steps of docs/contributing.md, taken as they stand there in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .pages import REPOSITORY, blocks

MODULE = "shouted_description"
SLUG = "shouted-description"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the rule of the page, written and listed."""
    folder = tmp_path_factory.mktemp("project")
    unwanted = shutil.ignore_patterns("__pycache__", "node_modules", "out", "*.vsix", "pictures")
    for part in ("cog_lsp", "docs", "tests", "tools", "editors/vscode"):
        shutil.copytree(REPOSITORY / part, folder / part, ignore=unwanted)
    for file in ("pyproject.toml", "README.md", "mkdocs.yml"):
        shutil.copy(REPOSITORY / file, folder)
    (rule,) = (block for block in blocks("python") if block.page.name == "contributing.md")
    (folder / f"cog_lsp/rules/inputs/{MODULE}.py").write_text(rule.text, encoding="utf-8")
    index = folder / "cog_lsp/rules/__init__.py"
    text = index.read_text(encoding="utf-8")
    text = text.replace("    shortened_name,\n", f"    shortened_name,\n    {MODULE},\n")
    text = text.replace("    shortened_name.RULE,\n", f"    shortened_name.RULE,\n    {MODULE}.RULE,\n")
    index.write_text(text, encoding="utf-8")
    return folder


def run(project: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(project)}
    done = subprocess.run(
        [sys.executable, *words], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_step_3_its_tests_are_there(project: Path) -> None:
    out = run(project, "-m", "pytest", "tests/rules/test_examples.py", "-k", "shouted", "-v", "-p", "no:cacheprovider")
    passed = re.search(r"(\d+) passed", out)
    assert passed
    assert int(passed[1]) >= 11, "five examples of each kind and the rule as a whole"


def test_step_4_its_page_is_written(project: Path) -> None:
    run(project, "tools/generate.py")
    assert "slow to read" in (project / f"docs/rules/{SLUG}.md").read_text(encoding="utf-8")
    for file in ("README.md", "docs/rules/index.md", "docs/settings.schema.json", "editors/vscode/package.json"):
        assert SLUG in (project / file).read_text(encoding="utf-8"), file
    run(project, "tools/generate.py", "--check")
    run(project, "-m", "tests.rules.test_words")
    assert f"{SLUG} 4\n" in (project / "tests/rules/words.txt").read_text(encoding="utf-8")


def test_step_5_it_reports(project: Path) -> None:
    model = project / "model"
    model.mkdir()
    (model / "run.py").write_text(
        "from cog import BaseRunner, Input\n\n\nclass Runner(BaseRunner):\n"
        '    def run(self, text: str = Input(description="WHAT TO SAY")) -> str:\n        return text\n'
    )
    assert SLUG in run(project, "-m", "cog_lsp", "check", "--select", SLUG, str(model))


@pytest.mark.skipif(not shutil.which("ruff"), reason="ruff is not installed")
def test_the_rule_is_formatted_and_linted(project: Path) -> None:
    file = f"cog_lsp/rules/inputs/{MODULE}.py"
    for words in (["format", "--check"], ["check"]):
        done = subprocess.run(
            ["ruff", *words, "--no-cache", file], cwd=project, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
