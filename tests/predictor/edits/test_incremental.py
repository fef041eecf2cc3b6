"""Parsing what changed gives what parsing everything gives, and inputs that did not change are the same objects."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.predictor.source import Source, read_source
from cog_lsp.predictor.syntax.difference import difference, word_edit
from tests.effort import examples
from tests.predictor.examples import FILES, with_parameter

REFUSED = """from dataclasses import dataclass
from enum import Enum
from typing import Annotated
from cog import BaseModel, BaseRunner, Input
from parts import Part

SIDES = ["left", "right", "above"]
SHARED = Input(description="Shared")
Size = int


class Side(Enum):
    LEFT = "left"


@dataclass
class Data:
    a: int


class Result(BaseModel):
    side: Side


class Shared:
    lamp: str = Input(choices=SIDES + ["bed"])


class Predictor(BaseRunner):
    def setup():
        pass

    def run(
        self,
        sun: str = Input(description="Sun", choices=SIDES + ["dawn"], default="dawn"),
        lamp: str = Input(description="Lamp", choices=SIDES + ["desk"]),
        bed: str = Shared.lamp,
        side: Side = Side.LEFT,
        size: Size = 3,
        data: Data = None,
        part: Part = Input(...),
        words: Annotated[str, Input(description="Words")] = "none",
        shared: str = SHARED,
    ) -> Result:
        return Result(side=side)


class Predictor(BaseRunner):
    pass
"""
TEXTS = [*FILES.values(), with_parameter('        style: str = Input(description="Style of the drawing"),'), REFUSED]
TOKENS = [
    *"\"'()[]{}:,=#\\\n\t\r |*@-.0aé🎨_",
    '"""',
    "\n    ",
    "\r\n",
    "Input(",
    "Input",
    "def ",
    "class X:\n",
    "return ",
    "import ",
    '@cog.input("a", type=int)\n',
    "self",
    "=None",
    "\x00",
    "\ud800",
    "\ufeff",
    "\u2028",
]


@st.composite
def edits(draw: st.DrawFn) -> list[str]:
    """A text, and what it becomes step by step."""
    texts = [draw(st.sampled_from(TEXTS))]
    for _ in range(draw(st.integers(1, 6))):
        text = texts[-1]
        at = draw(st.integers(0, len(text)))
        removed = draw(st.sampled_from([0, 0, 1, 2, 9, 60]))
        added = draw(st.sampled_from(["", "x", "ab", *TOKENS]))
        texts.append(text[:at] + added + text[at + removed :])
    return texts


def everything(source: Source) -> list[tuple[Predictor, ...]]:
    return [source.predictors(name, mode) for name in (None, "Predictor") for mode in ("run", "train")]


@given(edits())
@settings(max_examples=examples(250), deadline=None)
def test_incremental_equals_fresh(texts: list[str]) -> None:
    source = read_source(texts[0])
    for text in texts[1:]:
        source = read_source(text, source)
        assert repr(everything(source)) == repr(everything(read_source(text)))


@given(edits())
@settings(max_examples=examples(50), deadline=None)
def test_results_that_nobody_asked_for_do_no_harm(texts: list[str]) -> None:
    """Only the last text is asked for its predictors."""
    source = read_source(texts[0])
    everything(source)
    for text in texts[1:]:
        source = read_source(text, source)
    assert repr(everything(source)) == repr(everything(read_source(texts[-1])))


@given(st.text(alphabet="ab\n", max_size=40), st.text(alphabet="ab\n", max_size=40))
def test_difference(old: str, new: str) -> None:
    """The edit leads from one text to the other, and touches neither what they begin nor what they end with."""
    start, old_end, new_end = difference(old, new)
    assert old[:start] + new[start:new_end] + old[old_end:] == new
    assert old == new or not (old[start:old_end][:1] and old[start:old_end][:1] == new[start:new_end][:1])


def test_difference_of_long_texts() -> None:
    old = "x" * 5000
    for at in (0, 511, 512, 513, 4999, 5000):
        assert difference(old, old[:at] + "y" + old[at:]) == (at, at, at + 1)
    assert difference(old, old) == (5000, 5000, 5000)


