"""Whole files before and after a text is written into one of their inputs."""

from __future__ import annotations

import pytest

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Annotate, Describe, RenameArgument, Repair, SetArgument, SetSource
from cog_lsp.fixes.edits import Edit, apply, change, ordered
from cog_lsp.fixes.plan import Plan
from cog_lsp.settings.record import Settings
from cog_lsp.text import Span
from tests.rules.schema_examples import contexts

CLASS = "{}\n\nclass Predictor(BasePredictor):\n    def run(self, {}) -> str:\n        return ''\n"
COG = "from cog import BasePredictor, Input"
SHORT = "What to paint."

WRITES: dict[str, tuple[str, str, str, str | None, str | None]] = {
    "a bare type": (COG, "prompt: str", "prompt", 'prompt: str = Input(description="What to paint.")', None),
    "a plain default": (
        COG,
        "n: int = 3",
        "n",
        'n: int = Input(description="What to paint.", default=3)',
        None,
    ),
    "an import that is missing": (
        "import cog\nfrom cog import BasePredictor",
        "n: int = 3",
        "n",
        'n: int = Input(description="What to paint.", default=3)',
        "import cog\nfrom cog import BasePredictor, Input",
    ),
    "another name for Input": (
        "from cog import BasePredictor, Input as In",
        "n: int = 3",
        "n",
        'n: int = In(description="What to paint.", default=3)',
        None,
    ),
    "what follows needs a default": (
        COG,
        "a: str, b: int, *, c: int",
        "a",
        'a: str = Input(description="What to paint."), b: int = Input(), *, c: int',
        None,
    ),
    "what follows needs a default, and an import": (
        "from cog import BasePredictor",
        "a: str, b: int",
        "a",
        'a: str = Input(description="What to paint."), b: int = Input()',
        COG,
    ),
    "what follows cannot have a default": (COG, "a: str, b", "a", None, None),
    "what stands before stays": (COG, "a, b: str", "b", 'a, b: str = Input(description="What to paint.")', None),
    "a default that is no Input": (COG, "a: str = helper()", "a", None, None),
    "an input that is not there": (COG, "a: str", "b", None, None),
    "an unfinished one": (COG, "a: str = Input(default=", "a", None, None),
}


@pytest.mark.parametrize("name", WRITES)
def test_write(name: str) -> None:
    head, parameters, input, expected, new_head = WRITES[name]
    text = CLASS.format(head, parameters).replace("    def run", "  def run").replace("        return", "    return")
    context = next(contexts(text))
    plan = Plan(context, text)
    finding = Finding("terse-description", "", Span(0, 0), input)
    edits = plan.edits() if plan.write(finding, "description", SHORT) else None
    if expected is None:
        assert edits is None
        return
    assert edits is not None
    assert apply(text, edits) == text.replace(head, new_head or head).replace(parameters, expected)


LONG = "What to paint, in as many words as you like."
WIDTHS = {
    60: '(\n{0}description="""What to paint, in as many words\nas you like.""",\n{0}default=3,\n{1})',
    72: '(\n{0}description="What to paint, in as many words as you like.",\n{0}default=3,\n{1})',
    120: '(description="What to paint, in as many words as you like.", default=3)',
}


@pytest.mark.parametrize("unit", ["  ", "    ", "\t"])
@pytest.mark.parametrize("width", WIDTHS)
def test_line_length_and_indentation(width: int, unit: str) -> None:
    text = (
        f"{COG}\n\n\nclass P(BasePredictor):\n{unit}def run(\n{unit * 2}self,\n{unit * 2}n: int = 3,\n{unit}) -> str:\n"
    )
    text += f"{unit * 2}return ''\n"
    context = next(contexts(text, settings=Settings(line_length=width)))
    plan = Plan(context, text)
    assert plan.write(Finding("terse-description", "", Span(0, 0), "n"), "description", LONG)
    edits = plan.edits()
    assert edits is not None
    made = apply(text, edits)
    assert max(len(line.expandtabs()) for line in made.split("\n")) <= width
    if unit == "    ":
        assert made == text.replace("= 3", "= Input" + WIDTHS[width].format(unit * 3, unit * 2))
    elif "(\n" in made.replace("def run(\n", ""):
        assert f"Input(\n{unit * 3}description=" in made
        assert f"\n{unit * 2}),\n" in made


def test_several_changes_of_one_input() -> None:
    text = CLASS.format(COG, "a: int = Input(default=2**3, le=2**4, ge=(0))")
    plan = Plan(next(contexts(text)), text)
    finding = Finding("lost-default", "", Span(0, 0), "a")
    repairs = [SetArgument("default", 8, ""), SetArgument("le", 16, ""), SetArgument("ge", 0, "")]
    for repair in (*repairs, SetArgument("default", 9, "")):  # of two for one argument, one is taken
        assert plan.add(finding, repair)
    edits = plan.edits()
    assert edits is not None
    assert apply(text, edits) == text.replace("2**3, le=2**4, ge=(0)", "8, le=16, ge=0")


