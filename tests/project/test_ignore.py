"""Patterns of .gitignore, as git reads them, in no time. A path may be a folder or a file: nobody says which."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cog_lsp.project.ignore import MOST_GLOBS, ignoring

ROOT = Path("/model")
PATHS = (
    *("a", "a.pyc", "b/a", "b/a.pyc", "b/c/a", "build", "build/x", "b/build", "b/build/x", "notes.txt", "b/notes.txt"),
    *(".env", "b/.env", "x y", "#a", "!a", "models/v1/run.py", "models/v2/run.py", "ab", "abc", "acc", "a-c", "a]c"),
    "deep/er/est/a",
)
FILES = (
    *(["a"], ["/a"], ["b/"], ["*.pyc"], ["!a"], ["*", "!a"], ["*.pyc", "!b/a.pyc"], ["build/"], ["/build"]),
    *(["b/build"], ["b/*"], ["b/**"], ["**/a"], ["b/**/a"], ["**"], ["**/build/x"], ["a?c"], ["a[bc]c"], ["a[!b]c"]),
    *(["a[^b]c"], ["a[]]c"], ["a[a-c]c"], ["\\#a"], ["\\!a"], ["#a"], ["x\\ y"], ["x y   "], ["models/*/run.py"]),
    *(["models/v[0-9]/"], ["models/*", "!models/v2"], ["b", "!b/a"], [""], ["   "], ["/"], ["[a"], ["a\\"]),
    *(["*[a", "a"], ["d*/**/est"], ["**/**/a"], ["a**c"], ["*a*b*"], ["."], [".*"], ["*.t*t"]),
)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the measure")
@pytest.mark.parametrize("lines", FILES, ids=" ".join)
def test_as_git(tmp_path: Path, lines: list[str]) -> None:
    for path in PATHS:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        if not (tmp_path / path).exists():
            (tmp_path / path).touch() if path not in ("build", "b/build") else (tmp_path / path).mkdir()
    (tmp_path / ".gitignore").write_text("\n".join(lines))
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    command = ["git", "check-ignore", "--no-index", "-z", "--stdin"]
    done = subprocess.run(command, cwd=tmp_path, input="\0".join(PATHS), capture_output=True, text=True, check=False)
    ignored = ignoring(tmp_path, tuple(lines))
    assert [path for path in PATHS if ignored(tmp_path / path)] == [p for p in PATHS if p in done.stdout.split("\0")]


def test_other_places_are_not_ignored() -> None:
    assert not ignoring(ROOT, ("*",))(Path("/elsewhere/a"))


@pytest.mark.parametrize(
    ("line", "name"),
    [("*a" * 60 + "*b", "a" * 250), ("**/a/" * 50 + "b", "a/" * 500 + "c"), ("*?" * 100 + "b", "a" * 250)],
)
def test_stars_take_no_time(line: str, name: str) -> None:
    """What goes back to every star would take longer than there is time."""
    assert not ignoring(ROOT, (line,))(ROOT / name)


def test_many_lines() -> None:
    names = tuple(f"name{n}" for n in range(30_000)) + tuple(f"*.e{n}" for n in range(30_000))
    ignored = ignoring(ROOT, names)
    assert all(ignored(ROOT / f"b/name{n}") and ignored(ROOT / f"b/x.e{n}") for n in range(0, 30_000, 7))
    assert not any(ignored(ROOT / f"b/other{n}") for n in range(1_000))


def test_globs_beyond_the_limit_are_passed_over() -> None:
    ignored = ignoring(ROOT, tuple(f"a{n}b*z" for n in range(MOST_GLOBS + 1)))
    assert ignored(ROOT / "a1bz")
    assert not ignored(ROOT / f"a{MOST_GLOBS}bz")
