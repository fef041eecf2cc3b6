"""`cog-lsp facts`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cog_lsp.cli import main
from tests.evidence.predictors import predictor

BODY = """
if steps > 50:
    raise ValueError("too many")
return self.model(steps)
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "cog.yaml").write_text("predict: predict.py:Predictor\n", encoding="utf-8")
    text = predictor("steps: int = Input(default=20)", BODY)
    (tmp_path / "predict.py").write_text(text, encoding="utf-8")
    return tmp_path


def test_json(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", str(model), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["models"]
    assert found["path"] == model.as_posix()
    (fact,) = found["facts"]
    line = 1 + (model / "predict.py").read_text(encoding="utf-8").split("\n").index("        if steps > 50:")
    assert fact == {
        "kind": "refuses",
        "inputs": ["steps"],
        "file": "predict.py",
        "line": line,
        "end_line": line + 1,
        "condition": "steps > 50",
        "sentence": "Must be at most 50.",
        "told": "no",
    }


def test_text(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", str(model)]) == 0
    out = capsys.readouterr().out.split("\n")
    at = out.index("  steps")
    assert out[at + 1].startswith("    Must be at most 50.  (refuses, predict.py:")


def test_a_path_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", str(tmp_path / "none")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_what_the_files_show(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "cog.yaml").write_text(
        "image: r8.im/ann/harp\nbuild:\n  gpu: true\npredict: predict.py:Predictor\n", encoding="utf-8"
    )
    (model / "README.md").write_text(
        "---\nlicense: mit\n---\n\n# Harp\n\nRuns on an Nvidia T4 GPU.\n", encoding="utf-8"
    )
    assert main(["facts", str(model), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["models"]
    assert found["identity"]["model"] == "ann/harp"
    assert found["license"] == {"id": "MIT", "because": [{"file": "README.md", "line": 2, "what": "license: mit"}]}
    assert (found["hardware"]["gpu"], found["hardware"]["name"]) == (True, "T4")
    assert set(found["kind"]) == {"takes", "may_take", "makes", "task", "has_prompt", "because"}
    assert main(["facts", str(model)]) == 0
    out = capsys.readouterr().out
    assert "  model ann/harp  (cog.yaml:1)" in out
    assert "  runs on T4" in out
