"""Edits that stay inside one parameter or one word: what they give, and which edits count as such."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cog_lsp.predictor.edits.local_edit import LocalEdit, local_edit, rewritten
from cog_lsp.predictor.memory import Memory
from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.reading.file import File
from cog_lsp.predictor.reading.reader import read_predictors
from cog_lsp.predictor.source import Source, read_source
from cog_lsp.predictor.syntax.piece import Piece
from tests.effort import examples
from tests.predictor.examples import FILES, predictor, with_parameter

DRAWING = with_parameter("""\
        # How it looks.
        style: str = Input(
            description="Style of the drawing",  # shown below the field
            choices=["ink", "chalk"],
            default="ink",
        ),
        size: float = Input(ge=0, description='Size 🎨 of it', le=2.5, default=1),""")
DECORATED = """import cog


class Predictor(cog.Predictor):
    @cog.input("prompt", type=str, help="What to draw")
    def predict(self, prompt, other: int = 3):
        return prompt
"""
SHARED = '''from cog import BaseRunner, Input


class Inputs:
    prompt = Input(description="What to draw")


class Runner(BaseRunner):
    """Draws."""

    def run(self, prompt: str = Inputs.prompt, steps: int = Input(ge=1)) -> str:
        return prompt + "a" * steps
'''
INDENTED = '''from cog import BasePredictor, Input


class Predictor(BasePredictor):
    def predict(
        self, prompt: str = Input(
  description="What to draw"), steps: int = Input(ge=1, default=1)
    ) -> str:
        # A comment.
        """What it does."""
        return prompt

    if True:
        def other(self):
            return self
'''
STREAMING = """import cog
from cog import BaseRunner, Input


class Runner(BaseRunner):
    @cog.streaming
    def run(self, size: int = Input(ge=1), other=2, *rest, style: str = "ink", **more) -> str:
        return style
"""
TWO = """from cog import BaseRunner, Input


class First(BaseRunner):
    def run(self, size: int = Input(ge=1)) -> str:
        return "a" * size


class Second(BaseRunner):
    def run(self, size: int = Input(le=9)) -> str:
        return "b" * size
"""
TEXTS = [*FILES.values(), STREAMING, TWO, DRAWING, SHARED, INDENTED, DECORATED]
TOKENS = [
    "",
    "x",
    "ab",
    " a ",
    "é",
    "🎨",
    "0",
    "1",
    ".5",
    *"\"'()[]{},=#\\\n\r:*",
    "\n ",
    "\r\n",
    '"""',
    'f"',
    "ge=1, ",
    "# a\n",
]
TOKENS += [
    "Input(",
    "Input as I",
    "lambda x: x",
    "None",
    "self",
    "description=",
    "\t",
    "\x00",
    "\u2028",
    "\ud800",
    "'a' ",
]


@st.composite
def edits(draw: st.DrawFn) -> list[str]:
    """A text, and what it becomes step by step, all in one parameter, one word, or somewhere."""
    text = draw(st.sampled_from(TEXTS))
    spans = [made.span.shifted(origin) for p in everything(text) for origin, made in p.placed()]
    values = [
        argument.value_span.shifted(origin)
        for p in everything(text)
        for origin, made in p.placed()
        for argument in made.arguments
    ]
    words = [match.span() for match in re.finditer(r"\w+", text)]
    start, end = draw(st.sampled_from(draw(st.sampled_from([spans, values, words, [(0, len(text))]]))))
    texts = [text]
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(min(start, len(text)), max(start, min(end, len(text)))))
        removed = draw(st.sampled_from([0, 0, 0, 1, 1, 2, 9]))
        text = text[:at] + draw(st.sampled_from(TOKENS)) + text[at + removed :]
        end += len(text) - len(texts[-1])
        texts.append(text)
    return texts


def everything(text: str, source: Source | None = None) -> list[Predictor]:
    source = source or read_source(text)
    return [p for name in (None, "Predictor") for mode in ("run", "train") for p in source.predictors(name, mode)]  # type: ignore[arg-type]


