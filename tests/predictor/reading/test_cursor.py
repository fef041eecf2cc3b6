"""What is being typed at a cursor, shown as `|` in the texts."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.reading.cursor import FARTHEST, Typing, imported_names_at, typing_at
from cog_lsp.text import Span


def at_cursor(text: str) -> tuple[str, int]:
    """The text without its `|`, and where that stood."""
    before, _, after = text.partition("|")
    return before + after, len(before)


def typed(text: str, *names: str) -> tuple[str | None, str | None, str] | None:
    """The argument, the opening of the string and what is typed; None outside of a call."""
    text, offset = at_cursor(text)
    found = typing_at(text, offset, frozenset(names)) if names else typing_at(text, offset)
    return None if found is None else (found.keyword, found.string, text[found.span.start : found.span.end])


PLACES = [
    # where a keyword may stand
    ("x: int = Input(|", (None, None, "")),
    ("x: int = Input(|)", (None, None, "")),
    ("x: int = Input(de|", (None, None, "de")),
    ("x: int = Input(\n    de|\n)", (None, None, "de")),
    ("x: int = Input \t(de|", (None, None, "de")),
    ("x: int = Input(1, d|", (None, None, "d")),
    ("x: int = Input(ge=1, |", (None, None, "")),
    ("x: int = Input(ge=1,l|", (None, None, "l")),
    ("x: int = Input(ge=f(1, 2), l|", (None, None, "l")),
    ('x: int = Input(description="a, b", l|', (None, None, "l")),
    ("x: int = Input(max_length|", (None, None, "max_length")),
    ("x: int = Input(é|", (None, None, "é")),
    # in a value
    ("x: int = Input(ge=|", ("ge", None, "")),
    ("x: int = Input(ge = |", ("ge", None, "")),
    ("x: int = Input(ge=TO|P", ("ge", None, "TO")),
    ("x: int = Input(ge=1, le=T|", ("le", None, "T")),
    ("x: int = Input(ge=f(1), le=T|", ("le", None, "T")),
    ("x: int = Input(ge=a[0], le={1: 2}, default=T|", ("default", None, "T")),
    ("x: int = Input(ge=f(a=1) + T|", ("ge", None, "T")),
    ("x: int = Input(ge=-T|", ("ge", None, "T")),
    ("x: int = Input(ge=1 # why\n + T|", ("ge", None, "T")),
    # in a string
    ('x: str = Input(default="|', ("default", '"', "")),
    ('x: str = Input(default="a|"', ("default", '"', "a")),
    ("x: str = Input(default='a b|'", ("default", "'", "a b")),
    ('x: str = Input(default="""a\nb|', ("default", '"""', "a\nb")),
    ("x: str = Input(default='''a'b|", ("default", "'''", "a'b")),
    ('x: str = Input(default=r"a|', ("default", '"', "a")),
    ('x: str = Input(default="a\\"b|', ("default", '"', 'a\\"b')),
    ('x: str = Input(default="a\\\\", le=T|', ("le", None, "T")),
    ('x: str = Input(default="a" "b|', ("default", '"', "b")),
    ('x: str = Input("a|', (None, '"', "a")),
    ('x: str = Input(choices=["a", "b|', ("choices", '"', "b")),
    ('x: str = Input(choices=["a", "b"], default="c|', ("default", '"', "c")),
    ('x: str = Input(default="a|\n', ("default", '"', "a")),
    ('x: str = Input(default="a\n, ge=T|', ("ge", None, "T")),  # an unfinished string ends with its line
    ('x: str = Input(default="""a"""|', ("default", None, "")),
    ('x: str = Input(default=""|', ("default", None, "")),
    ('x: str = Input(default="""a""|"', ("default", '"""', 'a""')),  # the last of three is still to come
    ('x: str = Input(default="it is # no comment|', ("default", '"', "it is # no comment")),
    # elsewhere
    ("x: int = |", None),
    ("x: int = Inpu|", None),
    ("x: int = Input|(", None),
    ("x: int = Input()|", None),
    ("x: int = Input(ge=1), y|", None),
    ("x: int = Input(ge=f(|", None),
    ("x: int = Input(choices=[T|", None),
    ("x: int = Input(choices={T|", None),
    ("x: int = Input(ge=1] + T|", None),
    ("x: int = Input(ge=1 # why|", None),
    ("x: int = MyInput(d|", None),
    ("x: int = other(d|", None),
    ("|x: int = Input(", None),
    # the last call counts
    ("x: int = Input(ge=1), y: int = Input(le=T|", ("le", None, "T")),
    ("x: int = Input(ge=, y: int = Input(d|", (None, None, "d")),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_place(text: str, expected: tuple[str | None, str | None, str] | None) -> None:
    assert typed(text) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("x: int = cog.Input(ge=T|", ("Input",), ("ge", None, "T")),
        ("x: int = cog.Input(ge=T|", ("cog.Input",), ("ge", None, "T")),
        ("x: int = cogs.Input(ge=T|", ("cog.Input",), None),
        ("x: int = cog_Input(ge=T|", ("cog.Input",), None),  # a full stop is a full stop
        ("x: int = Field(ge=T|", ("Input", "Field"), ("ge", None, "T")),
        ("x: int = Input(ge=T|", ("Input", "Field"), ("ge", None, "T")),
        ("x: int = Input(ge=T|", ("Field",), None),
    ],
)
def test_names_of_the_call(text: str, names: tuple[str, ...], expected: object) -> None:
    assert typed(text, *names) == expected