SHARED = """from cog import BasePredictor, Input


class Inputs:
    prompt = Input(default="x")

    @staticmethod
    def steps(description, default=1):
        return Input(description=description, default=default, ge=1)


class Predictor(BasePredictor):
    def run(self, a: str = Inputs.prompt, b: int = Inputs.steps("Steps", default=3), c: int = Inputs.steps("C")) -> str:
        return ""
"""


@pytest.mark.parametrize(
    ("input", "repair", "before", "after"),
    [
        (
            "a",
            SetArgument("description", SHORT, ""),
            'Input(default="x")',
            f'Input(description="{SHORT}", default="x")',
        ),
        ("b", SetArgument("description", 'a "b"', ""), '"Steps", ', "'a \"b\"', "),
        ("b", SetArgument("description", SHORT, "", "draft"), '"Steps", ', f'"{SHORT}", '),
        ("b", SetSource("default", "4", ""), "default=3", "default=4"),
        ("c", SetSource("default", "4", ""), None, None),
        ("c", SetSource("ge", "4", ""), None, None),
        ("b", RenameArgument("default", "x", ""), None, None),
    ],
)
def test_shared_inputs(input: str, repair: Repair, before: str | None, after: str | None) -> None:
    plan = Plan(next(contexts(SHARED)), SHARED)
    edits = plan.edits() if plan.add(Finding("lost-default", "", Span(0, 0), input), repair) else None
    if before is None or after is None:
        assert edits is None
    else:
        assert edits is not None
        assert apply(SHARED, edits) == SHARED.replace(before, after, 1)


OLD = """import cog


class Predictor(cog.Predictor):
    @cog.input("prompt", type=str, default="x")
    @cog.input("size", type=int, help="old", min=1)
    def predict(self, prompt, size):
        return prompt
"""


def test_decorators_of_2021() -> None:
    plan = Plan(next(contexts(OLD)), OLD)
    assert plan.write(Finding("terse-description", "", Span(0, 0), "prompt"), "description", SHORT)
    assert plan.write(Finding("terse-description", "", Span(0, 0), "size"), "description", "What size.")
    edits = plan.edits()
    assert edits is not None
    assert apply(OLD, edits) == OLD.replace('"prompt", ', f'"prompt", help="{SHORT}", ').replace(
        '"old"', '"What size."'
    )


def test_a_text_that_has_changed_gets_no_edits() -> None:
    text = CLASS.format(COG, "a: str")
    plan = Plan(next(contexts(text)), text + "\n")
    assert not plan.write(Finding("terse-description", "", Span(0, 0), "a"), "description", SHORT)
    assert not plan.add(Finding("missing-return-type", "", Span(0, 0)), Annotate("str", (), "", output=True))
    assert not plan.add(Finding("terse-description", "", Span(0, 0), "a"), Describe(("effect",)))


def test_apply() -> None:
    assert apply("abc", [Edit(Span(2, 3), "C"), Edit(Span(0, 1), "A")]) == "AbC"
    for overlapping in (
        [Edit(Span(0, 2), "x"), Edit(Span(1, 3), "y")],
        [Edit(Span(1, 1), "x"), Edit(Span(1, 1), "y")],
        [Edit(Span(1, 1), "x"), Edit(Span(1, 2), "y")],
    ):
        with pytest.raises(ValueError, match="overlapping"):
            ordered(overlapping)


@pytest.mark.parametrize(
    ("old", "new", "span", "text"),
    [
        ("abcd", "abXd", (2, 3), "X"),
        ("aa", "aaa", (2, 2), "a"),
        ("aaa", "aa", (2, 3), ""),
        ("abcdef", "abXdef", (2, 3), "X"),
        ("one two three", "one 2 three", (4, 7), "2"),
        ("abcabc", "abcXabc", (3, 3), "X"),
        ("", "a", (0, 0), "a"),
        ("ab", "", (0, 2), ""),
        ("ab", "cd", (0, 2), "cd"),
        ("a\r\nb\r\nc", "a\r\nX\r\nc", (3, 4), "X"),
        ("a\nb", "a\r\nb", (1, 2), "\r\n"),
        ("a\r\nb", "a\r\nc\r\nb", (3, 3), "c\r\n"),
        ("a\rb", "a\r\nb", (1, 2), "\r\n"),
        ("a\r\nb", "a\nb", (1, 3), "\n"),
    ],
)
def test_smallest_change(old: str, new: str, span: tuple[int, int], text: str) -> None:
    assert change("<" + old + ">", Span(1, 1 + len(old)), new) == (Edit(Span(*span).shifted(1), text),)


def test_no_change() -> None:
    assert change("abc", Span(0, 3), "abc") == ()
