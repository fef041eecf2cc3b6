"""Test cases of cog-safe-push against the signature."""

from __future__ import annotations

import pytest

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Replace
from cog_lsp.fixes.edits import Edit, apply
from cog_lsp.predictor.source import read_source
from cog_lsp.project.cogyaml import read_cog_yaml
from cog_lsp.project.context import Context
from cog_lsp.project.workspace import is_safe_push
from cog_lsp.readme.snippets.test_cases import snippets_of_cases
from cog_lsp.rules.readme.broken_example import check_cases
from cog_lsp.settings.record import Settings

SOURCE = """\
from cog import BaseRunner, Input, Path

class Runner(BaseRunner):
    def run(
        self,
        prompt: str = Input(description="Text."),
        steps: int = Input(description="Steps.", default=20, ge=1, le=50),
        fast: bool = Input(description="Speed.", default=False),
    ) -> Path:
        ...
"""
PREDICTOR = next(iter(read_source(SOURCE).predictors(None, "run", lambda _: None)))

CONFIG = """\
# 🎨
model: me/painter
predict:
  test_cases:
    - inputs:
        "promt": a red car
        steps: 28
      match_prompt: a car
    - inputs: {prompt: x, steps: 500, fast: true}
    - inputs:
        steps: 5
    - inputs:
        steps: wrong
      error_contains: steps
  fuzz:
    fixed_inputs:
      steps: "5"
    disabled_inputs: [fast, fsat]
"""


def findings(text: str) -> list[Finding]:
    return list(check_cases(text, Context(Settings(), predictor=PREDICTOR)))


def test_findings() -> None:
    found = findings(CONFIG)
    assert [CONFIG[slice(*f.span)] for f in found] == ["promt", "500", "inputs", '"5"', "fsat"]
    assert "This test case leaves out “prompt”" in found[2].message


def test_fix() -> None:
    (repair,) = findings(CONFIG)[0].repairs
    assert isinstance(repair, Replace)
    corrected = apply(CONFIG, [Edit(repair.span, repair.text)])
    assert corrected == CONFIG.replace('"promt"', '"prompt"')
    assert [f.span for f in findings(corrected)] != [f.span for f in findings(CONFIG)]


@pytest.mark.parametrize("end", range(0, len(CONFIG) + 1, 7))
def test_every_prefix(end: int) -> None:
    for finding in findings(CONFIG[:end]):
        assert 0 <= finding.span.start <= finding.span.end <= end


@pytest.mark.parametrize(
    "text",
    ["", "[]", "predict: 5", "predict: [a]", "predict: {test_cases: 5, fuzz: x}", "a: &a [*a]", "\0", "x: {" * 2000],
)
def test_other_yaml(text: str) -> None:
    assert snippets_of_cases(text) == ()


def test_train() -> None:
    (snippet,) = snippets_of_cases("train:\n  test_cases:\n  - inputs: {data: '@a.zip', x: ~, y: 1.5, z: [1, a]}\n")
    assert snippet.mode == "train"
    assert findings("train:\n  test_cases:\n  - inputs: {nope: 1}\n") == []


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("cog-safe-push.yaml", True),
        ("cog-safe-push-configs/dev.yaml", True),
        ("safe-push-configs/a.yml", True),
        ("a/cog-safe-push.yaml", False),
        ("cog.yaml", False),
    ],
)
def test_paths(path: str, wanted: bool) -> None:
    assert is_safe_push(path) is wanted


TRAIN = """\
from cog import Input, Path


def train(photos: Path, rounds: int = Input(default=4, le=20)) -> Path:
    return photos
"""
TRAINER = next(iter(read_source(TRAIN).predictors("train", "train", lambda _: None)))
SECOND = next(iter(read_source(SOURCE.replace("steps", "grain")).predictors(None, "run", lambda _: None)))
COG = read_cog_yaml("image: r8.im/me/painter\n")

OURS = Context(Settings(), COG, None, PREDICTOR)

MODELS = {
    "another variant": (
        "model: me/painter-fast\n",
        "predict",
        "grane: 3",
        Context(Settings(), COG, None, PREDICTOR),
        [],
    ),
    "this one": ("model: me/painter\n", "predict", "grane: 3", OURS, ["grane"]),
    "any of two": ("", "predict", "grain: 3", Context(Settings(), candidates=(PREDICTOR, SECOND)), []),
    "none of two": ("", "predict", "zoom: 3", Context(Settings(), candidates=(PREDICTOR, SECOND)), ["zoom"]),
    "a value of one of two": ("", "predict", "steps: 500", Context(Settings(), candidates=(PREDICTOR, SECOND)), []),
    "a trainer": ("", "train", "rounds: 99", Context(Settings(), None, None, PREDICTOR, TRAINER), ["rounds"]),
}


@pytest.mark.parametrize(("head", "stanza", "entry", "context", "named"), MODELS.values(), ids=MODELS.keys())
def test_which_model_is_meant(head: str, stanza: str, entry: str, context: Context, named: list[str]) -> None:
    required = "photos: https://example.com/a.zip" if stanza == "train" else "prompt: x"
    text = f"{head}{stanza}:\n  test_cases:\n    - inputs:\n        {required}\n        {entry}\n"
    found = [finding.message for finding in check_cases(text, context)]
    assert len(found) == len(named)
    assert all(f"“{name}”" in message for name, message in zip(named, found, strict=True))


KEYS = {
    "predict:\n  fuzz:\n    iteration: 3\n": "iterations",
    "predict:\n  testcases: []\n": "test_cases",
    "modle: me/painter\n": "model",
    "train:\n  destnation: me/x\n": "destination",
    "predict:\n  test_cases:\n    - inputs: {prompt: x}\n      match_promt: a car\n": "match_prompt",
    "predict:\n  test_cases:\n    - inputs: {prompt: x}\n      match_url: a\n      exact_string: b\n": "not both",
    "parallel: 4\nofficial_model: a/b\npredict:\n  fuzz:\n    iterations: 3\n": None,
    "somebody: else\n": None,
}


@pytest.mark.parametrize(("text", "word"), KEYS.items())
def test_keys(text: str, word: str | None) -> None:
    found = [finding.message for finding in check_cases(text, Context(Settings(), None, None, PREDICTOR))]
    assert [word in message for message in found] == ([] if word is None else [True])
