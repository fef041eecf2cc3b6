"""Every snippet of the documentation is what it says: JSON, TOML, YAML and Python are read by their real readers."""

from __future__ import annotations

import ast
import json
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

import pytest
from ruamel.yaml import YAML

from cog_lsp.predictor.cog.schema import schemas
from cog_lsp.predictor.model import Refusal
from cog_lsp.predictor.source import read_source
from cog_lsp.rules import OPTIONS, UNUSED_SUPPRESSION
from cog_lsp.settings.read import read_file
from cog_lsp.settings.record import OWN_FILE, PYPROJECT, SettingsFile
from tests.models import ROOT, checked, in_predictor

from .pages import REPOSITORY, Block, blocks

LANGUAGES = {
    "": "drawings and listings",
    "sh": "run in test_commands.py",
    "json": "here",
    "toml": "here",
    "yaml": "here",
    "python": "here",
    "text": "what Cog says, here",
    "markdown": "examples of rules, tests/rules",
    "lua": "run in tests/editors",
    "elisp": "run in tests/editors",
    "vim": "run in tests/editors",
}


def named(found: list[Block]) -> list[Any]:
    return [pytest.param(block, id=block.id) for block in found]


def test_every_block_has_a_reader() -> None:
    assert sorted({block.language for block in blocks(generated=True)} - set(LANGUAGES)) == []


@pytest.mark.parametrize("block", named(blocks("json")))
def test_json(block: Block) -> None:
    assert json.loads(block.text)


OF_EDITORS = ("helix.md",)
"""Pages with TOML for the editor itself: tests/editors/test_snippets.py."""


@pytest.mark.parametrize("block", named([block for block in blocks("toml") if block.page.name not in OF_EDITORS]))
def test_toml_holds_settings_without_a_problem(block: Block) -> None:
    file = SettingsFile(PurePath(PYPROJECT if "[tool.cog-lsp" in block.text else OWN_FILE), block.text)
    said = read_file(file, OPTIONS)
    usable, problems = said.values, said.problems
    assert [problem.message for problem in problems] == []
    assert usable


def test_every_setting_has_its_example() -> None:
    shown = [block for block in blocks("toml") if block.page.name == "configuration.md"]
    assert len(shown) == len(OPTIONS)


@cache
def schema(kind: str) -> Any:
    """A schema of SchemaStore, as check-jsonschema ships it."""
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    return json.loads((files("check_jsonschema") / f"builtin_schemas/vendor/{kind}.json").read_text(encoding="utf-8"))


def valid(data: Any, kind: str) -> None:
    validators = pytest.importorskip("jsonschema.validators")
    found = schema(kind)
    errors = validators.validator_for(found)(found).iter_errors(data)
    assert [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in errors] == []


def load(text: str) -> Any:
    """YAML 1.2, where `on` is a word."""
    return YAML(typ="safe", pure=True).load(text)


def kind_of(data: Any) -> str | None:
    if isinstance(data, dict) and "jobs" in data:
        return "github-workflows"
    if isinstance(data, dict) and any(isinstance(job, dict) and "script" in job for job in data.values()):
        return "gitlab-ci"
    return None


@pytest.mark.parametrize("block", named(blocks("yaml")))
def test_yaml_is_what_its_reader_wants(block: Block) -> None:
    data = load(block.text)
    kind = kind_of(data)
    if kind is not None:
        valid(data, kind)
    elif isinstance(data, dict) and "repos" in data:
        hooks = [hook for repo in data["repos"] for hook in repo["hooks"]]
        assert [hook["id"] for hook in hooks]
    else:
        assert isinstance(data, (list, dict))


FILES = {
    ".github/workflows/ci.yml": "github-workflows",
    ".github/workflows/release.yml": "github-workflows",
    ".github/ISSUE_TEMPLATE/bug.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/finding.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/config.yml": "github-issue-config",
    "action.yml": "github-actions",
}


@pytest.mark.parametrize("file", FILES)
def test_files_for_github_follow_their_schemas(file: str) -> None:
    valid(load((REPOSITORY / file).read_text(encoding="utf-8")), FILES[file])


PYTHON = [block for block in blocks("python") if block.page.name != "contributing.md"]
"""The rule in contributing.md is tried out in test_contributing.py."""


@pytest.mark.parametrize("block", named(PYTHON))
def test_python_is_whole(block: Block) -> None:
    """Parameters of a signature, or whole statements."""
    try:
        ast.parse(block.text)
    except SyntaxError:
        # `verbose` without a default behind others would be Python's own error; a keyword-only list takes any order.
        ast.parse(f"def run(self, *,\n{block.text}\n): ...")


SILENCED = [block for block in PYTHON if "cog-lsp: ignore[" in block.text]


@pytest.mark.parametrize("block", named(SILENCED))
def test_suppressions_silence_something(block: Block) -> None:
    slug = block.text.partition("ignore[")[2].partition("]")[0]
    with_comment = found(block.text)
    assert slug not in with_comment
    assert UNUSED_SUPPRESSION.slug not in with_comment
    assert slug in found(block.text.replace("cog-lsp:", ""))


def found(text: str) -> set[str]:
    """The rules that report something in a predictor with these parameters."""
    _, model = checked({"cog.yaml": 'run: "run.py:Predictor"\n', "run.py": in_predictor(text)})
    return {finding.rule for finding in model.findings[ROOT / "run.py"]}


PUBLISHED = [block for block in PYTHON if block.page.name == "cog.md"]
MODULE = """from typing import Literal, Optional

from cog import BaseRunner, Input, Path, Secret

MOST = 100
STYLES = ["photo", "drawing"]


class Runner(BaseRunner):
    def run(
        self,
        {parameters}
    ) -> str:
        return ""
"""


@pytest.mark.parametrize("block", named(PUBLISHED))
def test_cog_publishes_what_the_page_says(block: Block) -> None:
    """Each example of cog.md, against the schema that has its own tests against Cog's generator."""
    assert block.next is not None, "an example without what comes of it"
    text = MODULE.replace("{parameters}", block.text.strip())
    result = schemas(read_source(text).predictors("Runner", "run", lambda _: None, "run.py")[0])
    if block.next.language == "text":
        assert isinstance(result, Refusal)
        assert result.message == block.next.text.strip()
        return
    assert not isinstance(result, Refusal), result
    shown = dict(result["Input"])
    properties = {
        key: {k: v for k, v in value.items() if k not in ("title", "x-order")}
        for key, value in shown["properties"].items()
    }
    required = {"required": shown["required"]} if shown.get("required") else {}
    assert {"properties": properties, **required} == json.loads(block.next.text)
