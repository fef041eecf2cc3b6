"""Vim with ALE and editors/vim on its runtime path."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .conftest import REPOSITORY, missing

FOLDER = REPOSITORY / "editors" / "vim"
SESSION = Path(__file__).parent / "vim_session.vim"


@pytest.fixture
def vim() -> str:
    """Return a Vim that can talk to programs."""
    program = shutil.which("vim")
    if program is None:
        missing("Vim")
        raise AssertionError
    version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
    if "+channel" not in version:
        missing("Vim with channels")
    return program


@pytest.mark.parametrize(
    ("file", "code"), [("run.py", "terse-description"), ("README.md", "empty-section")], ids=["predictor", "readme"]
)
def test_findings_appear_in_ale(
    vim: str, environment: dict[str, str], model: Path, tmp_path: Path, file: str, code: str
) -> None:
    if not Path("/usr/share/vim-ale").exists():
        missing("ALE")
    result = tmp_path / "result.json"
    subprocess.run(
        [vim, "-u", "NONE", "-es", "-S", str(SESSION)],
        env={**environment, "FILE": str(model / file), "RESULT": str(result), "RUNTIME_FOLDER": str(FOLDER)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    seen: dict[str, Any] = json.loads(result.read_text())
    assert code in {finding["code"] for finding in seen["findings"]}
    assert Path(seen["root"]) == model


def test_plugin_loads_without_any_client(vim: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [
            vim,
            "-u",
            "NONE",
            "-es",
            "-c",
            f"set rtp^={FOLDER}",
            "-c",
            "verbose runtime! plugin/cog_lsp.vim",
            "-c",
            "qall!",
        ],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, "Error" in done.stderr) == (0, False), done.stderr
