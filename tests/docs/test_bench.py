"""The bench of contributors: its tasks, its pins and its markers hold together."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cog_lsp.toml import read_toml
from tests.conftest import KINDS

from .pages import REPOSITORY, blocks, commands

CONTRIBUTING = REPOSITORY / "docs/contributing.md"
JUSTFILE = (REPOSITORY / "justfile").read_text(encoding="utf-8")
PROJECT = read_toml((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PINS = (REPOSITORY / ".ci/constraints.txt").read_text(encoding="utf-8").splitlines()


def tasks() -> set[str]:
    return set(re.findall(r"^([\w-]+)(?: \*options)?:$", JUSTFILE, re.MULTILINE))


def test_the_first_thing_to_run_is_the_fast_subset() -> None:
    ours = [block for block in blocks("sh") if block.page == CONTRIBUTING]
    assert list(commands(ours[0]))[-1] == "just test"
    (words,) = re.findall(r"^test \*options:\n +(.*)$", JUSTFILE, re.MULTILINE)
    assert set(re.findall(r"\b(\w+)(?= or |\))", words)) == set(KINDS)


def test_every_task_that_a_page_names_is_there() -> None:
    text = CONTRIBUTING.read_text(encoding="utf-8")
    named = {word for line in re.findall(r"\bjust ([a-z -]+)", text) for word in line.split(" -")[0].split()}
    named &= {
        word for line in re.findall(r"(?:`|^)just ([a-z -]+?)(?: -k.*)?(?:`|$)", text, re.M) for word in line.split()
    }
    assert named - tasks() == set()
    assert tasks() - named <= {"default", "setup", "pin"}


@pytest.mark.skipif(not shutil.which("just"), reason="just is not installed")
def test_just_understands_its_file() -> None:
    done = subprocess.run(["just", "--list", "--unsorted"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(re.findall(r"^    ([\w-]+)", done.stdout, re.MULTILINE)) == tasks()


@pytest.mark.parametrize("marker", KINDS)
def test_every_place_of_a_marker_has_tests(marker: str) -> None:
    tests = [path.relative_to(REPOSITORY / "tests").as_posix() for path in (REPOSITORY / "tests").rglob("test_*.py")]
    for place in KINDS[marker]:
        assert any(test.startswith(place) for test in tests), place
    assert any(line.startswith(f"{marker}:") for line in PROJECT["tool"]["pytest"]["ini_options"]["markers"])


def test_pins_are_versions_and_name_no_host() -> None:
    assert [line for line in PINS[1:] if not re.fullmatch(r"[A-Za-z0-9._-]+==[\w.+!]+", line)] == []


def test_everything_that_is_asked_for_is_pinned() -> None:
    def name(requirement: str) -> str:
        return re.sub(r"[-_.]+", "-", re.split(r"[<>=;\[! ]", requirement, maxsplit=1)[0]).lower()

    project = PROJECT["project"]
    wanted = [*project["dependencies"], *PROJECT["dependency-groups"]["dev"], "pip"]
    wanted += [line for lines in project["optional-dependencies"].values() for line in lines]
    here = {name(line) for line in wanted if "python_version < '3.11'" not in line} - {"cog-lsp"}
    assert here - {name(pin) for pin in PINS[1:]} == set()


@pytest.mark.parametrize("command", ["tests.rules.test_words", "tests.predictor.test_readings", "tools/generate.py"])
def test_every_snapshot_is_updated_by_one_task_and_says_so(command: str) -> None:
    (body,) = re.findall(r"^update:\n((?: +.*\n)+)", JUSTFILE, re.MULTILINE)
    assert command in body
    sources = [*(REPOSITORY / "tests").rglob("test_*.py"), *(REPOSITORY / "tools").glob("*.py")]
    named = [path for path in sources if path != Path(__file__) and command in path.read_text(encoding="utf-8")]
    assert named


def test_a_record_that_is_out_of_date_names_its_command(tmp_path: Path) -> None:
    """A copy of the tests with one changed word: the failure says what to run."""
    for part in ("tests", "docs"):
        shutil.copytree(
            REPOSITORY / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "pictures", "models")
        )
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    words = tmp_path / "tests/rules/words.txt"
    words.write_text(words.read_text(encoding="utf-8").replace("description", "depiction"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "tests/rules/test_words.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "python -m tests.rules.test_words" in done.stdout
