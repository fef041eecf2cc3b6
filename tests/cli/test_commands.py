"""The other commands: schema, explain, doctor, version."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
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


def test_schema_of_a_trainer_beside_a_runner(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cog makes one schema of both: a component of choices by each name, and that of the runner stays."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cog.yaml").write_text("run: run.py:run\ntrain: train.py:train\n")
    for name, choices, more in (("run", '["a", "b"]', ""), ("train", '["a", "c"]', ', default="c"')):
        text = f"from cog import Input\n\n\ndef {name}(mode: str = Input(choices={choices}{more})) -> str: ...\n"
        (tmp_path / f"{name}.py").write_text(text)
    error = json.loads(output(capsys, "schema", "--mode", "train", code=1))["error"]
    assert 'schema "TrainingInput": invalid default' in error
    assert 'not one of the allowed values ["a","b"]' in error
    (tmp_path / "train.py").write_text((tmp_path / "train.py").read_text().replace(', default="c"', ""))
    assert json.loads(output(capsys, "schema", "--mode", "train"))["schemas"]["mode"]["enum"] == ["a", "b"]
    assert json.loads(output(capsys, "schema", "train.py:train", "--mode", "train"))["schemas"]["mode"]["enum"] == [
        "a",
        "c",
    ]


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


def test_schema_without_a_cog_yaml(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["schema"]) == 2
    assert "There is no cog.yaml here" in capsys.readouterr().err


def test_schema_of_a_class_that_is_not_there(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(output(capsys, "schema", "run.py:Painter", code=1))
    assert found == {"error": "Painter", "rule": "entry-point", "line": 1}
    (image / "run.py").write_text("x = 1\n")
    assert json.loads(output(capsys, "schema", "run.py:Painter", code=1)) == found


def test_an_input_may_be_called_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "run.py").write_text(
        "from cog import BaseRunner, Input\n\n\nclass Runner(BaseRunner):\n"
        '    def run(self, error: str = Input(choices=["none", "some"])) -> str:\n        return error\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        schemas = json.loads(output(capsys, "schema", "run.py:Runner"))["schemas"]
        assert schemas["error"]["enum"] == ["none", "some"]
        assert output(capsys, "schema", "run.py:Runner", "--diff", "run.py") == "Nothing here breaks callers.\n"


NO_SCHEMAS = {
    "no JSON": "{",
    "deep JSON": "[" * 100_000,
    "a list": "[]",
    "nothing": "{}",
    "the report of a build that fails": '{"error": "x", "line": 1, "rule": "unsupported-type"}',
    "components are a list": '{"components": []}',
    "components without schemas": '{"components": {}}',
    "schemas are a number": '{"schemas": 5}',
    "a schema is a number": '{"schemas": {"Input": 5}}',
    "properties are a number": '{"schemas": {"Input": {"properties": 3}}}',
    "a property is a number": '{"schemas": {"Input": {"properties": {"prompt": 3}}}}',
    "required is a number": '{"schemas": {"Input": {"required": 3}}}',
    "parts are a number": '{"schemas": {"Input": {"properties": {"scheduler": {"allOf": 3}}}}}',
    "a part is a number": '{"schemas": {"Input": {"properties": {"scheduler": {"allOf": [3]}}}}}',
    "a member is a number": '{"schemas": {"Output": {"anyOf": [3]}}}',
    "items are a list": '{"schemas": {"Output": {"type": "array", "items": []}}}',
    "items are wrong inside": '{"schemas": {"Output": {"type": "array", "items": {"items": 1}}}}',
    "choices are a number": '{"schemas": {"Input": {"properties": {"scheduler": {"enum": 3}}}}}',
    "a bound is a word": '{"schemas": {"Input": {"properties": {"guidance_scale": {"minimum": "x"}}}}}',
}


@pytest.mark.parametrize("name", NO_SCHEMAS)
def test_a_file_without_schemas(name: str, image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (image / "old.json").write_text(NO_SCHEMAS[name])
    assert main(["schema", "--diff", "old.json"]) == 2
    assert capsys.readouterr() == (
        "",
        "cog-lsp: old.json holds no schemas. Make it with `cog-lsp schema > old.json`.\n",
    )


def test_the_schemas_of_a_running_server_can_be_compared(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schemas = json.loads(output(capsys, "schema"))["schemas"]
    (image / "old.json").write_text(json.dumps({"openapi": "3.0.2", "components": {"schemas": schemas}}))
    assert output(capsys, "schema", "--diff", "old.json") == "Nothing here breaks callers.\n"


@pytest.mark.parametrize("side", ["The old version", "This version"])
def test_a_version_that_does_not_build(side: str, image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = (image / "run.py").read_text().replace("width: int", "width: bytes")
    (image / ("old.py" if side == "The old version" else "run.py")).write_text(broken)
    if side == "This version":
        shutil.copy(MODELS / "image/run.py", "old.py")
    line = broken[: broken.index("width: bytes")].count("\n") + 1
    out = output(capsys, "schema", "--diff", "old.py", code=1)
    assert out.startswith(f"{side} does not build: ")
    assert out.endswith(f" (line {line}, unsupported-type)\n")


def test_a_revision_in_which_the_predictor_had_another_name(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (image / "run.py").rename("old.py")
    (image / "cog.yaml").write_text("train: train.py:train\nrun: old.py:Runner\n")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], check=True)
    (image / "old.py").rename("run.py")
    (image / "cog.yaml").write_text("run: run.py:Runner\n")
    assert output(capsys, "schema", "--diff", "HEAD") == "Nothing here breaks callers.\n"


def test_a_revision_without_git(
    image: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(image))
    assert main(["schema", "--diff", "HEAD"]) == 2
    assert "git is not installed" in capsys.readouterr().err


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


def test_doctor_tells_settings_and_what_is_wrong_with_them(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (image / "cog-lsp.toml").write_text('readme = "README.md"\n[severity]\njargn = "off"\n')
    out = output(capsys, "doctor")
    assert f"setting    readme from {image / 'cog-lsp.toml'}" in out
    assert "problem    cog-lsp.toml: " in out
    assert "did you mean jargon?" in out


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


@pytest.mark.parametrize("library", ["tree_sitter", "markdown_it"])
def test_a_library_that_is_missing_is_one_clear_line(library: str) -> None:
    """As on a Python for which nobody has made a wheel yet."""
    check = ["cog-lsp", "check", str(Path(__file__).parent.parent / "fixtures/models/image")]
    code = (
        f"import sys; sys.argv = {check!r}; sys.modules[{library!r}] = None\n"
        "from cog_lsp.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"cog-lsp: The library {library} is not installed for Python 3.")
    assert done.stderr.count("\n") == 1