@given(edits())
@settings(max_examples=examples(400), deadline=None)
def test_an_edit_gives_what_a_fresh_reading_gives(texts: list[str]) -> None:
    source = read_source(texts[0])
    everything(texts[0], source)
    for text in texts[1:]:
        source = read_source(text, source)
        assert repr(everything(text, source)) == repr(everything(text))


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (DRAWING, '"chalk"]', '"chalk", "oil"]'),  # with a comment above the parameter
        (DECORATED, "other: int", "prompt: int"),  # a name that a decorator has already
        (DECORATED, "= 3", "= 33"),
        (STREAMING, "ge=1", "ge=10"),  # what is lost and refused stands behind it
        (INDENTED, 'description="What to draw"', 'description="What to draw", min_length=1'),
        (INDENTED.replace("Predictor):\n", "Predictor):\r"), "steps: int = ", "steps: int =\n "),
    ],
)
def test_a_parameter_with_what_stands_around_it(text: str, old: str, new: str) -> None:
    assert text.count(old) == 1
    source = read_source(text)
    everything(text, source)
    after = text.replace(old, new)
    assert repr(everything(after, read_source(after, source))) == repr(everything(after))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("self.engine(prompt", "self.engines(prompt"),
        ("answer piece", "answers piece"),
        ("await start", "await started"),
    ],
)
def test_what_stands_below_an_edit_moves(old: str, new: str) -> None:
    """The class that inherits the method has its name below the method's body."""
    text = FILES["llm"]
    assert text.count(old) == 1
    source = read_source(text)
    everything(text, source)
    after = text.replace(old, new)
    assert repr(everything(after, read_source(after, source))) == repr(everything(after))


def edited(text: str, old: str, new: str, count: int = 1) -> LocalEdit | None:
    assert text.count(old) == count, old
    file = File(text, Piece(text), Memory())
    answers = {"asked": read_predictors(file, None, "run", None, "")}
    return local_edit(file, answers, text.replace(old, new))


# a text, an edit, and whether it stays in one place
EDITS: list[tuple[str, str, str, bool]] = [
    (DRAWING, "Style of", "The style of", True),
    (DRAWING, "Style of the drawing", "Style\\n", True),
    (DRAWING, '"Style of the drawing"', '"Style" "drawing"', True),
    (DRAWING, "le=2.5", "le=2.55", True),
    (DRAWING, "le=2.5, ", "", True),
    (DRAWING, "style: str", "styles: str", True),
    (DRAWING, "shown below", "shown just below", True),
    (DRAWING, "self.model(prompt, steps)", "self.model(prompts, steps)", True),
    (DRAWING, "prompt, steps)", "prompt, steps, 1)", False),
    (DRAWING, '"Style of the drawing"', '"Style of the drawing', False),
    (DRAWING, "le=2.5, default=1)", "le=2.5, default=1", False),
    (DRAWING, "# How it looks.", "# How it is.", False),
    (DRAWING, "style: str", "# style: str", False),
    (DRAWING, "size: float", "size, other: float", False),
    (DRAWING, "size: float", "*size: float", False),
    (DRAWING, "def predict", "def predicts", False),
    (DRAWING, '"Run."', '"Runs."', False),
    (DRAWING, "STEPS = 20", "STEPS = 21", False),
    (DRAWING, "-> Path", "-> Paths", False),
    (DRAWING, "Style of", "Input as I of", False),
    (SHARED, "steps: int = Input(ge=1)", "steps: int = Input(ge=10)", False),
    (DECORATED, "What to draw", "What to paint", False),
    (TWO, "ge=1", "ge=10", True),
    (TWO, "le=9", "le=90", True),
    (INDENTED, "ge=1", "ge=10", True),
    (INDENTED, "ge=1, ", "ge=1,\n", True),
    (INDENTED, "steps: int = ", "steps: int =\n ", False),
    (INDENTED, "What it does", "What this does", False),
    (INDENTED, "return prompt\n", "return promptly\n", True),
    (INDENTED, "return self\n", "return selves\n", False),
]


@pytest.mark.parametrize(("text", "old", "new", "local"), EDITS, ids=[f"{old} to {new}" for _, old, new, _ in EDITS])
def test_which_edits_stay_in_one_place(text: str, old: str, new: str, local: bool) -> None:
    assert (edited(text, old, new) is not None) is local


def test_a_file_that_was_not_asked_or_that_asked_for_others_is_read_whole() -> None:
    file = File(DRAWING, Piece(DRAWING), Memory())
    assert local_edit(file, {}, DRAWING.replace("le=2.5", "le=2")) is None
    text = DRAWING.replace("size: float", "size: other.Size").replace("from cog", "from other import Size\nfrom cog")
    file = File(text, Piece(text), Memory())
    answers = {"asked": read_predictors(file, None, "run", {}.get, "predict.py")}
    assert local_edit(file, answers, text.replace("le=2.5", "le=2")) is None


def test_people_go_on_where_they_are() -> None:
    """The region of the edit before is tried first, and an edit elsewhere is found all the same."""
    first = edited(DRAWING, "le=2.5", "le=2.55")
    assert first is not None
    again = local_edit(first.base, first.found, DRAWING.replace("le=2.5", "le=2.555"), first.region)
    assert again is not None
    assert again.region is first.region
    other = local_edit(first.base, first.found, DRAWING.replace("ge=1", "ge=2"), first.region)
    assert other is not None
    assert other.region is not first.region
    both = DRAWING.replace("le=2.5", "le=2.55").replace("ge=1", "ge=2")
    assert local_edit(first.base, first.found, both, first.region) is None


