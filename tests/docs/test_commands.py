"""Every command of the documentation: run on a copy of the bundled model, or named here with the reason why not."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cog_lsp.cli import COMMANDS
from cog_lsp.report import FORMATS

from .pages import PAGES, REPOSITORY, Block, blocks, commands, inline, name

MODEL = REPOSITORY / "tests/fixtures/models/image"
NOT_RUN = {
    r"(python -m )?pip install|pipx|uvx? |npm |cd editors/vscode|code --install": "installs something",
    r"cog-lsp check --format sarif \| reviewdog": "needs another program and a pull request",
    r"just ": "test_bench.py reads the tasks",
    r"python tests/bench/|mutmut ": "takes minutes",
    r"(COG_LSP_\S+ )*python -m (pytest|tests\.)|coverage ": "what runs this test runs these",
    r"python tools/generate.py": "run beside the tests",
    r"cog-lsp check --select shouted-description": "test_contributing.py takes these steps",
}
SYNOPSIS = re.compile(r"[\[…]")


def not_run(command: str) -> str | None:
    return next((why for pattern, why in NOT_RUN.items() if re.match(pattern, command)), None)


def cases() -> list[object]:
    return [
        pytest.param(block, id=f"{name(block.page)}:{block.line}")
        for block in blocks("sh")
        if any(not_run(command) is None and not SYNOPSIS.search(command) for command in commands(block))
    ]


def test_every_exception_has_its_use() -> None:
    every = [command for block in blocks("sh") for command in commands(block)]
    assert [why for pattern, why in NOT_RUN.items() if not any(re.match(pattern, command) for command in every)] == []


@pytest.fixture
def shell(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A repository with the bundled model as its first commit, and an environment whose PATH has `cog-lsp`."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "cog-lsp"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cog_lsp "$@"\n')
    program.chmod(0o755)
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    for example in (MODEL, MODEL.parent / "retouch"):
        shutil.copytree(example, folder / "tests/fixtures/models" / example.name)  # the README runs in the checkout
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
        "HOME": str(tmp_path),
        **{f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    for words in ("init -q -b main", "add .", "commit -q -m first", "branch -f origin/main"):
        subprocess.run(["git", *words.split()], cwd=folder, env=environment, check=True)
    return folder, environment


@pytest.mark.skipif(os.name == "nt" or not shutil.which("git"), reason="needs a POSIX shell and git")
@pytest.mark.parametrize("block", cases())
def test_commands_run(block: Block, shell: tuple[Path, dict[str, str]]) -> None:
    """In the order of the block: exit code 0 or 1, something on standard output, no complaint."""
    folder, environment = shell
    for command in commands(block):
        if SYNOPSIS.search(command):
            continue
        parts = [part.strip() for part in command.split("&&")]
        wanted = " && ".join(part for part in parts if not_run(part) is None)
        if not wanted:
            continue
        assert re.match(r"cog-lsp |git apply", wanted), f"{wanted} is neither run nor an exception"
        done = subprocess.run(
            ["sh", "-c", wanted], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, 1), done.stderr
        assert done.stderr == ""
        assert ">" in wanted or done.stdout, wanted


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_git_applies_the_diff(shell: tuple[Path, dict[str, str]]) -> None:
    """As docs/cli.md says of --diff: the patch makes of the files what --fix does."""
    folder, environment = shell

    def run(*words: str, given: str | None = None) -> str:
        done = subprocess.run(
            words, cwd=folder, env=environment, input=given, capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        return done.stdout

    shutil.rmtree(folder / "tests")
    cog_lsp = (sys.executable, "-m", "cog_lsp", "check")
    patch = run(*cog_lsp, "--diff", "--drafts")
    assert run("git", "diff", "--", "run.py", "README.md") == ""
    run("git", "apply", "-", given=patch)
    applied = [(folder / file).read_text() for file in ("run.py", "README.md")]
    run("git", "checkout", "-q", "--", "run.py", "README.md")
    run(*cog_lsp, "--fix", "--drafts")
    assert [(folder / file).read_text() for file in ("run.py", "README.md")] == applied


def parser_of(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=command)
    importlib.import_module(f"cog_lsp.cli.{command}").add_arguments(parser)
    return parser


def options_of(command: str) -> set[str]:
    return {option for option in parser_of(command).format_help().replace(",", " ").split() if option.startswith("--")}


MENTIONS = [
    (page, text)
    for page in PAGES
    for text in [
        *(token.content for token in inline(page) if token.type == "code_inline"),
        *(command for block in blocks("sh") if block.page == page for command in commands(block)),
    ]
    if re.match(r"cog-lsp [a-z]", text)
]


@pytest.mark.parametrize(
    ("page", "text"), MENTIONS, ids=lambda value: name(value) if isinstance(value, Path) else value
)
def test_what_is_mentioned_exists(page: Path, text: str) -> None:
    """Each command and option that a page names, in prose, in a block or in a synopsis."""
    command = text.split()[1]
    assert command in COMMANDS, page
    known = {re.sub(r"[^\w-]", "", option) for option in options_of(command)}
    assert set(re.findall(r"--[a-z][a-z-]*", text)) - known == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command: str) -> None:
    text = (REPOSITORY / "docs/cli.md").read_text(encoding="utf-8")
    known = {re.sub(r"[^\w-]", "", option) for option in options_of(command)} - {"--help"}
    assert f"cog-lsp {command}" in text
    assert sorted(option for option in known if not re.search(rf"{option}(?![\w-])", text)) == []


def test_every_format_is_documented() -> None:
    text = (REPOSITORY / "docs/cli.md").read_text(encoding="utf-8")
    assert [format for format in FORMATS if f"`--format {format}`" not in text] == []
