"""The two stories of docs/tour.md, step by step in the real editors: what they print in bold is on the screen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import MODELS, REPOSITORY, Open, find_program, line_of, missing
from .terminal import Terminal, terminal
from .workbench import PATIENCE, Workbench

TOUR = REPOSITORY / "docs" / "tour.md"
SCREEN = """\
#!/bin/sh
# A Neovim that is only unpacked cannot start itself for its screen: the editor and its screen, one after the other.
{program} --headless --listen "$HOME/screen" "$@" >"$HOME/log" 2>&1 &
until [ -S "$HOME/screen" ]; do sleep 0.1; done
exec {program} --server "$HOME/screen" --remote-ui
"""
START = """\
vim.opt.runtimepath:prepend("{runtime}")
vim.lsp.enable("cog_lsp")
-- Debian's package has no parser for Markdown, in which hovers are colored.
local color = vim.treesitter.start
vim.treesitter.start = function(...) pcall(color, ...) end
"""


def steps(story: str) -> list[list[str]]:
    """Return what each step of a story prints in bold."""
    text = TOUR.read_text(encoding="utf-8").partition(f"## {story}\n")[2].partition("\n## ")[0]
    items = re.split(r"^\d+\. ", text, flags=re.MULTILINE)[1:]
    return [re.findall(r"\*\*(.+?)\*\*", item, re.DOTALL) for item in items]


def squeezed(text: str) -> str:
    """Return a text without its blanks: a screen breaks lines where it likes."""
    return re.sub(r"[\s\xa0]+", "", text)


@pytest.fixture
def retouch(tmp_path: Path) -> Path:
    """Return a copy of the model of the tour."""
    shutil.copytree(MODELS / "retouch", tmp_path / "retouch")
    return tmp_path / "retouch"


def text_of(window: Workbench) -> str:
    return str(window.page.locator("body").inner_text())


def opened(window: Workbench, _: Path) -> str:
    window.open_file("run.py")
    window.wait_for_finding()
    window.wait_for_lens()
    return "\n".join([*window.problems(), text_of(window)])


def rested(window: Workbench, model: Path) -> str:
    window.go_to(*line_of(model / "run.py", "Width of the picture"))
    return window.hover("Width of the picture")


def fixed(window: Workbench, _: Path) -> str:
    titles = window.quick_fixes()
    window.page.keyboard.press("Enter")
    window.page.wait_for_selector(".tab.active.dirty", timeout=PATIENCE)
    window.save()
    return "\n".join([*titles, window.page.locator(".editor-instance .view-lines").first.inner_text()])


def previewed(window: Workbench, _: Path) -> str:
    window.page.locator(".codelens-decoration a", has_text="Preview playground").first.click()
    form = window.preview("width")
    return f"{text_of(window)}\n{form.locator('body').inner_text()}"


def written(window: Workbench, model: Path) -> str:
    window.open_file("cog.yaml")
    window.go_to(*line_of(model / "cog.yaml", "run.py:Runner"))
    titles = window.quick_fixes()
    window.page.keyboard.press("Enter")
    window.page.get_by_role("treeitem", name=re.compile(r"^README\.md")).first.wait_for(timeout=PATIENCE)
    window.open_file("README.md")
    window.wait_for_finding()
    window.save()
    return "\n".join([*titles, (model / "README.md").read_text(encoding="utf-8"), text_of(window)])


def listed(window: Workbench, _: Path) -> str:
    return "\n".join(window.problems())


def test_ten_minutes_in_vscode(open_workbench: Open, retouch: Path) -> None:
    window = open_workbench(retouch)
    acts: list[Callable[[Workbench, Path], str]] = [opened, rested, fixed, previewed, written, listed]
    for number, (act, shown) in enumerate(zip(acts, steps("Ten minutes in Visual Studio Code"), strict=True), 1):
        screen = squeezed(act(window, retouch))
        window.photograph(f"tour-{number}")
        assert [words for words in shown if squeezed(words) not in screen] == [], number


@pytest.fixture
def shell(environment: dict[str, str], retouch: Path, tmp_path: Path) -> Iterator[Terminal]:
    """Yield a terminal in the model, whose Neovim is set up as the page says."""
    tmux, program = shutil.which("tmux"), find_program("nvim")
    if tmux is None or program is None:
        missing("tmux" if tmux is None else "Neovim")
        raise AssertionError
    start = Path(environment["XDG_CONFIG_HOME"]) / "nvim" / "init.lua"
    start.parent.mkdir(parents=True)
    runtime = REPOSITORY / "editors" / "nvim"
    start.write_text(START.format(runtime=runtime))
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "nvim").write_text(SCREEN.format(program=program))
    (programs / "nvim").chmod(0o755)
    path = f"{programs}:{environment['PATH']}"
    with terminal(tmux, ["bash", "--norc"], retouch, {**environment, "PATH": path, "PS1": "$ "}) as opened:
        yield opened


def line(shell: Terminal, command: str, ends_with: str) -> str:
    """Run a command, and return the screen once it ends with these words."""
    shell.type(f"clear; {command}")
    shell.press("Enter")
    return shell.wait_until(lambda screen: ends_with in squeezed(screen) and screen.rstrip().endswith("$"))


def looked(shell: Terminal) -> str:
    shell.type("clear; nvim run.py")
    shell.press("Enter")
    shell.wait_for("W:5")
    shell.type("/Width")
    shell.press("Enter")
    shell.wait_for("26,")
    shell.type("K")
    return shell.wait_for("In the code")


def said(shell: Terminal) -> str:
    shell.type("gra")
    menu = shell.wait_for("Type number")
    shell.type("1")
    shell.press("Enter")
    after = shell.wait_for('to that."""')
    shell.command("wq")
    shell.wait_until(lambda screen: screen.rstrip().endswith("$"))
    return menu + after


def test_ten_minutes_in_a_terminal(shell: Terminal) -> None:
    acts: list[Callable[[Terminal], str]] = [
        lambda shell: line(shell, "cog-lsp check", "--drafts."),
        lambda shell: line(shell, "cog-lsp facts", "(special,run.py:41)"),
        looked,
        said,
        lambda shell: line(shell, "cog-lsp check --fix --drafts", "in2files."),
        lambda shell: line(shell, "cog-lsp card", "missingtopics"),
    ]
    for number, (act, shown) in enumerate(zip(acts, steps("Ten minutes in a terminal with Neovim"), strict=True), 1):
        screen = squeezed(act(shell))
        assert [words for words in shown if squeezed(words) not in screen] == [], (number, screen)
