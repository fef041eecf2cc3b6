"""Broken signatures: the inputs around the broken one stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from cog_lsp.predictor.broken.repair import repair
from cog_lsp.predictor.memory import Memory
from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.source import read_source
from tests.effort import examples
from tests.predictor.edits.test_incremental import edits
from tests.predictor.examples import FILES, predictor, with_parameter
from tests.predictor.test_source import check_spans

WHOLE = "whole"  # read with all its arguments
OPAQUE = "opaque"  # known by name and type only
GONE = "gone"

BROKEN = [
    ('image: Path = Input(description="half', OPAQUE),
    ("image: Path = Input(description='half, default=1),", OPAQUE),
    ('image: Path = Input(description="""half', OPAQUE),
    ('image: Path = Input(description=f"half {x', OPAQUE),
    ("image: Path = Input(", OPAQUE),
    ("image: Path = Input(ge=", OPAQUE),
    ("image: Path = Input(ge=),", OPAQUE),
    ("image: Path = Input(ge=1 le=2),", OPAQUE),
    ("image: Path = Input(ge=1,, le=2),", OPAQUE),
    ('image: Path = Input(description="x",\n            default=', OPAQUE),
    ('image: Path = Input(description="x"', OPAQUE),
    ('image: Path = Input(choices=["a", "b"', OPAQUE),
    ('image: Path = Input(choices=["a", "b)', OPAQUE),
    ('image: Path = Input(default={"a": 1,', OPAQUE),
    ("image: Path = Input(lambda", OPAQUE),
    ('image: Path = Input(description="a" +', OPAQUE),
    ("image: Path = Input(description='it's'),", OPAQUE),
    ("image: Path =", OPAQUE),
    ("image: Path = Input()", WHOLE),  # the comma is missing
    ("image: Path = Input()),", WHOLE),
    ("image: Path", WHOLE),
    ("image:", GONE),
    ("image", GONE),
    ("image: List[Path = Input(),", GONE),
    ("image: Path Input(),", GONE),
    ("image = = 1,", GONE),
    ("*image: = 3", GONE),
    (", ,", GONE),
    ("(", GONE),
    (")", GONE),
    ('"', GONE),
    ('"""', GONE),
    ("\\", GONE),
]


def state(found: Predictor, name: str) -> str:
    made = found.find(name)
    return GONE if made is None else OPAQUE if made.opaque else WHOLE


@pytest.mark.parametrize(("parameter", "expected"), BROKEN)
def test_one_broken_parameter(parameter: str, expected: str) -> None:
    found = predictor(with_parameter("        " + parameter), "Predictor")
    names = [made.name for made in found.inputs if made.name != "image"]
    assert names == ["prompt", "steps", "seed"]
    assert [len(made.arguments) for made in found.inputs if made.name != "image"] == [2, 4, 2]
    assert state(found, "image") == expected
    assert found.output is not None
    assert (found.output.source, found.docstring) == ("Path", "Run.")
    check_spans(found)


ONE_LINE = [
    (parameter, expected)
    for parameter, expected in BROKEN
    if "\n" not in parameter
    and '"""' not in parameter
    and parameter not in ('"', "image: Path", "image", "\\", "*image: = 3")
]


@pytest.mark.parametrize(("parameter", "expected"), ONE_LINE)
def test_a_signature_in_one_line(parameter: str, expected: str) -> None:
    """The input before stays whole; the one after is found at least by name."""
    text = (
        "from cog import Input\nclass P:\n"
        f'    def run(self, a: str = Input(description="x"), {parameter.rstrip(",")}, '
        "c: int = Input(default=1)) -> str:\n"
        "        return a\n"
    )
    found = predictor(text, "P")
    assert found.inputs[0].description == "x"
    assert state(found, "c") in (WHOLE, OPAQUE)
    assert state(found, "image") in (expected, WHOLE)
    check_spans(found)


CONFLICT = """\
<<<<<<< HEAD
        image: Path = Input(description="ours"),
=======
        image: Path = Input(description="theirs"),
>>>>>>> branch"""


def test_conflict_markers() -> None:
    found = predictor(with_parameter(CONFLICT), "Predictor")
    assert [made.name for made in found.inputs] == ["prompt", "image", "image", "steps", "seed"]
    assert [made.description for made in found.inputs if made.name == "image"] == ["ours", "theirs"]


BODIES = [
    "self.client = ",
    "foo(bar",
    "x = {",
    'y = "half',
    'z = """half',
    "if x",
    "for in y:",
    "return )",
    "f'{a'",
    "\x00",
]


@pytest.mark.parametrize("line", BODIES)
def test_a_broken_body_changes_nothing_above_it(line: str) -> None:
    whole = with_parameter("        size: int = Input(default=1),")
    broken = whole.replace("        return Path(image)\n", f"        {line}\n        return Path(image)\n")
    assert predictor(broken).inputs == predictor(whole).inputs
    assert predictor(broken).docstring == "Run."