@pytest.mark.parametrize(
    ("old", "new", "is_word"),
    [
        ("name = 1", "names = 1", True),
        ("name = 1", "xname = 1", True),
        ('"a word here"', '"a worded here"', True),
        ('"a word"', '"a worded"', False),
        ("# a word", "# two word", True),
        ("x = 1", "x = 12", False),
        ("x = 1", "x = a", False),
        ("i f x", "if x", False),
        ("clas x", "class x", False),
        ("Inpu(1)", "Input(1)", False),
        ('x"a"', 'fx"a"', False),
        ('"\\n"', '"\\nx"', False),
        ('"\\n a b"', '"\\n ab b"', True),
        ("f'{x!r}'", "f'{x!rx}'", False),
        ("1.e5", "1.e5x", False),
        ("a b", "ab", False),
        ("", "a", False),
        ("a", "", False),
    ],
)
def test_word_edits(old: str, new: str, is_word: bool) -> None:
    """Only what keeps every token what it is counts as a change of a word."""
    assert (word_edit(old, new, *difference(old, new)) is not None) is is_word


def inputs(text: str, source: Source) -> tuple[Source, dict[str, Input]]:
    source = read_source(text, source)
    (found,) = source.predictors(None, "run")
    return source, {made.name: made for made in found.inputs}


SPEECH = FILES["speech"]
# an edit, and the inputs that are read anew
CHANGES: list[tuple[str, str, str, set[str]]] = [
    ("a word in the body", "self.model(audio", "self.modelling(audio", set()),
    ("a statement in the body", "        return self", "        self.run(1)\n        return self", set()),
    ("a broken body", "        return self", "        self.run(1\n        return self", set()),
    (
        "a word above",
        "import enum",
        "import enums",
        {"audio", "language", "task", "beam_size", "vocabulary", "temperature", "prompt"},
    ),
    (
        "a member leaves its class",
        "\n    TRANSLATE",
        "\nTRANSLATE",
        {"audio", "language", "task", "beam_size", "vocabulary", "temperature", "prompt"},
    ),
    ("a description", "likeliest", "most likely", {"temperature"}),
    ("a description on a line of its own", "one on each line", "one on every line", {"vocabulary"}),
    (
        "a shared input moves",
        "        self.model = load",
        "        self.x = 1\n        self.model = load",
        {"audio", "language", "beam_size"},
    ),
    ("a comment above the class", "class Inputs:", "# Shared\nclass Inputs:", set()),
    ("a new line at the top", "import enum", "\nimport enum", set()),
]


@pytest.mark.parametrize(("what", "old", "new", "anew"), CHANGES, ids=[change[0] for change in CHANGES])
def test_what_did_not_change_is_the_same_object(what: str, old: str, new: str, anew: set[str]) -> None:
    assert SPEECH.count(old) == 1, what
    source, before = inputs(SPEECH, read_source(SPEECH))
    source, after = inputs(SPEECH.replace(old, new), source)
    assert {name for name, made in after.items() if made is not before[name]} == anew


def test_the_same_object_through_several_texts() -> None:
    """Texts that nobody asked about in between do not make it forget."""
    source, before = inputs(SPEECH, read_source(SPEECH))
    for count in range(3):
        source = read_source(SPEECH + "\n" * count, source)
    _, after = inputs(SPEECH + "\n\n\n\n", source)
    assert all(after[name] is made for name, made in before.items())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks(end: str, start: str) -> None:
    text = start + FILES["llm"].replace("\n", end)
    (found,) = read_source(text).predictors(None, "run")
    assert [made.name for made in found.inputs][:2] == ["prompt", "system_prompt"]
    system = found.find("system_prompt")
    assert system is not None
    assert system.meant("default") == "You are a helpful assistant.\nAnswer in the language of the question.\n"
    for origin, made in found.placed():
        assert text[origin : origin + made.span.end] == made.source


def test_tabs() -> None:
    text = with_parameter("        x: int = Input(default=1),").replace("    ", "\t")
    (found,) = read_source(text).predictors(None, "run")
    assert [made.name for made in found.inputs] == ["prompt", "x", "steps", "seed"]
