"""The files for coding agents: what their programs read, and the hook by its contract, event in and exit code out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from cog_lsp import __version__
from cog_lsp.cli import COMMANDS

from .pages import REPOSITORY

AGENTS = REPOSITORY / "editors/agents"
HOOK = AGENTS / "claude-code/hooks/check.py"
BAD = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, size: int = Input(description="How wide the picture gets, in pixels.", le=2**11)) -> str:
        return "x" * size
"""
GOOD = BAD.replace("2**11", "2048")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "cog.yaml").write_text("run: run.py:Runner\n")
    (tmp_path / "run.py").write_text(BAD)
    return tmp_path


def hook(folder: Path, file: Path, *, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Send the event that follows an edit, as Claude Code documents it."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    program = programs / "cog-lsp"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cog_lsp "$@"\n')
    program.chmod(0o755)
    event = {
        "session_id": "abc",
        "transcript_path": "/nowhere/abc.jsonl",
        "cwd": str(folder),
        "hook_event_name": "PostToolUse",
        "tool_name": "Edit",
        "tool_input": {"file_path": str(file), "old_string": "a", "new_string": "b"},
        "tool_response": {"filePath": str(file), "success": True},
    }
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PATH": str(path or programs)}
    return subprocess.run(
        [sys.executable, str(HOOK)],
        input=json.dumps(event),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for the program is a shell script")


def test_findings_go_to_the_agent(model: Path) -> None:
    done = hook(model, model / "run.py")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = [line for line in done.stderr.splitlines() if "lost-constraint" in line]
    assert re.match(r"run\.py:5:\d+: warning lost-constraint: .+ \[\*\] .+$", line)


def test_a_model_without_warnings_says_nothing(model: Path) -> None:
    (model / "run.py").write_text(GOOD)
    done = hook(model, model / "run.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["notes.txt", "script.py", "missing/run.py"])
def test_files_of_no_model_are_left_alone(tmp_path: Path, name: str) -> None:
    if not name.startswith("missing"):
        (tmp_path / name).write_text("x = 1\n")
    done = hook(tmp_path, tmp_path / name)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_missing_program_is_told_to_the_person(model: Path) -> None:
    done = hook(model, model / "run.py", path=model)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "cog-lsp is not on PATH, so models are not checked.\n"


def test_the_plugin_is_whole() -> None:
    plugin = json.loads((AGENTS / "claude-code/.claude-plugin/plugin.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"[a-z-]+", plugin["name"])
    assert plugin["version"] == __version__
    hooks = json.loads((AGENTS / "claude-code/hooks/hooks.json").read_text(encoding="utf-8"))["hooks"]["PostToolUse"]
    command = hooks[0]["hooks"][0]["command"]
    root = AGENTS / "claude-code"
    assert (root / command.partition("${CLAUDE_PLUGIN_ROOT}/")[2].strip('"')).exists()
    skill = (root / "skills/cog-model/SKILL.md").read_text(encoding="utf-8")
    head = YAML(typ="safe", pure=True).load(skill.split("---")[1])
    assert head["name"] == "cog-model"
    assert len(head["description"]) < 1024


def test_opencode_starts_the_server() -> None:
    (server,) = json.loads((AGENTS / "opencode.json").read_text(encoding="utf-8"))["lsp"].values()
    assert server["command"] == ["cog-lsp", "serve"]


def test_aiders_command_reports_a_file(model: Path) -> None:
    """aider adds the file to the command, and wants an exit code that is not 0 where there is something to read."""
    settings = YAML(typ="safe", pure=True).load((AGENTS / "aider.conf.yml").read_text(encoding="utf-8"))
    for entry in settings["lint-cmd"]:
        language, _, command = entry.partition(": ")
        assert language in ("python", "markdown")
        words = [sys.executable, "-m", *command.replace("cog-lsp", "cog_lsp", 1).split(), "run.py"]
        done = subprocess.run(words, cwd=model, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "run.py:5:" in done.stdout


TEXTS = [path for path in sorted(AGENTS.rglob("*")) if path.suffix in (".md", ".mdc")]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_command_that_an_agent_is_told_runs(path: Path, model: Path) -> None:
    commands = set(re.findall(r"`cog-lsp ([^`]+)`", path.read_text(encoding="utf-8")))
    assert commands
    if shutil.which("git"):
        for words in ("init -q", "add .", "-c user.name=x -c user.email=x@example.org commit -q -m first"):
            subprocess.run(["git", *words.split()], cwd=model, check=True)
    for command in sorted(commands):
        assert command.split()[0] in COMMANDS
        words = [sys.executable, "-m", "cog_lsp", *command.split()]
        done = subprocess.run(words, cwd=model, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        assert done.stderr == ""