@pytest.mark.parametrize("line", ["import (", "STEPS = [", "def helper(:", "class Broken(", "x = 'half", "@", ")"])
def test_a_broken_statement_above(line: str) -> None:
    """Constants of other statements are still known."""
    text = with_parameter("        size: int = Input(default=1),")
    text = text.replace("class Predictor", f"{line}\n\n\nclass Predictor")
    steps = predictor(text, "Predictor").find("steps")
    assert steps is not None
    assert steps.meant("default") == (20 if "STEPS" not in line else steps.meant("default"))


@pytest.mark.parametrize("behind", ["\u2028", "\f", "\r", " # why", " return 1"])
def test_what_stands_behind_a_signature(behind: str) -> None:
    """It ends with its colon, whatever comes, and whatever was there before."""
    text = "import enum =\n" + FILES["train"]
    after = text.replace(") -> TrainingOutput:", f") -> TrainingOutput:{behind}")
    before = read_source(text)
    before.predictors(None, "train")
    for source in (read_source(after), read_source(after, before)):
        (found,) = source.predictors(None, "train")
        assert found.output is not None
        assert found.output.source == "TrainingOutput"
        assert len(found.inputs) == 7


@pytest.mark.parametrize(
    ("last", "left"),
    [
        ("    size: int = I\nnput(default=1),", ["prompt"]),
        ("    size: int = 1\nnput(default=1),", ["prompt"]),
        ("    size: int = Input(\nsteps(", ["prompt", "size"]),
    ],
)
def test_a_signature_without_room_for_its_end(last: str, left: list[str]) -> None:
    """A statement at the left follows at once. What stands below stays where it is."""
    text = (
        f"from cog import Input\ndef run(\n    prompt: str,\n{last}\n) -> str: ...\n\n\ndef train(n: int) -> str: ...\n"
    )
    (found,) = read_source(text).predictors("run", "run")
    assert [made.name for made in found.inputs] == left
    (found,) = read_source(text).predictors("train", "train")
    assert [text[o : o + len(i.source)] for o, i in found.placed()] == [i.source for i in found.inputs] == ["n: int"]


@given(edits())
@settings(max_examples=examples(250), deadline=None)
def test_a_repaired_text_is_as_long_as_it_was(texts: list[str]) -> None:
    for text in texts:
        repaired = repair(text, Memory()).text
        assert len(repaired) == len(text)
        assert all(now in (was, " ", ")", ":", ",", "\n") for was, now in zip(text, repaired, strict=True))


def test_a_signature_without_its_end() -> None:
    """The closing parenthesis is still to be typed, and the body is there already."""
    text = with_parameter("        size: int = Input(default=1),").replace("    ) -> Path:\n", "")
    assert [made.name for made in predictor(text, "Predictor").inputs] == ["prompt", "size", "steps", "seed"]


@pytest.mark.parametrize("file", FILES)
def test_every_prefix(file: str) -> None:
    """A file that is being typed: no prefix fails, and spans stay inside."""
    text = FILES[file]
    source = read_source("")
    for end in range(0, len(text) + 1, 7):
        source = read_source(text[:end], source)
        for mode in ("run", "train"):
            for found in source.predictors(None, mode):
                check_spans(found)


ODD = {
    "nul": "\x00",
    "surrogate": "\ud800",
    "brackets": "(" * 100_000,
    "nested": "class P:\n    def run(self, x: " + "List[" * 20_000,
    "braces": "x = " + "{" * 50_000,
    "quotes": '"' * 9_999,
    "defs": "def run(" * 3_000,
    "words": "a" * 100_000,
    "indents": "\n".join(" " * width + "if x:" for width in range(300)),
    "commas": "class P:\n    def run(self" + "," * 30_000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts(name: str) -> None:
    """Nothing raises, whatever the text is, and whatever it was before."""
    text = ODD[name]
    head = "from cog import Input\n"
    for before in (None, read_source(FILES["function"])):
        for whole in (text, head + text, head + f"class P:\n    def run(self, a: str = Input(), {text}"):
            read_source(whole, before).predictors("P", "run")
            read_source(whole, before).predictors(None, "train")


HOSTILE = {
    "parents": "".join(f"class C{i}(C{i - 1}, C{i - 1}):\n  pass\n" for i in range(1, 600)) + "class P(C599): ...\n",
    "models": "from cog import BaseModel\n"
    + "".join(f"class M{i}(BaseModel):\n  a: M{i + 1}\n  b: M{i + 1}\n" for i in range(60))
    + "class M60(BaseModel):\n  a: int\nclass P:\n  def run(self) -> M0: ...\n",
    "constants": "A0 = ['x']\n"
    + "".join(f"A{i} = A{i - 1} + A{i - 1}\n" for i in range(1, 80))
    + "class P:\n  def run(self, x: str = Input(choices=A79)) -> str: ...\n",
    "pattern": "class P:\n  def run(self, x: str = Input(regex='^(a+)+$', default='" + "a" * 80 + "b')) -> str: ...\n",
    "inputs": "class P:\n  def run(self, "
    + ", ".join(f"x{i}: int = Input(default={i})" for i in range(800))
    + "): ...\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts(name: str) -> None:
    """What could double or go back without end comes to one."""
    (found,) = read_source(HOSTILE[name]).predictors("P", "run")
    assert found.name == "P"
