"""Edits by lines, and diffs: applied, they give the new text, and they touch no line that both texts have."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cog_lsp.fixes import Edit, apply, edits_between, unified_diff
from cog_lsp.text import Span

TEXTS = [
    ("", "", []),
    ("a\n", "a\n", []),
    ("", "a\n", [(0, 0, "a\n")]),
    ("a\n", "", [(0, 2, "")]),
    ("a\nb\nc\n", "a\nB\nc\n", [(2, 4, "B\n")]),
    ("a\nb\nc\n", "a\nc\n", [(2, 4, "")]),
    ("a\nc\n", "a\nb\nc\n", [(2, 2, "b\n")]),
    ("a\nb\nc\nd\n", "A\nb\nc\nD\n", [(0, 2, "A\n"), (6, 8, "D\n")]),
    ("a\nb\nc\n", "A\nB\nc\n", [(0, 4, "A\nB\n")]),  # lines in a row go together
    ("a\n", "a\nb\n\nc", [(2, 2, "b\n\nc")]),
    ("a\nb", "a\nb\n", [(2, 3, "b\n")]),
    ("a\r\nb\r\n", "a\r\nc\r\n", [(3, 6, "c\r\n")]),
    ("a\rb\r", "a\rc\r", [(2, 4, "c\r")]),
    ("a\x0cb\u2028c\nd\n", "a\x0cb\u2028c\nD\n", [(6, 8, "D\n")]),
    # A line that comes often is a line like another.
    ("x\n" * 300 + "a\n", "x\n" * 300 + "b\n", [(600, 602, "b\n")]),
    ("a\n" + "x\n" * 300 + "b\n", "A\n" + "x\n" * 300 + "B\n", [(0, 2, "A\n"), (602, 604, "B\n")]),
]


@pytest.mark.parametrize(("before", "after", "edits"), TEXTS)
def test_edits_between(before: str, after: str, edits: list[tuple[int, int, str]]) -> None:
    found = edits_between(before, after)
    assert found == tuple(Edit(Span(start, end), text) for start, end, text in edits)
    assert apply(before, found) == after


DIFFS = [
    ("a\n", "a\n", ""),
    ("a\nb\nc\n", "a\nB\nc\n", "--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"),
    ("a\nb", "a\nb\n", "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"),
    ("a\r\n", "b\r\n", "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\r\n+b\r\n"),
]


@pytest.mark.parametrize(("before", "after", "diff"), DIFFS)
def test_unified_diff(before: str, after: str, diff: str) -> None:
    assert unified_diff(before, after, "x.py") == diff


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize(("before", "after", "diff"), DIFFS[1:])
def test_git_takes_it(before: str, after: str, diff: str, tmp_path: Path) -> None:
    (tmp_path / "x.py").write_bytes(before.encode())
    subprocess.run(["git", "apply", "-"], input=diff.encode(), cwd=tmp_path, check=True)
    assert (tmp_path / "x.py").read_bytes().decode() == after