PLAIN = 'x: str = Input(default="a", description="What to draw", min_length=1)'
# what becomes of a parameter, and whether only the words of its description or one of its numbers are others
DESCRIPTIONS: list[tuple[str, str, bool]] = [
    (PLAIN, PLAIN.replace("to draw", "to paint, é 🎨 {x} # not"), True),
    (PLAIN, PLAIN.replace("What to draw", ""), False),
    (PLAIN.replace("What to draw", ""), PLAIN, True),
    (PLAIN.replace("to draw", "to\\ndraw"), PLAIN, True),
    (PLAIN, PLAIN.replace("to draw", "to\\ndraw"), False),
    (PLAIN, PLAIN.replace("to draw", 'to" "draw'), False),
    (PLAIN, PLAIN.replace("to draw", "to\tdraw"), False),
    (PLAIN, PLAIN.replace("=1", "=2"), False),
    (PLAIN, PLAIN.replace('="a"', '="b"'), False),
    (PLAIN, PLAIN.replace("to draw", "to paint").replace("=1", "=2"), False),
    (PLAIN.replace('"What', 'f"What'), PLAIN.replace('"What to', 'f"What {x} to'), False),
    (
        PLAIN.replace('"What to draw"', '"""What to draw"""'),
        PLAIN.replace('"What to draw"', '"""What it draws"""'),
        False,
    ),
    (PLAIN.replace('"What to draw"', '"What" "to draw"'), PLAIN.replace('"What to draw"', '"What" "it draws"'), False),
    (PLAIN.replace('description="What to draw", ', ""), PLAIN, False),
    (PLAIN.replace("min_length", "length"), PLAIN.replace("min_length", "length").replace("draw", "paint"), False),
    (PLAIN.replace("str", "set"), PLAIN.replace("str", "set").replace("draw", "paint"), False),
]


BOUNDED = "x: float = Input(ge=0, le=20, default=7.5)"
NUMBERS: list[tuple[str, str, bool]] = [
    (BOUNDED, BOUNDED.replace("20", "205"), True),
    (BOUNDED, BOUNDED.replace("20", "20.0"), True),
    (BOUNDED, BOUNDED.replace("20", "7"), True),  # refuses the default
    (BOUNDED, BOUNDED.replace("7.5", "8"), True),
    (BOUNDED, BOUNDED.replace("7.5", "21"), True),
    (BOUNDED, BOUNDED.replace("7.5", "0.30"), True),
    (BOUNDED, BOUNDED.replace("20", "999999999999999"), True),
    (BOUNDED, BOUNDED.replace("20", "9999999999999999"), False),
    (BOUNDED, BOUNDED.replace("20", "-20"), False),
    (BOUNDED, BOUNDED.replace("20", "2e1"), False),
    (BOUNDED, BOUNDED.replace("20", "2_0"), False),
    (BOUNDED, BOUNDED.replace("20", "020"), False),
    (BOUNDED, BOUNDED.replace("20", "20."), False),
    (BOUNDED, BOUNDED.replace("20", "TOP"), False),
    (BOUNDED, BOUNDED.replace("20", "20, le=3"), False),
    (BOUNDED.replace("20", "20, le=30"), BOUNDED.replace("20", "20, le=40"), True),
    (BOUNDED.replace("20", "20, le=30"), BOUNDED.replace("20", "21, le=30"), False),
    (BOUNDED.replace("20", "TOP"), BOUNDED, False),
    (BOUNDED.replace("7.5", "None"), BOUNDED, False),
    (BOUNDED.replace("7.5", "True"), BOUNDED.replace("7.5", "1"), False),
    (BOUNDED.replace("20", "7"), BOUNDED, False),  # which is refused as it stands
    ("x: int = 5", "x: int = 56", True),
    ("x: int = 5", "x: int = 5.5", True),
    ("x: str = 5", "x: str = 56", False),
    ("x: int = Input(choices=[1, 2], default=1)", "x: int = Input(choices=[1, 2], default=2)", True),
    ("x: int = Input(choices=[1, 2], default=1)", "x: int = Input(choices=[1, 2], default=3)", True),
    ("x: int = Input(choices=[1, 2], default=1)", "x: int = Input(choices=[1, 3], default=1)", False),
]


@pytest.mark.parametrize(("before", "after", "is_plain"), [*DESCRIPTIONS, *NUMBERS])
def test_only_plain_texts_and_numbers_are_replaced(before: str, after: str, is_plain: bool) -> None:
    old, new = (predictor(with_parameter(f"        {parameter},")).find("x") for parameter in (before, after))
    assert old is not None
    assert repr(rewritten(old, after)) == repr(new if is_plain else None)
