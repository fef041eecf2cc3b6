"""What a file keeps when its text is replaced, and which files are left alone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from cog_lsp.cli.baseline import Baseline
from cog_lsp.cli.models import UsageError
from cog_lsp.cli.write import ENDING, Unwritable, rewrite


def file(folder: Path) -> Path:
    path = folder / "README.md"
    path.write_text("old\n")
    return path


def test_mode_and_attributes_stay(tmp_path: Path) -> None:
    path = file(tmp_path)
    path.chmod(0o640)
    if hasattr(os, "setxattr"):
        os.setxattr(path, "user.note", b"kept")
    rewrite(path, "old\n", "new\n", [tmp_path])
    assert (path.read_text(), path.stat().st_mode & 0o7777) == ("new\n", 0o640)
    if hasattr(os, "setxattr"):
        assert os.getxattr(path, "user.note") == b"kept"


def test_what_is_left_alone(tmp_path: Path) -> None:
    linked, locked = file(tmp_path), tmp_path / "locked.md"
    os.link(linked, tmp_path / "second.md")
    locked.write_text("old\n")
    locked.chmod(0o444)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/out.md").symlink_to(tmp_path / "third.md")
    (tmp_path / "third.md").write_text("old\n")
    for path, bound in ((linked, tmp_path), (locked, tmp_path), (tmp_path / "in/out.md", tmp_path / "in")):
        with pytest.raises(Unwritable, match="left as it is"):
            rewrite(path, "old\n", "new\n", [bound])
        assert path.read_text() == "old\n"


def test_what_a_killed_run_left_is_taken_away(tmp_path: Path) -> None:
    path, left, fresh = file(tmp_path), tmp_path / f".README.md.a{ENDING}", tmp_path / f".README.md.b{ENDING}"
    left.touch()
    fresh.touch()
    os.utime(left, (time.time() - 3600,) * 2)
    rewrite(path, "old\n", "new\n", [tmp_path])
    assert sorted(p.name for p in tmp_path.iterdir()) == [fresh.name, "README.md"]


def test_a_baseline_takes_the_place_of_a_baseline_only(tmp_path: Path) -> None:
    path = file(tmp_path)
    with pytest.raises(UsageError, match="no baseline file"):
        Baseline().write(str(path))
    assert path.read_text() == "old\n"
    for _ in range(2):
        Baseline().write(str(tmp_path / "baseline.json"))
