"""What a file keeps when its text is replaced, and which files are left alone."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cog_lsp.cli import main
from cog_lsp.cli.write import ENDING, Unwritable, rewrite
from cog_lsp.report import FORMATS


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


def test_a_system_without_owners_and_attributes_keeps_the_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS has no such functions for attributes in Python, and Windows none for owners either."""
    for name in ("listxattr", "getxattr", "setxattr", "removexattr", "chown"):
        monkeypatch.delattr(os, name, raising=False)
    path = file(tmp_path)
    path.chmod(0o640)
    rewrite(path, "old\n", "new\n", [tmp_path])
    assert (path.read_text(), path.stat().st_mode & 0o7777) == ("new\n", 0o640)


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
    path, left, held = file(tmp_path), tmp_path / f".README.md.a{ENDING}", tmp_path / f".README.md.b{ENDING}"
    left.touch()
    with held.open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        rewrite(path, "old\n", "new\n", [tmp_path])
        assert sorted(p.name for p in tmp_path.iterdir()) == [held.name, "README.md"]
    rewrite(path, "new\n", "old\n", [tmp_path])
    assert [p.name for p in tmp_path.iterdir()] == ["README.md"]


def test_a_run_without_fixes_to_make_takes_it_away_too(model: Path) -> None:
    main(["check", "--fix"])
    left = model / f".run.py.a{ENDING}"
    left.touch()
    main(["check", "--fix"])
    assert not left.exists()


def test_a_file_that_cannot_be_written_keeps_no_other_from_it(
    model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(model, model.parent / "other")
    monkeypatch.chdir(model.parent)
    (model / "run.py").chmod(0o444)
    before = (model / "run.py").read_text()
    assert main(["check", "--fix"]) == 2
    said = capsys.readouterr()
    assert said.err == f"cog-lsp: {model / 'run.py'} is read-only. It was left as it is.\n"
    assert "\nFixed other/run.py: " in said.out
    assert "Fixed lantern" not in said.out
    assert (model / "run.py").read_text() == before


REPORT = ["check", "--output-file"]
BASELINE = ["check", "--write-baseline"]
PAGE = ["preview", ".", "--html"]
OTHERS = {
    "a license": (REPORT, "MIT License\n", "is no report of cog-lsp"),
    "a notebook": (REPORT, '{\n "cells": []\n}\n', "is no report of cog-lsp"),
    "a list of files": (REPORT, '[{"file": "a.png", "label": "rule"}]\n', "is no report of cog-lsp"),
    "another tool's SARIF": (REPORT, '{"version": "2.1.0", "runs": []}\n', "is no report of cog-lsp"),
    "requirements": (BASELINE, "torch==2.0\n", "is no baseline file"),
    "a package": (BASELINE, '{"version": "1.0", "name": "x"}\n', "is no baseline file"),
    "a page of the user's": (PAGE, "<!doctype html>\n<title>Mine</title>\n", "is no page of the preview"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_an_output_is_written_over_its_own_kind_only(
    name: str, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, text, reason = OTHERS[name]
    (model / "out").write_text(text)
    assert main([*command, "out"]) == 2
    assert f"out {reason}, so it is left as it is." in capsys.readouterr().err
    assert (model / "out").read_text() == text


@pytest.mark.parametrize("name", [*FORMATS, "--statistics", "--write-baseline", "--html"])
def test_an_output_is_written_over_one_of_before(name: str, model: Path) -> None:
    out = model / "out"
    out.touch(mode=0o640)
    for _ in range(2):
        if name == "--html":
            assert main([*PAGE, "out"]) == 0
        elif name == "--write-baseline":
            assert main([*BASELINE, "out"]) == 0
        else:
            assert main([*REPORT, "out", *([name] if name == "--statistics" else ["--format", name])]) == 1
        assert out.stat().st_size > 0
        assert out.stat().st_mode & 0o777 == 0o640


def test_an_output_follows_no_link_to_elsewhere_and_no_lock(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "out.json").symlink_to(model.parent / "elsewhere.json")
    (model / "locked.json").touch(mode=0o444)
    assert main([*BASELINE, "out.json"]) == main([*BASELINE, "locked.json"]) == 2
    leads, locked = capsys.readouterr().err.splitlines()
    assert "leads out of the folder" in leads
    assert "is read-only" in locked
    assert not (model.parent / "elsewhere.json").exists()
    assert (model / "locked.json").read_bytes() == b""


def test_a_report_goes_through_a_pipe(model: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-m", "cog_lsp", *REPORT, "/dev/stdout", "--format", "json"],
        cwd=model,
        capture_output=True,
        check=False,
    )
    assert json.loads(done.stdout.partition(b"\n]\n")[0] + b"\n]")
