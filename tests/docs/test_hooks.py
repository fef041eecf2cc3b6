"""The pre-commit hooks and the action, as their users run them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from .pages import REPOSITORY

MODEL = REPOSITORY / "tests/fixtures/models/image"
HOOKS = YAML(typ="safe", pure=True).load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("git"), reason="needs a POSIX shell and git")


@pytest.fixture
def repository(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A git repository with a model that is committed, and an environment whose PATH has `cog-lsp`."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "cog-lsp"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cog_lsp "$@"\n')
    program.chmod(0o755)
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        **{f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    for words in ("init -q -b main", "add .", "commit -q -m first"):
        subprocess.run(["git", *words.split()], cwd=folder, env=environment, check=True)
    return folder, environment


def hook(repository: tuple[Path, dict[str, str]], number: int) -> subprocess.CompletedProcess[str]:
    """Run one of the hooks through pre-commit, with the `cog-lsp` of PATH so that nothing is installed."""
    if importlib.util.find_spec("pre_commit") is None:
        pytest.skip("pre-commit is not installed")
    folder, environment = repository
    local = {"repos": [{"repo": "local", "hooks": [{**HOOKS[number], "language": "system"}]}]}
    with (folder / ".pre-commit-config.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(local, file)
    subprocess.run(["git", "add", "."], cwd=folder, env=environment, check=True)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", HOOKS[number]["id"]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def change(repository: tuple[Path, dict[str, str]], file: str) -> None:
    path = repository[0] / file
    path.write_text(path.read_text() + "\n")


def test_pre_commit_accepts_the_definition() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib", reason="pre-commit is not installed")
    assert [found["id"] for found in clientlib.load_manifest(str(REPOSITORY / ".pre-commit-hooks.yaml"))] == [
        "cog-lsp",
        "cog-lsp-fix",
    ]


@pytest.mark.parametrize("file", ["run.py", "README.md", "cog.yaml"])
def test_the_hook_stops_a_commit_with_findings(file: str, repository: tuple[Path, dict[str, str]]) -> None:
    change(repository, file)
    done = hook(repository, 0)
    assert done.returncode == 1
    assert "warning[terse-description]" in done.stdout


def test_the_hook_leaves_other_files_alone(repository: tuple[Path, dict[str, str]]) -> None:
    change(repository, "requirements.txt")
    done = hook(repository, 0)
    assert done.returncode == 0
    assert "(no files to check)" in done.stdout


def test_the_fixing_hook_changes_files(repository: tuple[Path, dict[str, str]]) -> None:
    change(repository, "run.py")
    done = hook(repository, 1)
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert "image: Path | None = Input(" in (repository[0] / "run.py").read_text()


def test_the_action_runs_its_arguments(repository: tuple[Path, dict[str, str]]) -> None:
    """The last step, with inputs as the action has them and one that tries to be code."""
    action = YAML(typ="safe", pure=True).load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
    last = action["runs"]["steps"][-1]
    folder, environment = repository
    outputs = folder.parent / "outputs"

    def step(arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", last["run"]],
            cwd=folder,
            env={**environment, **last["env"], "ARGUMENTS": arguments, "GITHUB_OUTPUT": str(outputs)},
            capture_output=True,
            text=True,
            check=False,
        )

    done = step(action["inputs"]["arguments"]["default"])
    assert done.returncode == 1
    assert "file=run.py,line=19,col=41" in done.stdout
    assert outputs.read_text() == "exit-code=1\n"
    (folder / "a model").mkdir()
    (folder / "run.py").rename(folder / "a model/run.py")
    (folder / "cog.yaml").rename(folder / "a model/cog.yaml")
    assert "a model/run.py:19" in step('check --format text "a model"').stdout
    assert step("check 'open").returncode == 1
    assert step("check; touch broken").returncode == 2
    assert step("check $(touch broken)").returncode == 2
    assert not (folder / "broken").exists()
