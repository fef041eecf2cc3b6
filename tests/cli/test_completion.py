"""The scripts of `cog-lsp completion`, in the shells themselves where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cog_lsp.cli import COMMANDS, main
from cog_lsp.cli.completion import SHELLS
from cog_lsp.rules import BY_SLUG

ASKED = {
    "command": ("cog-lsp ex", {"explain"}),
    "option": ("cog-lsp check --fo", {"--format"}),
    "value": ("cog-lsp check --format g", {"github", "gitlab"}),
    "rule": ("cog-lsp explain lost", {"lost-default", "lost-constraint", "lost-input"}),
    "rule of an option": ("cog-lsp check --select jar", {"jargon"}),
    "file": ("cog-lsp check ligh", {"lighthouse.py"}),
}
BASH = """
source {script}
COMP_LINE={line!r}
COMP_POINT=${{#COMP_LINE}}
read -r -a COMP_WORDS <<<"$COMP_LINE"
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
$(complete -p cog-lsp | sed 's/.*-F \\([^ ]*\\).*/\\1/')
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The scripts of all shells beside a file to complete."""
    (tmp_path / "lighthouse.py").write_text("")
    for shell in SHELLS:
        assert main(["completion", shell]) == 0
        (tmp_path / shell).write_text(capsys.readouterr().out)
    return tmp_path


def answer(shell: str, folder: Path, code: str) -> set[str]:
    program = None if os.name == "nt" else shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    done = subprocess.run([program, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return {line.partition("\t")[0] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("name", ASKED)
def test_bash_completes(name: str, script: Path) -> None:
    line, wanted = ASKED[name]
    assert answer("bash", script, BASH.format(script=script / "bash", line=line)) == wanted


@pytest.mark.parametrize("name", ASKED)
def test_fish_completes(name: str, script: Path) -> None:
    line, wanted = ASKED[name]
    assert wanted <= answer("fish", script, f"source fish; complete -C '{line}'")


def test_zsh_reads_its_script(script: Path) -> None:
    answer("zsh", script, "zsh -n ./zsh")


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_knows_commands_and_rules(shell: str, script: Path) -> None:
    text = (script / shell).read_text()
    assert [word for word in (*COMMANDS, *BY_SLUG, "write-baseline") if word not in text] == []


def test_another_shell_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["completion", "cmd"])
    assert stopped.value.code == 2
    assert "bash" in capsys.readouterr().err
