"""Breaking changes between two versions of a model."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.cog.compare import breaking_changes
from cog_lsp.predictor.cog.schema import Components, schemas
from cog_lsp.predictor.model import Refusal
from cog_lsp.predictor.source import read_source


def model(parameters: str, output: str = "str", mode: str = "run") -> Components:
    text = (
        "from typing import Iterator\nfrom cog import BaseModel, Input, Path, Secret\n"
        "class Out(BaseModel):\n    a: int\nclass Out2(BaseModel):\n    b: int\n"
        f"def {mode}({parameters}) -> {output}: ...\n"
    )
    (found,) = read_source(text).predictors(mode, mode)  # type: ignore[arg-type]
    made = schemas(found)
    assert not isinstance(made, Refusal), made
    return made


CHANGES: list[tuple[str, str, list[str]]] = [
    ("a: str", "a: str", []),
    ("a: str", "", ["The input a is gone: calls that send it fail or lose it."]),
    ("a: str = 'x'", "a: str = 'y'", []),
    ("a: str = 'x'", "a: str", ["a is now required: calls that leave it out fail."]),
    ("", "a: str", ["a is a new required input: calls that do not know it fail."]),
    ("", "a: str = ''", []),
    ("", "a: str | None", ["a is new and has no default: cog-safe-push takes it for required. Write default=None."]),
    ("", "a: str | None = None", []),
    ("a: str", "a: str | None", []),
    ("a: str", "a: int", ["a changed from a string to an integer."]),
    ("a: str", "a: Path", ["a changed from a string to a file."]),
    ("a: Path", "a: Secret", ["a changed from a file to a secret."]),
    ("a: list[str]", "a: list[int]", ["a changed from a list of strings to a list of integers."]),
    ("a: str", "a: str | int", ["a changed from a string to a string or an integer."]),
    ("a: int", "a: int = Input(ge=1, default=1)", ["a now has a minimum of 1."]),
    ("a: int = Input(ge=1)", "a: int = Input(ge=2)", ["The minimum of a rose from 1 to 2."]),
    ("a: int = Input(ge=2)", "a: int = Input(ge=1)", []),
    ("a: float = Input(le=2)", "a: float = Input(le=1.5)", ["The maximum of a fell from 2 to 1.5."]),
    ("a: float = Input(le=2)", "a: float", []),
    ("a: str = Input(choices=['x', 'y'])", "a: str = Input(choices=['y', 'z'])", ['a no longer takes "x".']),
    ("a: str = Input(choices=['x'])", "a: str", []),
    ("a: str", "a: str = Input(choices=['x'])", ['a now takes only some values: "x".']),
    (
        "a: str = Input(choices=['1'])",
        "a: int = Input(choices=[1])",
        ["The choices of a changed from a string to an integer."],
    ),
]


@pytest.mark.parametrize(("old", "new", "sentences"), CHANGES)
def test_inputs(old: str, new: str, sentences: list[str]) -> None:
    changes = breaking_changes(model(old), model(new))
    assert [change.sentence for change in changes] == sentences
    assert {change.input for change in changes} <= {"a"}


OUTPUTS = [
    ("str", "str", []),
    ("str", "Path", ["The output changed from a string to a file."]),
    ("list[str]", "Iterator[str]", ["The output changed from a list of strings to a stream of strings."]),
    ("list[list[int]]", "int", ["The output changed from a list of lists of integers to an integer."]),
    ("Out", "Out2", ["The output is still an object, but of another shape."]),
]


@pytest.mark.parametrize(("old", "new", "sentences"), OUTPUTS)
def test_outputs(old: str, new: str, sentences: list[str]) -> None:
    changes = breaking_changes(model("", old), model("", new))
    assert [(change.input, change.sentence) for change in changes] == [(None, sentence) for sentence in sentences]


def test_trainings() -> None:
    changes = breaking_changes(model("a: str", mode="train"), model("", mode="train"))
    assert [change.input for change in changes] == ["a"]
