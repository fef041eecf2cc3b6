"""Vim with ALE and editors/vim on its runtime path."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.limits import LIMIT

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
    version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=LIMIT, check=True).stdout
    if "+channel" not in version:
        missing("Vim with channels")
    return program


@pytest.fixture
def run(vim: str, environment: dict[str, str], tmp_path: Path) -> Any:
    """Return a function that runs one session of vim_session.vim on a file and returns what it saw."""
    if not Path("/usr/share/vim-ale").exists():
        missing("ALE")

    def session(name: str, file: Path) -> dict[str, Any]:
        result = tmp_path / "result.json"
        variables = {"SESSION": name, "FILE": str(file), "RESULT": str(result), "RUNTIME_FOLDER": str(FOLDER)}
        done = subprocess.run(
            [vim, "-u", "NONE", "-es", "-S", str(SESSION)],
            env={**environment, **variables},
            stdin=subprocess.DEVNULL,
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


@pytest.mark.parametrize(
    ("name", "file", "code"),
    [("predictor", "run.py", "terse-description"), ("readme", "README.md", "empty-section")],
    ids=["predictor", "readme"],
)
def test_findings_appear_in_ale(run: Any, model: Path, name: str, file: str, code: str) -> None:
    seen = run(name, model / file)
    assert code in {finding["code"] for finding in seen["findings"]}
    assert Path(seen["root"]) == model


def test_hover_shows_the_form_field(run: Any, model: Path) -> None:
    text = run("hover", model / "run.py")["text"]
    assert "guidance_scale" in text
    assert "7.5" in text
    assert "data:image" not in text
    assert "```" not in text, "ALE asks for plain text"


def test_quick_fix_rewrites_the_description(run: Any, model: Path) -> None:
    before = (model / "run.py").read_text()
    after = run("quick_fix", model / "run.py")["contents"]
    assert 'Input(description="Guidance scale for image generation", ge=1.0' not in after
    assert before.split("guidance_scale")[0] == after.split("guidance_scale")[0]
    assert before.split("num_inference_steps", 1)[1] == after.split("num_inference_steps", 1)[1] + "\n"


def test_fix_all_applies_the_safe_fixes(run: Any, model: Path) -> None:
    after = run("fix_all", model / "run.py")["contents"]
    assert "image: Path = Input(" not in after
    assert "seed: int = Input(" not in after
    assert "Guidance scale for image generation" in after, "fix-all must not write prose"


def test_completion_offers_what_is_missing(run: Any, model: Path) -> None:
    labels = run("completion", model / "run.py")["labels"]
    assert any("deprecated" in label for label in labels), labels


def test_settings_apply_when_the_file_is_saved(run: Any, model: Path) -> None:
    findings = run("settings", model / "run.py")["findings"]
    assert "required-by-none" in {finding["code"] for finding in findings}


def test_server_starts_again_after_a_crash(run: Any, model: Path) -> None:
    seen = run("crash", model / "run.py")
    assert (len(seen["killed"]), len(seen["servers"])) == (1, 1)
    assert seen["killed"] != seen["servers"]


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
        timeout=LIMIT,
        check=False,
    )
    assert (done.returncode, "Error" in done.stderr) == (0, False), done.stderr


VIM_LSP = """
function! lsp#register_server(server) abort
  let g:server = a:server
endfunction
"""
REGISTER = """
function! LspAddServer(servers) abort
  let g:other = a:servers[0]
endfunction
runtime! plugin/cog_lsp.vim
doautocmd User lsp_setup
doautocmd User LspSetup
"""


@pytest.mark.parametrize(("file", "starts"), [("model/run.py", True), ("site/app.py", False)])
def test_no_client_starts_it_where_no_model_is(vim: str, tmp_path: Path, file: str, starts: bool) -> None:
    """vim-lsp starts nothing for an empty command; yegappan/lsp looks for the files that are named."""
    for folder in ("model", "site"):
        (tmp_path / folder).mkdir()
    (tmp_path / "model/cog.yaml").write_text("")
    (tmp_path / file).write_text("x = 1\n")
    script, result = tmp_path / "register.vim", tmp_path / "result"
    (tmp_path / "autoload").mkdir()
    (tmp_path / "autoload/lsp.vim").write_text(VIM_LSP)
    seen = "[g:server.cmd(g:server), g:other.runIfSearch]"
    script.write_text(f"{REGISTER}call writefile([json_encode({seen})], '{result}')\nqall!\n")
    paths = f"set nocp rtp^={FOLDER},{tmp_path}"
    subprocess.run(
        [vim, "-u", "NONE", "-es", "--cmd", paths, str(tmp_path / file), "-S", str(script)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LIMIT,
        check=False,
    )
    assert json.loads(result.read_text()) == [["cog-lsp", "serve"] if starts else [], ["cog.yaml"]]


@pytest.mark.parametrize(
    ("file", "text", "root"),
    [
        ("model/src/run.py", "x = 1", "model"),
        ("site/app.py", "import cogs", ""),
        ("site/README.md", "# A page", ""),
        ("site/new/run.py", "import os\nfrom cog import Input", "site"),
        ("alone/run.py", "import cog", "alone"),
    ],
)
def test_a_server_starts_in_models_only(vim: str, tmp_path: Path, file: str, text: str, root: str) -> None:
    for folder in ("model/src", "site/.git", "site/new", "alone"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / "model/cog.yaml").write_text("")
    (tmp_path / file).write_text(text)
    result = tmp_path / "result"
    ask = f"call writefile([cog_lsp#root(bufnr('%'))], '{result}')"
    subprocess.run(
        [vim, "-u", "NONE", "-es", "-c", f"set rtp^={FOLDER}", "-c", ask, "-c", "qall!", str(tmp_path / file)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LIMIT,
        check=False,
    )
    found = result.read_text().strip()
    assert (Path(found) if found else "") == (tmp_path / root if root else "")