WRITTEN = [
    ("x: int = Input(|", ""),
    ("x: int = Input(ge=1, |", "ge"),
    ("x: int = Input(ge=1, le=|", "ge le"),
    ("x: int = Input(ge=f(a=1), |", "ge"),  # the keywords of another call are none of this one
    ('x: int = Input(ge=1, description="|', "ge description"),
    ('x: int = Input(description="le=1", |', "description"),
    ("x: int = Input(ge, |", ""),
    ("x: int = Input(ge[0] = 1, |", ""),
    ("x: int = Input(|, le=2, ge=1)", "ge le"),
    ("x: int = Input(ge=1, |, le = 2)", "ge le"),
    ("x: int = Input(ge=1, |\n", "ge"),
    ("x: int = Input(|, default=a == b)", "default"),
    ("x: int = Input(|, a.le=2, 3le=2)", ""),
    ("    x: int = Input(\n        |\n        le=2,\n    ),\n    y: int = Input(ge=1),\n", "le"),
    ("    x: int = Input(\n        |\n        le=2,\n    ) -> str:\n        ge = 1\n", "le"),
    ("    x: int = Input(\n        |\n        le=2,\n        )  ->  str:\n        ge = 1\n", "le"),
    ("    x: int = Input(\n        |\n        le=2,\n    def f(ge=1): ...\n", "le"),
    ("    x: int = Input(|, le=2)\n    y = f(ge=1)\n", "le"),  # with no end in sight, only the line
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_keywords_that_are_written(text: str, expected: str) -> None:
    found = typing_at(*at_cursor(text))
    assert found is not None
    assert found.keywords == set(expected.split())


def test_only_the_nearest_text_is_read() -> None:
    for room, expected in ((FARTHEST - len("Input("), True), (FARTHEST, False)):
        text = "Input(" + " " * room
        assert (typing_at(text, len(text)) is not None) == expected
    far = "x: int = Input(\n" + "\n" * FARTHEST + "le=2\n) -> str:\n"
    assert typing_at(far, 15) == Typing(frozenset(), None, None, Span(15, 15))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from cog import |", ""),
        ("from cog import In|", "In"),
        ("from cog import In|put", "In"),
        ("from cog import Path, In|", "In"),
        ("import os\n  from \t cog  import  In|", "In"),
        ("from cog import (|", ""),
        ("from cog import (\n    Path,\n    In|\n)", "In"),
        ("from cog import Path\n|", None),
        ("from cog import (Path)\n|", None),
        ("from cog import|", None),
        ("from cogs import In|", None),
        ("from cog.types import In|", None),
        ("import cog\nIn|", None),
        ("x = from cog import In|", None),
        ("|from cog import In", None),
    ],
)
def test_imported_names(text: str, expected: str | None) -> None:
    text, offset = at_cursor(text)
    found = imported_names_at(text, offset)
    assert (None if found is None else text[found.start : found.end]) == expected


def test_imported_names_far_into_a_file() -> None:
    text = "x = 1\n" * FARTHEST + "from cog import In"
    assert imported_names_at(text, len(text)) == Span(len(text) - 2, len(text))
    text = "from cog import (" + " " * FARTHEST
    assert imported_names_at(text, len(text)) is None
