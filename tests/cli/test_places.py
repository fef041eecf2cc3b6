"""Paths in reports: from the root of the repository where services read them, from the current folder for people."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cog_lsp.cli import main
from cog_lsp.cli.check import FOR_PEOPLE
from cog_lsp.report import FORMATS, render

PREDICTOR = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, size: int = Input(description="Size", default=512, le=2**11)) -> str:
        return "x" * size
"""
SERVICES = ("github", "gitlab", "junit", "sarif")


@pytest.fixture
def monorepo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two models in folders; nothing says yet that it is one."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("a", "b c"):
        folder = tmp_path / "models" / name
        folder.mkdir(parents=True)
        (folder / "cog.yaml").write_text("run: run.py:Runner\n")
        (folder / "run.py").write_text(PREDICTOR)
    return tmp_path


def files(capsys: pytest.CaptureFixture[str], format: str, *paths: str) -> set[str]:
    """The files that a report names."""
    assert main(["check", "--format", format, *paths]) == 1
    out = capsys.readouterr().out
    if format == "github":
        return set(re.findall(r"file=([^,]*),", out))
    if format in ("concise", "text"):
        return set(re.findall(r"^(.*?):\d+:\d+: ", out, re.MULTILINE))
    if format == "junit":
        return {case.get("file", "") for case in ElementTree.fromstring(out).iter("testcase")}
    data = json.loads(out)
    if format == "gitlab":
        return {entry["location"]["path"] for entry in data}
    if format == "sarif":
        places = [result["locations"][0]["physicalLocation"] for result in data["runs"][0]["results"]]
        return {place["artifactLocation"]["uri"] for place in places}
    return {entry["file"] for entry in data}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_a_service_says_where_its_checkout_stands(
    monorepo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format: str, variable: str
) -> None:
    monkeypatch.setenv(variable, str(monorepo))
    monkeypatch.chdir(monorepo / "models/a")
    assert (
        {"models/a/run.py"} <= files(capsys, format) <= {"models/a/run.py", "models/a/README.md", "models/a/cog.yaml"}
    )


@pytest.mark.parametrize("format", FORMATS)
def test_without_a_service_the_root_is_the_one_of_git(
    monorepo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    (monorepo / ".git").write_text("gitdir: elsewhere\n")  # as in a worktree
    monkeypatch.chdir(monorepo / "models/a")
    wanted = "models/a/run.py" if format in SERVICES else "run.py"
    assert wanted in files(capsys, format)


@pytest.mark.parametrize("format", SERVICES)
def test_a_model_beside_the_current_folder_is_named_from_the_root(
    monorepo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(monorepo))
    monkeypatch.chdir(monorepo / "models/a")
    wanted = "models/b%20c/run.py" if format == "sarif" else "models/b c/run.py"
    assert wanted in files(capsys, format, "../b c")


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_checkout_behind_a_link_is_the_same_checkout(
    monorepo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    link = monorepo.parent / f"{monorepo.name}-link"
    link.symlink_to(monorepo)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(link))
    monkeypatch.chdir(link / "models/a")
    assert "models/a/run.py" in files(capsys, "github")


def test_a_workspace_elsewhere_says_nothing_about_this_folder(
    monorepo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(monorepo / "models/b c"))
    monkeypatch.chdir(monorepo / "models/a")
    assert "run.py" in files(capsys, "github")


def test_a_baseline_means_the_same_with_and_without_a_service(
    monorepo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(monorepo / "models/a")
    assert main(["check", "--write-baseline", "known.json"]) == 0
    monkeypatch.setenv("GITHUB_WORKSPACE", str(monorepo))
    capsys.readouterr()
    assert main(["check", "--baseline", "known.json", "--format", "github"]) == 0
    assert capsys.readouterr().out == ""


def test_git_applies_a_patch_of_several_models(
    monorepo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the folder in which the patch was made, whether that is the root or not."""
    subprocess.run(["git", "init", "-q"], cwd=monorepo, check=True)
    for folder in (monorepo, monorepo / "models/a"):
        monkeypatch.chdir(folder)
        main(["check", "--diff", "--drafts"])
        patch = capsys.readouterr().out
        assert patch
        subprocess.run(["git", "apply", "--check", "-"], cwd=folder, input=patch, text=True, check=True)


@pytest.mark.parametrize("format", FORMATS)
def test_a_repository_without_a_model_is_a_note_where_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    """The report is there all the same, since a next step may upload it."""
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--format", format]) == 2
    assert capsys.readouterr().out == ""
    assert main(["check", "--format", format, "--exit-zero-without-models"]) == 0
    streams = capsys.readouterr()
    assert streams.err.startswith("cog-lsp: No model in ")
    assert streams.out == ("Nothing to fix.\n" if format in FOR_PEOPLE else render(format, []))
    assert main(["check", "--format", format, "--exit-zero-without-models", "missing"]) == 2
