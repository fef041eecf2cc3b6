"""Whole readings of predictors, most of them half written: inputs, values in both readings, output, refusals.

`readings.txt` holds them. Sources are written by hand; what stands below the dashes can be written anew with
`python -m tests.predictor.test_readings`. Read what changes there: nothing of it is right because it was recorded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cog_lsp.predictor.model import ABSENT, UNKNOWN, Field, Home, Input, Predictor, Refusal
from cog_lsp.predictor.source import read_source

FILE = Path(__file__).with_name("readings.txt")
HEAD = "from cog import BasePredictor, Input, Path\n\n\nclass Predictor(BasePredictor):\n    def run("
TAIL = ') -> Path:\n        """Run."""\n        return Path(prompt)\n'
MODELS = """from cog import BasePredictor
from cog import BaseModel as Base
from pydantic import BaseModel as Other
from torch import BaseModel as Foreign
from typing import TypedDict as Dictionary, NotRequired as Maybe, Required, Optional
import typing as t
import cog
class A(Base):
    x: int
    y: str = "a"
    z: Optional[float]
    w = 1
class B(Other):
    a: A
    more: list[A] = []
class C(Foreign):
    x: int
class D(cog.BaseModel):
    x: int = make()
class E(Dictionary):
    x: int
    y: Maybe[str]
class F(E, total=False):
    x: str
    z: Required[int]
    w: float
class G(t.TypedDict):
    x: "int"
class H(BaseModel):
    h: "H"
class I(TypedDict): x: int
class Predictor(BasePredictor):
    def run(self) -> {}: ...
"""
PRELUDES = {
    "models": MODELS,
    "lines": f"{HEAD}\n        self,\n        prompt: str,\n{{}}\n        seed: int = Input(ge=0),\n    {TAIL}",
    "line": f"{HEAD}self, prompt: str, {{}}, seed: int = Input(ge=0){TAIL}",
    "last": f"{HEAD}\n        self,\n        prompt: str = Input(ge=1),\n{{}}\n    {TAIL}",
}
"""Where the text of a case goes; a case for "file" is a whole file."""


def described(text: str, before: str | None = None) -> Iterator[str]:
    """The reading of a file in words, or of what becomes of another text."""
    for found in read_source(text, None if before is None else read_source(before)).predictors(None, "run"):
        names = (found.name_span, found.method_span)
        yield f"{found.kind} {found.name}.{found.method} ({found.api})"
        assert [text[span.start : span.end] for span in names] == [found.name, found.method]
        for origin, made in found.placed():
            yield from _input(text, origin, made)
        for lost in found.lost:
            yield f"  lost {_shown(lost.source)}"
            assert text[lost.span.start : lost.span.end] == lost.source
        yield from _rest(text, found)


def _input(text: str, origin: int, made: Input) -> Iterator[str]:
    annotation = "" if made.annotation is None else f": {_shown(made.annotation.source)} is {made.type}"
    marks = [] if made.home is Home.SIGNATURE else [made.home.value]
    marks += (["opaque"] if made.opaque else []) + ([f"{len(made.comments)} comments"] if made.comments else [])
    required = " (required)" if isinstance(made.field, Field) and made.field.required else ""
    yield f"  input {made.name}{annotation}{required}" + "".join(f", {mark}" for mark in marks)
    for argument in made.arguments:
        readings = f"{argument.form}, {_value(argument.meant)}, published {_value(argument.published)}"
        yield f"    {argument.keyword} {_shown(argument.source)}: {readings}"
    if made.opaque or made.default_span is None:
        assert not made.arguments or made.call_span is not None
    yield f"    source {_shown(text[origin + made.span.start : origin + made.span.end])}"
    for refusal in made.refusals:
        place = text[origin + refusal.span.start : origin + refusal.span.end]
        yield f"    refused at {_shown(place)}: {_shown(refusal.message)}"


def _rest(text: str, found: Predictor) -> Iterator[str]:
    yield f"  signature of {text[found.signature_span.start : found.signature_span.end].count(chr(10)) + 1} lines"
    if found.output is not None:
        schema = found.output.schema
        read = f"refused: {schema.message}" if isinstance(schema, Refusal) else json.dumps(schema)
        yield f"  output {_shown(found.output.source)}, {_shown(read)}"
    if found.docstring is not None:
        yield f"  says {_shown(found.docstring)}"
    for refusal in found.refusals:
        yield f"  refused at {_shown(text[refusal.span.start : refusal.span.end])}: {_shown(refusal.message)}"


def _shown(text: str) -> str:
    """A text on one line."""
    return "`" + text.replace("\r", "␍").replace("\n", "⏎") + "`"


def _value(value: object) -> str:
    if value is UNKNOWN or value is ABSENT:
        return str(getattr(value, "value", ""))
    return repr(value)


def cases() -> Iterator[tuple[str, str, str, list[str]]]:
    """Title, what is written, the whole text, and what is recorded."""
    for block in FILE.read_text(encoding="utf-8").split("\n#### ")[1:]:
        title, _, rest = block.removesuffix("\n").partition("\n")
        written, _, recorded = rest.rpartition("\n----")
        kind = title.split()[0]
        text = written + "\n" if kind == "file" else PRELUDES[kind].replace("{}", written)
        yield title, written, text, recorded.removeprefix("\n").split("\n") if recorded else []


CASES = list(cases())
UPDATE = "Meant so? `python -m tests.predictor.test_readings` writes readings.txt anew; read the difference."


def test_cases_have_names_of_their_own() -> None:
    assert len({title for title, *_ in CASES}) == len(CASES) > 60


@pytest.mark.parametrize(("text", "recorded"), [case[2:] for case in CASES], ids=[case[0] for case in CASES])
def test_reading(text: str, recorded: list[str]) -> None:
    assert list(described(text)) == recorded, UPDATE


@pytest.mark.parametrize("text", [case[2] for case in CASES], ids=[case[0] for case in CASES])
def test_reading_with_other_line_ends(text: str) -> None:
    """Only the line ends inside of what is written differ."""
    lines = [line.replace("␍⏎", "⏎").replace("\\r\\n", "\\n") for line in described(text.replace("\n", "\r\n"))]
    assert lines == list(described(text))


@pytest.mark.parametrize(("title", "written", "text", "recorded"), CASES, ids=[case[0] for case in CASES])
def test_reading_while_it_is_typed(title: str, written: str, text: str, recorded: list[str]) -> None:
    """What stood there before does not matter: less of it, more of it, or something else."""
    short = written[: len(written) // 2]
    texts = (PRELUDES["lines"], text.replace(written, short), text.replace(written, written + "x"), text + "\nx = 1\n")
    for before in texts:
        assert list(described(text, before)) == recorded, (title, before)


if __name__ == "__main__":
    head = FILE.read_text(encoding="utf-8").partition("\n#### ")[0]
    blocks = ["\n".join([title, written, "----", *described(text)]) for title, written, text, _ in CASES]
    FILE.write_text("\n#### ".join([head, *blocks]) + "\n", encoding="utf-8")
