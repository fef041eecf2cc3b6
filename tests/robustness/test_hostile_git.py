"""A repository whose git configuration names programs: `schema --diff` and `publish` run none of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.limits import LIMIT

PREDICTOR = """\
from cog import BaseRunner


class Runner(BaseRunner):
    def run(self, {}: str) -> str:
        return ""
"""
PROGRAMS = {
    "a promising remote": (
        '[remote "origin"]\n\turl = ext::{program}\n\tpromisor = true\n\tpartialclonefilter = blob:none\n'
        '[protocol "ext"]\n\tallow = always\n[extensions]\n\tpartialclone = origin\n'
    ),
    "a monitor of files": "[core]\n\tfsmonitor = {program}\n",
    "a pager": "[core]\n\tpager = {program}\n[pager]\n\tcat-file = {program}\n",
    "a remote by ssh": (
        '[remote "origin"]\n\turl = ssh://localhost/x\n\tpromisor = true\n[core]\n\tsshCommand = {program}\n'
        "[extensions]\n\tpartialclone = origin\n"
    ),
    "a filter": '[filter "f"]\n\tsmudge = {program}\n\tclean = {program}\n\tprocess = {program}\n',
    "an external diff": "[diff]\n\texternal = {program}\n",
}


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=LIMIT)


@pytest.mark.parametrize("missing", [False, True], ids=["whole", "an object is missing"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_of_the_configuration_runs(name: str, missing: bool, tmp_path: Path) -> None:
    model, ran = tmp_path / "model", tmp_path / "ran"
    model.mkdir()
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\ncat\n")
    program.chmod(0o755)
    (model / "cog.yaml").write_text("run: run.py:Runner\n")
    (model / "run.py").write_text(PREDICTOR.format("old"))
    (model / "README.md").write_text("# Lantern\n\n![a](a.png)\n")
    (model / "a.png").touch()
    (model / ".gitattributes").write_text("*.py filter=f diff=f\n")
    git(model, "init", "-q")
    git(model, "add", ".")
    git(model, "commit", "-q", "-m", "first")
    (model / "run.py").write_text(PREDICTOR.format("new"))
    for hook in ("post-checkout", "fsmonitor-watchman", "pre-auto-gc"):
        (model / ".git" / "hooks" / hook).write_text(program.read_text())
        (model / ".git" / "hooks" / hook).chmod(0o755)
    with (model / ".git" / "config").open("a") as config:
        config.write(PROGRAMS[name].format(program=program))
    if missing:
        found = subprocess.run(["git", "hash-object", "--no-filters", "--stdin"], input=PREDICTOR.format("old"),
                               capture_output=True, text=True, check=True, cwd=tmp_path).stdout.strip()  # fmt: skip
        (model / ".git" / "objects" / found[:2] / found[2:]).unlink()
    for words, expected in (("schema --diff HEAD", "old"), ("publish atelier/lantern", "In the way of it")):
        command = [sys.executable, "-I", "-m", "cog_lsp", *words.split()]
        done = subprocess.run(command, cwd=model, capture_output=True, text=True, timeout=LIMIT, check=False)
        assert "Traceback" not in done.stderr
        assert not ran.exists()
        assert missing or expected in done.stdout, done.stderr
