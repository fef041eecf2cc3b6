"""Helix with editors/helix/languages.toml, driven by keys."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.limits import LIMIT

from .conftest import REPOSITORY, find_program, line_of, missing
from .terminal import Terminal, terminal

Open = Callable[[Path, str], Terminal]

PROMPT_FINDING = "doesn't say what to write or what the model makes of it"
IMAGE_FINDING = "`image`: callers must now send it"


@pytest.fixture
def helix_environment(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment whose Helix has the shipped configuration."""
    config = Path(environment["XDG_CONFIG_HOME"]) / "helix"
    config.mkdir(parents=True)
    shutil.copy(REPOSITORY / "editors" / "helix" / "languages.toml", config)
    return environment


@pytest.fixture
def hx() -> str:
    """Return the program."""
    program = find_program("hx")
    if program is None:
        missing("Helix")
    return str(program)


@pytest.fixture
def open_helix(hx: str, helix_environment: dict[str, str]) -> Iterator[Open]:
    """Return a function that opens a file with the cursor at a text of it."""
    tmux = shutil.which("tmux")
    if tmux is None:
        missing("tmux")
        raise AssertionError
    with ExitStack() as stack:

        def open_at(file: Path, text: str) -> Terminal:
            line, column = line_of(file, text)
            command = [hx, f"{file.name}:{line}:{column}"]
            return stack.enter_context(terminal(tmux, command, file.parent, helix_environment))

        yield open_at


def wait_for_findings(helix: Terminal) -> None:
    """Wait for the mark that Helix puts beside a line with a finding."""
    helix.wait_until(lambda screen: any(line.lstrip().startswith("●") for line in screen.split("\n")))


def saved(helix: Terminal, file: Path, before: str) -> str:
    """Save the file and return what it holds then, which differs from what it held."""
    helix.command("write")
    helix.wait_until(lambda _: file.exists() and file.read_text() not in {"", before})
    return file.read_text()


def servers(helix: Terminal) -> list[int]:
    """Return the language servers that Helix runs."""
    return [process for process in helix.children() if b"serve" in Path(f"/proc/{process}/cmdline").read_bytes()]


@pytest.mark.parametrize("language", ["python", "markdown", "yaml"])
def test_helix_finds_the_server(hx: str, helix_environment: dict[str, str], language: str) -> None:
    done = subprocess.run(
        [hx, "--health", language], env=helix_environment, capture_output=True, text=True, timeout=LIMIT, check=False
    )
    line = next(line for line in done.stdout.split("\n") if "cog-lsp" in line)
    assert "✓" in line


def test_findings_appear_on_the_predictor(open_helix: Open, model: Path) -> None:
    helix = open_helix(model / "run.py", "guidance_scale")
    wait_for_findings(helix)
    helix.press("Space", "d")
    helix.wait_for("terse-description")


def test_findings_appear_on_the_readme(open_helix: Open, model: Path) -> None:
    helix = open_helix(model / "README.md", "# Lantern")
    wait_for_findings(helix)
    helix.press("Space", "d")
    helix.wait_for("missing-section")


def test_hover_shows_the_form_field(open_helix: Open, model: Path) -> None:
    helix = open_helix(model / "run.py", "guidance_scale")
    wait_for_findings(helix)
    helix.press("Space", "k")
    screen = helix.wait_for("Cog's playground: Number box, from 1 to 20.")
    assert "data:image" not in screen


def test_quick_fix_rewrites_the_description(open_helix: Open, model: Path) -> None:
    file = model / "run.py"
    before = file.read_text()
    helix = open_helix(file, "Guidance scale for image generation")
    wait_for_findings(helix)
    helix.press("Space", "a")
    helix.wait_for("Describe")
    helix.press("Enter")
    helix.wait_until(lambda screen: '"Guidance scale for image generation"' not in screen)
    after = saved(helix, file, before)
    assert before.split("guidance_scale")[0] == after.split("guidance_scale")[0]
    assert before.split("num_inference_steps", 1)[1] == after.split("num_inference_steps", 1)[1]


def test_fix_all_applies_the_safe_fixes(open_helix: Open, model: Path) -> None:
    file = model / "run.py"
    before = file.read_text()
    helix = open_helix(file, "width")  # nothing is wrong with it, so that no other fix comes first
    wait_for_findings(helix)
    helix.press("Space", "a")
    helix.wait_for("Apply all safe fixes")
    helix.press("Enter")
    helix.wait_until(lambda screen: "image: Path = Input(" not in screen)
    after = saved(helix, file, before)
    assert "image: Path = Input(" not in after
    assert "seed: int = Input(" not in after
    assert "Guidance scale for image generation" in after, "fix-all must not write prose"


def test_completion_offers_what_is_missing(open_helix: Open, model: Path) -> None:
    helix = open_helix(model / "run.py", ", default=7.5")
    wait_for_findings(helix)
    helix.press("i")
    helix.type(", ")
    helix.wait_for("deprecated")


def test_settings_apply_when_the_file_is_saved(open_helix: Open, model: Path) -> None:
    helix = open_helix(model / "run.py", "guidance_scale")
    helix.wait_for(PROMPT_FINDING)
    helix.command("open cog-lsp.toml")
    helix.wait_for("NOR   cog-lsp.toml")
    helix.press("i")
    helix.wait_for("INS   cog-lsp.toml")
    helix.type('[severity]\nterse-description = "off"')
    helix.press("Escape")
    helix.wait_for("NOR   cog-lsp.toml [+]")
    saved(helix, model / "cog-lsp.toml", "")
    helix.command("buffer-previous")
    helix.wait_until(lambda screen: PROMPT_FINDING not in screen and IMAGE_FINDING in screen)


def test_server_starts_again_after_a_crash(open_helix: Open, model: Path) -> None:
    helix = open_helix(model / "run.py", "guidance_scale")
    wait_for_findings(helix)
    (first,) = servers(helix)
    os.kill(first, signal.SIGKILL)
    helix.wait_for("Language server exited")
    helix.wait_until(lambda screen: PROMPT_FINDING not in screen)
    helix.command("lsp-restart")
    helix.wait_for(PROMPT_FINDING)
    (second,) = servers(helix)
    assert second != first
