"""`check --watch`, as the program that somebody starts."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue

import pytest

from cog_lsp.cli import main

PREDICTOR = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, text: str = Input({})) -> str:
        return text
"""
LONGEST = 60
"""Seconds until a line must be there."""


def lines_of(process: subprocess.Popen[str]) -> Queue[str]:
    """What a program prints, as it comes."""
    lines: Queue[str] = Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line.rstrip("\n"))

    threading.Thread(target=read, daemon=True).start()
    return lines


def until(lines: Queue[str], beginning: str) -> list[str]:
    """All lines up to one that begins so."""
    got: list[str] = []
    while not got or not got[-1].startswith(beginning):
        got.append(lines.get(timeout=LONGEST))
    return got


def save(file: Path, text: str) -> None:
    """Writes a file at once, as editors do: half of it is never there to be checked."""
    half = file.with_suffix(".half")
    half.write_text(text)
    half.replace(file)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="is stopped by a signal")
def test_a_saved_file_is_checked_again(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Echo\n")
    (tmp_path / "run.py").write_text(PREDICTOR.format(""))
    options = ["--watch", "--select", "missing-description", "--output-file", "report.md"]
    command = [sys.executable, "-I", "-m", "cog_lsp", "check", *options]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    try:
        lines = lines_of(process)
        assert until(lines, "cog-lsp: Waiting")[0].startswith("Found 1 warning")
        (tmp_path / "weights.log").write_text("step 1\n")
        save(tmp_path / "run.py", PREDICTOR.format('description="The sentence to repeat."'))
        assert until(lines, "Nothing to fix.") == ["cog-lsp: Saved: run.py", "Nothing to fix."]
        save(tmp_path / "run.py", PREDICTOR.format(""))
        assert until(lines, "Found 1 warning")[0] == "cog-lsp: Saved: run.py", "its own report starts no check"
        process.send_signal(signal.SIGINT)
        assert process.wait(LONGEST) == 0
    finally:
        process.kill()


@pytest.mark.parametrize("option", ["--fix", "--diff", "--add-suppressions", "--show-settings"])
def test_it_changes_no_file(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "run.py").write_text(PREDICTOR.format(""))
    assert main(["check", "--watch", option, str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"cog-lsp: --watch only shows what is found: leave out {option}.\n"
    assert (tmp_path / "run.py").read_text() == PREDICTOR.format("")


def test_what_is_not_there_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--watch", str(tmp_path / "absent")]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert main(["check", "--watch", "-"]) == 2
    assert "not standard input" in capsys.readouterr().err
