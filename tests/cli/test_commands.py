"""The other commands: schema, explain, doctor, version."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cog_lsp import __version__
from cog_lsp.cli import COMMANDS, main
from cog_lsp.rules import RULES

MODELS = Path(__file__).parent.parent / "fixtures/models"


def output(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(list(words)) == code
    return capsys.readouterr().out


@pytest.fixture
def image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "image"
    shutil.copytree(MODELS / "image", folder)
    monkeypatch.chdir(folder)
    return folder


def test_schema_of_cog_yaml_and_of_a_reference(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_default = output(capsys, "schema")
    assert by_default == output(capsys, "schema", "run.py:Runner")
    schemas = json.loads(by_default)["schemas"]
    assert list(schemas["Input"]["properties"]) == sorted(schemas["Input"]["properties"])
    assert schemas["Input"]["required"] == ["prompt", "image", "seed"]
    assert schemas["scheduler"]["enum"] == ["DDIM", "K_EULER", "DPMSolverMultistep"]
    assert schemas["Output"] == {"format": "uri", "title": "Output", "type": "string"}


def test_schema_of_a_model_in_a_folder_above(
    image: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (image / "sub").mkdir()
    monkeypatch.chdir(image / "sub")
    assert "Input" in json.loads(output(capsys, "schema"))["schemas"]


def test_schema_says_why_a_build_fails_and_where(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(MODELS / "speech")
    found = json.loads(output(capsys, "schema", code=1))
    assert set(found) == {"error", "rule", "line"}
    line = (MODELS / "speech/src/predict.py").read_text().splitlines()[found["line"] - 1]
    assert (found["rule"], line.split(":")[0].strip()) == ("unsupported-type", "audio")


def test_schema_of_a_trainer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(MODELS / "trainer")
    schemas = json.loads(output(capsys, "schema"))["schemas"]
    assert set(schemas) == {"TrainingInput", "TrainingOutput"}
    assert schemas == json.loads(output(capsys, "schema", "train.py:train", "--mode", "train"))["schemas"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing"], "is no reference"),
        (["gone.py:R"], "gone.py cannot be read"),
        (["--mode", "train"], "has no train reference"),
        (["--diff", "no-such-revision"], "neither a file nor a git revision"),
        (["--diff", "--output=x"], "neither a file nor a git revision"),
    ],
)
def test_wrong_use_of_schema(image: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    if words[-1].startswith("--output"):
        words = ["--diff=--output=x"]
    assert main(["schema", *words]) == 2
    assert message in capsys.readouterr().err


CHANGES = {
    "removed input": ("        # Kept small", 'prompt: str = Input(description="Input prompt"),', "", "prompt"),
    "tighter bound": ("", "le=500", "le=50", "num_inference_steps"),
    "removed choice": ("", '"DDIM", "K_EULER", "DPMSolverMultistep"', '"DDIM", "K_EULER"', "scheduler"),
    "changed type": ("", "guidance_scale: float", "guidance_scale: str", "guidance_scale"),
    "new required input": (
        "",
        '# strength: float = Input(description="Not ready yet", default=0.8),',
        "strength: float = Input(),",
        "strength",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("old", ["revision", "predictor", "schema"])
def test_what_breaks_callers(name: str, old: str, image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, before, after, input = CHANGES[name]
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], check=True)
    (image / "old.json").write_text(output(capsys, "schema"))
    shutil.copy("run.py", "old.py")
    reference = {"revision": "HEAD", "predictor": "old.py", "schema": "old.json"}[old]
    assert output(capsys, "schema", "--diff", reference) == "Nothing here breaks callers.\n"
    text = (image / "run.py").read_text()
    assert before in text
    text = text.replace(before, after).replace(
        "ge=1.0, le=20.0, default=7.5", 'default="7"' if name == "changed type" else "ge=1.0, le=20.0, default=7.5"
    )
    (image / "run.py").write_text(text)
    out = output(capsys, "schema", "--diff", reference, code=1)
    assert input in out
    assert len(out.splitlines()) <= 3


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_explain_prints_the_page(rule, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    out = output(capsys, "explain", rule.slug)
    assert out.startswith(f"# {rule.slug}\n")
    assert "## What to do" in out


def test_explain_lists_and_proposes(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(output(capsys, "explain").splitlines()) == len(RULES)
    assert main(["explain", "terse-descripton"]) == 2
    assert "Did you mean terse-description?" in capsys.readouterr().err


def test_doctor_says_what_was_discovered(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = output(capsys, "doctor")
    assert f"cog-lsp {__version__}" in out
    assert "run.py:Runner" in out
    assert "README.md" in out
    (image / "empty").mkdir()
    assert "No model in" in output(capsys, "doctor", "empty", code=1)


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as version:
        main(["--version"])
    assert version.value.code == 0
    assert capsys.readouterr().out == f"cog-lsp {__version__}\n"
    with pytest.raises(SystemExit) as nothing:
        main([])
    assert nothing.value.code == 2
    for name in COMMANDS:
        with pytest.raises(SystemExit) as shown:
            main([name, "--help"])
        assert shown.value.code == 0
        assert COMMANDS[name] in " ".join(capsys.readouterr().out.split())
