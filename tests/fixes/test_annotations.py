"""Annotations in the style of the file."""

from __future__ import annotations

import pytest

from cog_lsp.fixes import fixes
from cog_lsp.fixes.annotations import styled
from cog_lsp.fixes.edits import apply
from cog_lsp.fixes.imports import Name
from tests.models import ROOT, checked
from tests.rules.schema_examples import one

OPTIONAL = (("typing", "Optional"),)
BODY = (
    "\n\nclass Predictor(BasePredictor):\n"
    "    def run(self, {}seed: int = Input(default=None)) -> str:\n        return ''\n"
)
COG = "from cog import BasePredictor, Input\n"

CASES: dict[str, tuple[str, str, str | None, str, tuple[Name, ...]]] = {
    "nothing known": (COG, "", None, "Optional[int]", OPTIONAL),
    "Python 3.10": (COG, "", "3.10", "int | None", ()),
    "Python 3.12.1": (COG, "", "3.12.1", "int | None", ()),
    "Python 3.9": (COG, "", "3.9", "Optional[int]", OPTIONAL),
    "future annotations": ("from __future__ import annotations\n" + COG, "", None, "int | None", ()),
    "imported": ("from typing import Optional\n" + COG, "", "3.12", "Optional[int]", OPTIONAL),
    "the signature uses unions": (
        "from typing import Optional\n" + COG,
        "mask: str | None = None, ",
        None,
        "int | None",
        (),
    ),
    "the signature uses Optional": (
        "import typing\n" + COG,
        "mask: typing.Optional[str] = None, ",
        "3.12",
        "typing.Optional[int]",
        (),
    ),
    "typing under another name": ("import typing as t\n" + COG, "", None, "t.Optional[int]", ()),
    "the rest of the file uses unions": (COG + "def f(x: int | None): ...\n", "", None, "int | None", ()),
    "a union in a string does not count": (COG + "X = 'int | None'\n", "", None, "Optional[int]", OPTIONAL),
    "another Optional": ("from attrs import Optional\n" + COG, "", None, "typing.Optional[int]", (("typing", ""),)),
}


@pytest.mark.parametrize("name", CASES)
def test_optional(name: str) -> None:
    head, parameters, python, expected, imports = CASES[name]
    text = head + BODY.format(parameters)
    assert styled("Optional[int]", OPTIONAL, text, one(text), python) == (expected, imports)


SOURCES = [
    ("'Optional[int]'", "'int | None'", "'Optional[int]'"),
    ("Optional[Union[int, str]]", "Union[int, str] | None", "Union[int, str, None]"),
    ("Optional[Union[int, str, ]]", "Union[int, str, ] | None", "Union[int, str, None]"),
    ("Optional[typing.Union[int, X]]", "typing.Union[int, X] | None", "typing.Union[int, X, None]"),
    ("Optional[list[str]]", "list[str] | None", "Optional[list[str]]"),
    ("list[Optional[int]]", "list[Optional[int]]", "list[Optional[int]]"),
    ("Optional[int] | Optional[str]", "Optional[int] | Optional[str]", "Optional[int] | Optional[str]"),
    ("str", "str", "str"),
]


@pytest.mark.parametrize(("source", "new", "old"), SOURCES)
def test_forms(source: str, new: str, old: str) -> None:
    text = COG + BODY.format("")
    assert styled(source, (), text, one(text), "3.12")[0] == new
    assert styled(source, (), text, one(text), "3.8")[0] == old


def test_a_name_that_is_taken() -> None:
    text = "from pathlib import Path\n" + COG + BODY.format("")
    assert styled("list[Path]", (("cog", "Path"),), text, one(text), None) == ("list[cog.Path]", (("cog", ""),))


@pytest.mark.parametrize(("python", "expected"), [("3.8", "Optional[int]"), ("3.12", "int | None")])
def test_the_python_that_the_model_asks_for(python: str, expected: str) -> None:
    text = "from cog import Input\n\n\ndef run(seed: int = Input(default=None)) -> str: ...\n"
    cog = f'build:\n  python_version: "{python}"\nrun: "run.py:run"\n'
    _, model = checked({"cog.yaml": cog, "run.py": text})
    ((finding, context),) = (it for it in model.in_context(ROOT / "run.py") if it[0].rule == "required-by-none")
    fix, *_ = fixes(finding, context, text)
    assert f"(seed: {expected} = " in apply(text, fix.edits)
