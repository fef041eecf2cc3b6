"""Predictors that span several files of a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cog_lsp.predictor.cog.schema import schemas
from cog_lsp.predictor.model import ABSENT, UNKNOWN, Field, Predictor, Refusal
from cog_lsp.predictor.reading.modules import is_external, module_path
from cog_lsp.predictor.source import Source, read_source

MAIN = """\
from cog import BaseRunner
from shared.base import Base
from results import Result


class Runner(Base, BaseRunner):
    '''The model itself.'''

    def setup(self):
        pass
"""
BASE = """\
from cog import Input
from results import Options, Result

STEPS = 20


class Base:
    def run(self, options: Options, steps: int = Input(description="Steps", default=STEPS)) -> Result:
        return Result()
"""
RESULTS = """\
from typing import TypedDict

from cog import BaseModel, Path


class Result(BaseModel):
    file: Path


class Options(TypedDict):
    style: str
"""
FILES = {"shared/base.py": BASE, "results.py": RESULTS}


def runner(read: Callable[[str], str | None] | None, source: Source | None = None) -> Predictor:
    (found,) = (source or read_source(MAIN)).predictors("Runner", "run", read, "run.py")
    return found


def test_an_inherited_method_is_read_in_its_own_file() -> None:
    found = runner(FILES.get)
    assert (found.name, found.path, found.text) == ("Runner", "shared/base.py", BASE)
    assert BASE[found.method_span.start : found.method_span.end] == "run"
    assert BASE[found.name_span.start : found.name_span.end] == "run"
    steps = found.find("steps")
    assert steps is not None
    assert steps.meant("default") == 20
    assert found.docstring == "The model itself."


def test_models_of_other_files() -> None:
    found = runner(FILES.get)
    options = found.find("options")
    assert options is not None
    assert isinstance(options.field, Field)
    assert options.field.property["type"] == "object"
    made = schemas(found)
    assert not isinstance(made, Refusal)
    assert made["Output"]["properties"] == {"file": {"type": "string", "format": "uri", "title": "File"}}


MODULES = {
    "values.py": "STEPS = 30\n",
    "records.py": "from typing import TypedDict\nfrom cog import BaseModel\nclass Out(BaseModel):\n    a: int\n"
    "class Options(TypedDict):\n    x: int\n",
}
OUT = {"a": {"type": "integer", "title": "A"}}
BY_MODULE = [
    ("import records", "a: int", "records.Out", OUT),
    ("from . import records", "a: int", "records.Out", OUT),
    ("from . import records as r", "a: int", "r.Out", OUT),
    ("import records", "a: records.Options", "str", None),
    (
        "import records\nclass More(records.Options):\n    y: str",
        "a: int",
        "More",
        {"x": {"type": "integer", "title": "X"}, "y": {"type": "string", "title": "Y"}},
    ),
    (
        "import typing\nclass A(typing.TypedDict):\n    x: int\n    x: str\n    y: int - str\n"
        "    z: typing.Annotated[int, 1]",
        "a: A",
        "A",
        {"x": {"type": "string", "title": "X"}, "z": {"type": "integer", "title": "Z"}},
    ),
]


@pytest.mark.parametrize(("before", "parameter", "output", "properties"), BY_MODULE)
def test_models_by_the_name_of_their_module(
    before: str, parameter: str, output: str, properties: dict[str, Any] | None
) -> None:
    (found,) = read_source(f"{before}\ndef run({parameter}) -> {output}: ...\n").predictors("run", "run", MODULES.get)
    made = schemas(found)
    assert not isinstance(made, Refusal), made
    assert made["Input"]["properties"]["a"]["type"] == ("integer" if parameter == "a: int" else "object")
    assert made["Output"].get("properties") == properties
    if "A" in output and "x: str" in before:
        assert made["Output"]["required"] == ["x", "z"]


@pytest.mark.parametrize("imported", ["from . import values", "import values", "from .values import STEPS"])
def test_values_of_other_files_are_known_to_python_and_not_to_cog(imported: str) -> None:
    name = "STEPS" if imported.endswith("STEPS") else "values.STEPS"
    text = f"{imported}\nfrom cog import Input\ndef run(a: int = Input(default={name})) -> str: ...\n"
    (found,) = read_source(text).predictors("run", "run", MODULES.get)
    assert found.inputs[0].published("default") is ABSENT
    assert found.inputs[0].meant("default") in (30, UNKNOWN)


@pytest.mark.parametrize("read", [None, {}.get])
def test_without_the_other_files(read: Callable[[str], str | None] | None) -> None:
    found = runner(read)
    assert found.inputs == ()
    assert [refusal.kind for refusal in found.refusals] == ["ErrMethodNotFound"]


def test_a_change_in_another_file_is_seen() -> None:
    files = dict(FILES)
    source = read_source(MAIN)
    before = runner(files.get, source)
    same = runner(files.get, read_source(MAIN + "\n", source))
    assert [a is b for a, b in zip(before.inputs, same.inputs, strict=True)] == [True, True]
    files["results.py"] = RESULTS.replace("Options", "Choices")
    options = runner(files.get, read_source(MAIN + "\n\n", source)).find("options")
    assert options is not None
    assert isinstance(options.field, Refusal)


def test_files_that_import_each_other() -> None:
    files = {
        "a.py": "from b import B\nfrom cog import BaseModel\nclass A(BaseModel):\n    b: B\n",
        "b.py": "from a import A\nfrom cog import BaseModel\nclass B(BaseModel):\n    a: A\n",
    }
    text = "from a import A\nclass R(A):\n    def run(self) -> A: ...\n"
    (found,) = read_source(text).predictors("R", "run", files.get)
    assert found.output is not None
    assert isinstance(found.output.schema, dict)


@pytest.mark.parametrize(
    ("module", "importer", "path"),
    [
        ("types", "run.py", "types.py"),
        ("types", "pkg/run.py", "types.py"),
        (".types", "pkg/run.py", "pkg/types.py"),
        ("..types", "pkg/inner/run.py", "pkg/types.py"),
        ("...types", "pkg/run.py", "types.py"),
        (".types", "", "types.py"),
        ("models.output", "run.py", "models/output.py"),
        (".models.output", "pkg/run.py", "pkg/models/output.py"),
        (".", "run.py", ""),
    ],
)
def test_where_a_module_lies(module: str, importer: str, path: str) -> None:
    assert module_path(module, importer) == path


@pytest.mark.parametrize(
    ("module", "external"),
    [("numpy", True), ("cog.types", True), (".cog", True), ("cogs", False), ("results", False), ("", False)],
)
def test_modules_that_are_never_files_of_the_model(module: str, external: bool) -> None:
    assert is_external(module) is external
