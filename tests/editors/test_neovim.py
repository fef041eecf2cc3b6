"""Neovim, the oldest supported and a current one, with editors/nvim on its runtime path."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.limits import LIMIT

from .conftest import REPOSITORY, editors_folder, missing

SESSION = Path(__file__).parent / "neovim_session.lua"


def version_of(program: str) -> tuple[int, ...]:
    """Return the version that this Neovim prints, or () where it does not start."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=LIMIT, check=False)
    match = re.match(r"NVIM v(\d+)\.(\d+)\.(\d+)", done.stdout)
    return tuple(map(int, match.groups())) if match else ()


@pytest.fixture(scope="module", params=["0.7 to 0.10", "0.11 or newer"])
def nvim(request: pytest.FixtureRequest) -> str:
    """Return a Neovim of this age."""
    newer = request.param == "0.11 or newer"
    for candidate in (str(editors_folder() / "bin" / "nvim"), shutil.which("nvim")):
        version = version_of(candidate) if candidate and Path(candidate).exists() else ()
        if version and (version >= (0, 11)) == newer:
            return candidate or ""
    missing(f"Neovim {request.param}")
    raise AssertionError


@pytest.fixture
def run(nvim: str, environment: dict[str, str], tmp_path: Path) -> Any:
    """Return a function that runs one session of neovim_session.lua on a file and returns what it saw."""

    def session(name: str, file: Path, **variables: str) -> dict[str, Any]:
        result = tmp_path / "result.json"
        done = subprocess.run(
            [nvim, "--headless", "-u", str(SESSION), str(file)],
            env={
                **environment,
                **variables,
                "SESSION": name,
                "RESULT": str(result),
                "RUNTIME_FOLDER": str(REPOSITORY / "editors" / "nvim"),
            },
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        assert result.exists(), done.stderr
        seen: dict[str, Any] = json.loads(result.read_text())
        assert "error" not in seen, f"{seen['error']}\n{seen['messages']}\n{done.stderr}"
        return seen

    return session


def test_findings_appear_on_the_predictor(run: Any, model: Path) -> None:
    seen = run("findings", model / "run.py")
    assert {finding["source"] for finding in seen["findings"]} == {"cog-lsp"}
    assert seen["clients"] == 1
    assert Path(seen["root"]) == model


def test_findings_appear_on_the_readme(run: Any, model: Path) -> None:
    seen = run("readme_findings", model / "README.md")
    assert "empty-section" in {finding["code"] for finding in seen["findings"]}
    assert seen["clients"] == 1


def test_hover_shows_the_form_field(run: Any, model: Path) -> None:
    text = run("hover", model / "run.py")["text"]
    assert "guidance_scale" in text
    assert "7.5" in text
    assert "data:image" not in text


def test_quick_fix_rewrites_the_description(run: Any, model: Path) -> None:
    before = (model / "run.py").read_text()
    after = run("quick_fix", model / "run.py")["contents"]
    assert "Guidance scale for image generation" in before
    assert 'Input(description="Guidance scale for image generation", ge=1.0' not in after
    assert before.split("guidance_scale")[0] == after.split("guidance_scale")[0]
    assert before.split("num_inference_steps", 1)[1] == after.split("num_inference_steps", 1)[1]


def test_fix_all_applies_the_safe_fixes(run: Any, model: Path) -> None:
    after = run("fix_all", model / "run.py")["contents"]
    assert "image: Path = Input(" not in after
    assert "seed: int = Input(" not in after
    assert "Guidance scale for image generation" in after, "fix-all must not write prose"


def test_completion_offers_what_is_missing(run: Any, model: Path) -> None:
    labels = run("completion", model / "run.py")["labels"]
    assert any("deprecated" in label for label in labels), labels


def test_settings_apply_at_once(run: Any, model: Path) -> None:
    seen = run("settings", model / "run.py")
    assert "terse-description" not in {finding["code"] for finding in seen["findings"]}
    assert seen["findings"]


def test_server_starts_again_after_a_crash(run: Any, model: Path) -> None:
    assert run("crash", model / "run.py") == {"clients": 1, "restarted": True}


def test_other_yaml_gets_no_client(run: Any, model: Path) -> None:
    (model / "compose.yaml").write_text("services: {}\n")
    seen = run("unattached", model / "compose.yaml", SECOND_FILE=str(model / "cog.yaml"))
    assert seen == {"first": 0, "after": 0}


def test_a_repository_without_a_model_gets_no_client(run: Any, model: Path, tmp_path: Path) -> None:
    (tmp_path / "site/.git").mkdir(parents=True)
    (tmp_path / "site/app.py").write_text("import cogs\n")
    seen = run("unattached", tmp_path / "site/app.py", SECOND_FILE=str(model / "run.py"))
    assert seen == {"first": 0, "after": 0}


@pytest.mark.parametrize("line", ["from cog import BaseRunner", "import cog", "    from cog.types import Path"])
def test_a_predictor_without_cog_yaml_gets_one(run: Any, tmp_path: Path, line: str) -> None:
    (tmp_path / "site/.git").mkdir(parents=True)
    (tmp_path / "site/new").mkdir()
    (tmp_path / "site/new/run.py").write_text(f"import os\n\n{line}\n")
    assert Path(run("attached", tmp_path / "site/new/run.py")["root"]) == tmp_path / "site"


def test_a_program_that_is_missing_is_told_once(run: Any, model: Path) -> None:
    seen = run("missing", model / "run.py", PROGRAM="no-cog-lsp", SECOND_FILE=str(model / "README.md"))
    assert seen["clients"] == 0
    assert seen["messages"].count("the program no-cog-lsp is not there") == 1


def test_the_health_of_the_set_up(run: Any, model: Path) -> None:
    text = run("health", model / "run.py")["text"]
    assert re.search(r"OK:? \S*cog-lsp is cog-lsp \d", text), text
    assert f"A server runs for {model}" in text
    text = run("health", model / "run.py", PROGRAM="no-cog-lsp")["text"]
    assert "The program no-cog-lsp is not there." in text
    assert "No server runs." in text


def test_the_help(run: Any, model: Path, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "editors/nvim/doc", tmp_path / "runtime/doc")
    assert run("help", model / "run.py", HELP=str(tmp_path / "runtime/doc"))["line"].startswith("TROUBLE")


def test_files_outside_of_models_and_repositories_get_no_client(run: Any, model: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n")
    seen = run("unattached", tmp_path / "notes.md", SECOND_FILE=str(model / "run.py"))
    assert seen == {"first": 0, "after": 0}
