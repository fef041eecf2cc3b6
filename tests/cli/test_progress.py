"""The line of progress, on a real terminal and without one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cog_lsp.cli.progress import FEW

MODEL = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, text: str = Input(description="The sentence to repeat. Any language works.")) -> str:
        return text
"""


def models(folder: Path, count: int) -> Path:
    for number in range(count):
        (folder / f"m{number}").mkdir()
        (folder / f"m{number}/run.py").write_text(MODEL)
    return folder


def check(folder: Path, stderr: int) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "cog_lsp", "check"], cwd=folder, stdout=subprocess.PIPE, stderr=stderr, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_a_terminal_shows_it_for_many_models(count: int, tmp_path: Path) -> None:
    import pty

    master, slave = pty.openpty()
    done = check(models(tmp_path, count), slave)
    os.close(slave)
    shown = b"" if count == FEW else os.read(master, 1 << 16)
    os.close(master)
    assert done.stdout == b"Nothing to fix.\n"
    lines = shown.split(b"\r")
    assert (f"Checking model {count} of {count}".encode() in lines) == (count > FEW)
    assert lines[-1] == b""
    assert count == FEW or not lines[-2].strip(), "the line is wiped out"


def test_a_pipe_gets_nothing(tmp_path: Path) -> None:
    done = check(models(tmp_path, FEW + 1), subprocess.PIPE)
    assert (done.stdout, done.stderr) == (b"Nothing to fix.\n", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_shows_what_is_waited_for(tmp_path: Path) -> None:
    """Here of a preview, whose model is no model; nothing is left of the line when the message comes."""
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "cog_lsp", "preview"]
    assert subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=slave, check=False).returncode == 2
    os.close(slave)
    shown = os.read(master, 1 << 16).decode()
    os.close(master)
    line, blank, message = shown.split("\r")[:3]
    assert line == "Reading the model …"
    assert blank == " " * len(line)
    assert message.startswith("cog-lsp: No model in ")
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert piped.stderr.startswith("cog-lsp: No model in ")
