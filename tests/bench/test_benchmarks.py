"""The benchmarks run, and their tables have every case. What they measure is not judged here."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.bench.cases import QUESTIONS, sessions
from tests.bench.servers import BARE, program
from tests.docs.pages import REPOSITORY, blocks, commands

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the benchmarks read /proc"),
    pytest.mark.skipif(program("cog-lsp") is None, reason="cog-lsp is not installed"),
]


def run(name: str, *words: str) -> list[list[str]]:
    """The cells of the tables that a benchmark prints."""
    command = [sys.executable, f"tests/bench/{name}.py", *words]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [line.strip("| ").split(" | ") for line in done.stdout.splitlines() if line.startswith("|")]


def test_keystroke_measures_every_case() -> None:
    rows = run("keystroke", "--rounds", "2", "--only", BARE.name, "cog-lsp", "--before", sys.executable)
    measured = {row[0]: row[1:] for row in rows}
    for session in sessions():
        for place in session.places:
            for case in [place.name, *(QUESTIONS if place.questions else ())]:
                first, *others = measured[f"{session.name}, {case}"]
                assert re.fullmatch(r"[\d.]+; [\d.]+", first)
                assert len(others) == 2
                assert all(re.fullmatch(r"[\d.]+; [\d.]+ \([\d.]+\)", cell) for cell in others)
    servers = ("cog-lsp before", BARE.name, "cog-lsp")
    assert all(re.fullmatch(r"\d+", cell) for name in servers for cell in measured[name])


@pytest.mark.skipif(program("ruff") is None, reason="ruff is not installed")
def test_check_measures_growing_numbers_of_models() -> None:
    head, _, *rows = run("check", "--count", "3", "--rounds", "1")
    assert [row[:3] for row in rows] == [["3", "3", "1"], ["6", "6", "3"], ["12", "12", "6"]]
    assert {len(row) for row in rows} == {len(head)}


@pytest.mark.skipif(program("ruff") is None, reason="ruff is not installed")
def test_check_takes_real_models() -> None:
    models = REPOSITORY / "tests/fixtures/models"
    _, _, *rows = run("check", "--models", str(models), "--rounds", "1")
    count = len(list(models.rglob("cog.yaml")))
    assert [row[0] for row in rows] == [str(count), str(2 * count), str(4 * count)]


def test_idle_measures_every_workspace_and_event() -> None:
    rows = run("idle", "--seconds", "1", "--again", "0.1", "--models", "3", "--folders", "30", "--documents", "20")
    names = ["workspace", "---", "1 model", "3 models", "1 model beside 30 empty folders", "no model, 3 Python files"]
    assert [row[0] for row in rows[:6]] == names
    assert {len(row) for row in rows[:6]} == {5}
    assert [row[0] for row in rows[8:]] == ["a save, 20 documents open", "a close, 20 documents open"]
    assert all(re.fullmatch(r"[\d.]+; [\d.]+", row[1]) for row in rows[8:])


def test_soak_ends_with_empty_tables() -> None:
    command = [sys.executable, "-m", "tests.bench.soak", "--changes", "4", "--openings", "2", "--documents", "2"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    head, _, *rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines() if line.startswith("|")]
    closed = dict(zip(head, next(row for row in rows if row[0] == "all closed"), strict=True))
    assert {closed[name] for name in ("documents", "paths", "models", "known", "buffers", "checked")} == {"0"}


@pytest.mark.parametrize("benchmark", ["keystroke", "check", "idle", "idle_vscode"])
def test_documented_options_exist(benchmark: str) -> None:
    text = subprocess.run(
        [sys.executable, f"tests/bench/{benchmark}.py", "--help"], cwd=REPOSITORY, capture_output=True, text=True
    ).stdout
    script = f"python tests/bench/{benchmark}.py"
    used = [command for block in blocks("sh") for command in commands(block) if script in command]
    assert used
    assert [option for command in used for option in re.findall(r"--[a-z]+", command) if option not in text] == []
