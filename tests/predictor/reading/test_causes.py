"""Why a type or default cannot be followed: the kind of thing that its name stands for, and where that comes from."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.cause import Cause
from cog_lsp.predictor.model import Predictor, Refusal
from cog_lsp.predictor.source import read_source

HEAD = """from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from typing import Annotated, Literal, NewType, Optional
import numpy as np
import torch
from cog import BaseModel, BaseRunner, Input, Path
from cog import Path as CogPath
import options
from options import Mode, Plain
from parts import Made, Named, Table
from missing.part import Gone


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Auto(Enum):
    ONE = auto()


Size = Literal[512, 1024]
Text = str
Words = Text
Id = NewType("Id", str)
type Long = list[Words]


@dataclass
class Data:
    a: int


class Own:
    pass


class Result(BaseModel):
    side: Side


class Later(Result):
    more: int


class Runner(BaseRunner):
    def run(self, x: {}) -> {}:
        return x
"""
FILES = {
    "options.py": "from enum import Enum\n\nclass Mode(str, Enum):\n    FAST = 'fast'\n\nPlain = str\n",
    "parts/__init__.py": "from .made import Made, Named\nfrom .table import *\n",
    "parts/made.py": "from cog import BaseModel\n\nclass Made(BaseModel):\n    a: int\n\nclass Named:\n    pass\n",
}


def read(kind: str, returned: str = "str") -> Predictor:
    files = {**FILES, "run.py": HEAD.format(kind, returned)}
    (found,) = read_source(files["run.py"]).predictors("Runner", "run", files.get, "run.py")
    return found


INPUTS: list[tuple[str, Cause | None]] = [
    ("Side", Cause("enumeration", "Side", values={"LEFT": "left", "RIGHT": "right"})),
    ("Optional[Side]", Cause("enumeration", "Side", values={"LEFT": "left", "RIGHT": "right"})),
    ("Level = Level.LOW", Cause("enumeration", "Level", values={"LOW": 1, "HIGH": 2})),
    ("Auto", Cause("enumeration", "Auto")),
    ("Mode", Cause("enumeration", "Mode", "options", values={"FAST": "fast"})),
    ("options.Mode", Cause("enumeration", "Mode", "options", values={"FAST": "fast"})),
    ("Size", Cause("alias", "Size", source="Literal[512, 1024]")),
    ("list[Words]", Cause("alias", "Words", source="str")),
    ("Plain", Cause("alias", "Plain", "options", source="str")),
    ("Data", Cause("dataclass", "Data")),
    ("Own", Cause("class", "Own")),
    ("Result", Cause("derived", "Result")),
    ("torch.Tensor", Cause("module", "Tensor", "torch")),
    ("np.ndarray", Cause("module", "ndarray", "numpy")),
    ("Gone", Cause("module", "Gone", "missing.part")),
    ("Named", Cause("class", "Named", "parts.made")),
    ("Table", Cause("module", "Table", "parts")),
    ("Strng", Cause("unbound", "Strng")),
    ("Annotated[str, Input()]", Cause("annotated", "Annotated", source="str")),
    ("Annotated[int, Field(ge=1)]", Cause("annotated", "Annotated", source="int")),
    ("Id", Cause("made", "Id")),
    ("Long", Cause("alias", "Long", source="list[Words]")),
    ("CogPath", None),
    ("bytes", None),
    ("list", None),
    ("nowhere.Thing", None),
]


@pytest.mark.parametrize(("kind", "cause"), INPUTS, ids=[kind for kind, _ in INPUTS])
def test_inputs(kind: str, cause: Cause | None) -> None:
    (made,) = read(kind).inputs
    assert isinstance(made.field, Refusal)
    assert made.field.cause == cause
    assert made.refusals[0] is made.field


OUTPUTS: list[tuple[str, Cause | None, str]] = [
    ("Data", Cause("dataclass", "Data"), "Data"),
    ("list[Own]", Cause("class", "Own"), "list[Own]"),
    ("Later", Cause("derived", "Later"), "Later"),
    ("Result", Cause("enumeration", "Side", values={"LEFT": "left", "RIGHT": "right"}), "Side"),
    ("dict[str, Result]", Cause("enumeration", "Side", values={"LEFT": "left", "RIGHT": "right"}), "Side"),
    ("Made", Cause("passed on", "Made", "parts.made"), "Made"),
    ("Named", Cause("class", "Named", "parts.made"), "Named"),
    ("np.ndarray", Cause("module", "ndarray", "numpy"), "np.ndarray"),
    ("Foo", Cause("unbound", "Foo"), "Foo"),
    ("Optional[str]", None, "Optional[str]"),
]


@pytest.mark.parametrize(("returned", "cause", "at"), OUTPUTS, ids=[returned for returned, *_ in OUTPUTS])
def test_outputs(returned: str, cause: Cause | None, at: str) -> None:
    """The cause, and what it is about: the annotation, or that of a field."""
    found = read("str", returned)
    assert found.output is not None
    refusal = found.output.schema
    assert isinstance(refusal, Refusal)
    assert refusal.cause == cause
    assert found.text[refusal.span.start : refusal.span.end] == at


def test_what_an_input_says_in_its_annotation() -> None:
    (made,) = read('Annotated[str, Input(description="Words.", max_length=9)] = "none"').inputs
    assert made.description == "Words."
    assert made.meant("default") == "none"
    assert made.meant("max_length") == 9
    assert str(made.type) == "str"


def test_a_base_that_is_not_found() -> None:
    text = "from app.base import Base\nclass Middle(Base): ...\nclass Runner(Middle): ...\n"
    (found,) = read_source(text).predictors("Runner", "run", {}.get, "src/app/run.py")
    assert [refusal.cause for refusal in found.refusals] == [Cause("module", "Base", "app.base")]
    (found,) = read_source("class Runner(Base): ...\n").predictors("Runner", "run")
    assert [refusal.cause for refusal in found.refusals] == [Cause("unbound", "Base")]
    (found,) = read_source("from cog import BaseRunner\nclass Runner(BaseRunner): ...\n").predictors("Runner", "run")
    assert [refusal.cause for refusal in found.refusals] == [None]
