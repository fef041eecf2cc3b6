"""Emacs with Eglot and editors/emacs/cog-lsp.el, in batch."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.limits import LIMIT

from .conftest import REPOSITORY, find_program, missing

PACKAGE = REPOSITORY / "editors" / "emacs" / "cog-lsp.el"
SESSION = Path(__file__).parent / "emacs_session.el"


@pytest.fixture
def emacs() -> str:
    """Return an Emacs that has Eglot."""
    program = find_program("emacs")
    if program is None:
        missing("Emacs")
    return str(program)


@pytest.fixture
def run(emacs: str, environment: dict[str, str], tmp_path: Path) -> Any:
    """Return a function that runs one session of emacs_session.el on a file and returns what it saw."""

    def session(name: str, file: Path) -> dict[str, Any]:
        result = tmp_path / "result.json"
        done = subprocess.run(
            [emacs, "-Q", "--batch", "-l", str(SESSION)],
            env={
                **environment,
                "SESSION": name,
                "FILE": str(file),
                "RESULT": str(result),
                "PACKAGE": str(PACKAGE),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        assert result.exists(), done.stderr
        seen: dict[str, Any] = json.loads(result.read_text())
        assert "error" not in seen, f"{seen['error']}\n{done.stderr}"
        return seen

    return session


def test_package_compiles_without_warnings(emacs: str, environment: dict[str, str], tmp_path: Path) -> None:
    copy = tmp_path / PACKAGE.name
    copy.write_text(PACKAGE.read_text())
    done = subprocess.run(
        [
            emacs,
            "-Q",
            "--batch",
            "--eval",
            "(setq byte-compile-error-on-warn t)",
            "-f",
            "batch-byte-compile",
            str(copy),
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_findings_appear_on_the_predictor(run: Any, model: Path) -> None:
    findings = run("findings", model / "run.py")["findings"]
    assert any("terse-description" in finding for finding in findings)


def test_findings_appear_on_the_readme(run: Any, model: Path) -> None:
    findings = run("readme", model / "README.md")["findings"]
    assert any("empty-section" in finding for finding in findings)


def test_hover_shows_the_form_field(run: Any, model: Path) -> None:
    text = run("hover", model / "run.py")["text"]
    assert "guidance_scale" in text
    assert "data:image" not in text


def test_quick_fix_rewrites_the_description(run: Any, model: Path) -> None:
    before = (model / "run.py").read_text()
    after = run("quick-fix", model / "run.py")["contents"]
    assert 'Input(description="Guidance scale for image generation", ge=1.0' not in after
    assert before.split("guidance_scale")[0] == after.split("guidance_scale")[0]
    assert before.split("num_inference_steps", 1)[1] == after.split("num_inference_steps", 1)[1]


def test_fix_all_applies_the_safe_fixes(run: Any, model: Path) -> None:
    after = run("fix-all", model / "run.py")["contents"]
    assert "image: Path = Input(" not in after
    assert "Guidance scale for image generation" in after, "fix-all must not write prose"


def test_completion_offers_what_is_missing(run: Any, model: Path) -> None:
    labels = run("completion", model / "run.py")["labels"]
    assert any("deprecated" in label for label in labels), labels


@pytest.mark.parametrize("session", ["settings", "settings-file"])
def test_settings_apply_at_once(run: Any, model: Path, session: str) -> None:
    findings = run(session, model / "run.py")["findings"]
    assert any("required-by-none" in finding for finding in findings)


@pytest.mark.parametrize(
    ("file", "text", "wanted"),
    [
        ("model/src/run.py", "x = 1", True),
        ("model/README.md", "# A model", True),
        ("site/app.py", "import cogs", False),
        ("site/README.md", "# A page, from cog import Input", False),
        ("alone/run.py", "import os\nfrom cog import Input", True),
        ("alone/late.py", "import cog", True),
    ],
)
def test_a_server_starts_in_models_only(
    emacs: str, environment: dict[str, str], tmp_path: Path, file: str, text: str, wanted: bool
) -> None:
    for folder in ("model/src", "site", "alone"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / "model/cog.yaml").write_text("")
    (tmp_path / file).write_text(text)
    ask = '(princ (if (cog-lsp-wanted) "wanted" "not wanted"))'
    find = f'(progn (find-file "{tmp_path / file}") {ask})'
    markdown = '(define-derived-mode markdown-mode text-mode "Markdown")'
    mode = "(add-to-list 'auto-mode-alist '(\"\\\\.md\\\\'\" . markdown-mode))"
    done = subprocess.run(
        [emacs, "-Q", "--batch", "-l", str(PACKAGE), "--eval", markdown, "--eval", mode, "--eval", find],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.stdout == ("wanted" if wanted else "not wanted"), done.stderr


def test_server_starts_again_after_a_crash(run: Any, model: Path) -> None:
    seen = run("crash", model / "run.py")
    assert (seen["killed"], seen["servers"]) == (1, 1)
