"""Names of rules as links: on a terminal that shows them, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cog_lsp.rules import page_of

PREDICTOR = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, text: str = Input(description="Text")) -> str:  # FORGED
        return text
"""
FORGED = "\x1b]8;;https://example.com\x1b\\Text\x1b]8;;\x1b\\"
LINK = f"\x1b]8;;{page_of('terse-description')}\x1b\\terse-description\x1b]8;;\x1b\\"
CASES = [
    ({"TERM": "xterm-kitty"}, True),
    ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}, True),
    ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, True),
    ({"TERM": "xterm-256color", "VTE_VERSION": "4800"}, False),
    ({"TERM": "xterm-256color", "WT_SESSION": "a"}, True),
    ({"TERM": "xterm-256color"}, False),
    ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
    ({"TERM": "screen-256color", "TERM_PROGRAM": "vscode"}, False),
    ({"TERM": "xterm-256color", "FORCE_HYPERLINK": "1"}, True),
    ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
    ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False),
    ({"TERM": "dumb", "TERM_PROGRAM": "vscode"}, False),
]


def checked(folder: Path, environment: dict[str, str], stdout: int) -> subprocess.CompletedProcess[bytes]:
    """A check of one input whose description is its name, in a line with a link that somebody forged."""
    (folder / "run.py").write_text(PREDICTOR.replace("FORGED", FORGED))
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "PYTHONPATH")}
    command = [sys.executable, "-I", "-m", "cog_lsp", "check", "--select", "terse-description"]
    return subprocess.run(
        command, cwd=folder, env={**kept, **environment}, stdout=stdout, stderr=subprocess.PIPE, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("environment", "shows"), CASES, ids=str)
def test_only_a_terminal_that_shows_links_gets_them(environment: dict[str, str], shows: bool, tmp_path: Path) -> None:
    import pty

    master, slave = pty.openpty()
    assert checked(tmp_path, environment, slave).returncode == 1
    os.close(slave)
    printed = os.read(master, 1 << 16).decode()
    os.close(master)
    assert "terse-description" in printed
    assert (LINK in printed) == shows
    assert "\x1b]8;;https://example.com" not in printed


@pytest.mark.parametrize("environment", [{"TERM": "xterm-kitty", "FORCE_COLOR": "1", "FORCE_HYPERLINK": "1"}])
def test_a_pipe_never_gets_one(environment: dict[str, str], tmp_path: Path) -> None:
    printed = checked(tmp_path, environment, subprocess.PIPE).stdout.decode()
    assert "\x1b[38;5;130m" in printed
    assert "\x1b]8" not in printed
