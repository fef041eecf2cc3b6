"""Statements of a description that its declaration contradicts, and those that only look like it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cog_lsp.prose.contradictions import contradictions
from tests.prose.declare import declare

WRONG: list[tuple[str, dict[str, Any], str, str | None]] = [
    # text, declaration, the words that are wrong, what is right
    ("Steps (default 50)", {"default": 28}, "50", "28"),
    ("Steps, default: 50.", {"default": 28}, "50", "28"),
    ("Steps. Defaults to `50`.", {"default": 28}, "50", "28"),
    ("The default value is 3.5", {"default": 4.0}, "3.5", "4"),
    ("Defaults to true", {"default": False}, "true", "False"),
    ("Strength between 0 and 1", {"ge": 0, "le": 20}, "1", "20"),
    ("Strength, from 1 to 10", {"ge": 0, "le": 20}, "from 1 to 10", None),
    ("Strength (0-2)", {"ge": 0, "le": 1}, "2", "1"),
    ("Quality ranges from 0 to 100. 100 is best.", {"ge": 1, "le": 100}, "0", "1"),
    ("The maximum is 720", {"le": 1280}, "720", "1280"),
    ("Minimum: 5", {"ge": 1}, "5", "1"),
    ("End. -1 means the end.", {"ge": 0}, "-1", None),
    ("Set to 0 to disable", {"ge": 0.1, "le": 1}, "0", None),
    ("Use 101 for all", {"ge": 1, "le": 100}, "101", None),
    ("Strength between 0 and 1", {"le": 2}, "1", "2"),
    ("Strength between 0 and 1", {"ge": 0.5}, "0", "0.5"),
    ("Width, up to 2048", {"le": 1024}, "2048", "1024"),
    ("At most 8 pictures", {"le": 4}, "8", "4"),
]
RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("Steps (default 28)", {"default": 28}),
    ("Defaults to 1.0", {"default": 1}),
    ("Defaults to 12 for GIF files", {"default": 0}),
    ("When converting to GIF it defaults to 12", {"default": 0}),
    ("If left empty, defaults to 5", {"default": 3}),
    ("Default 50", {"default": None}),
    ("Default 50", {}),
    ("Default 50", {"default": "fifty"}),
    ("Default value for speech is 0.9", {"default": 0.8}),
    ("Good results between 0 and 1", {"ge": -1, "le": 2}),
    ("Between 0 and 1 works best", {"ge": -1, "le": 2}),
    ("Good results lie\n    between 0 and 1", {"ge": -1, "le": 2}),
    ("Higher values (3-5) are stricter", {"ge": 1, "le": 10}),
    ("Between 0 and 1", {"ge": 0, "le": 1.0}),
    ("Between 0 and 1", {}),
    ("From 10 to 5 seconds before the end", {"ge": 0, "le": 3}),
    ("Maximum size is 1024x768", {"le": 1280}),
    ("The recommended maximum is 720", {"le": 1280}),
    ("The maximum is 720 for portraits", {"le": 1280}),
    ("-1 for random", {"ge": -1}),
    ("0 to disable", {}),
    ("Keeps breaths. Set 0.5 to disable.", {"ge": 0, "le": 0.5}),
    ("Keeps breaths. Set .5 to disable.", {"ge": 0, "le": 0.5}),
    ("Set 0,5 to disable.", {"ge": 0, "le": 0.5}),
    ("A 16:9 picture from 9:16 to 21:9", {"ge": 1, "le": 4}),
    ("Default is v1.5", {"default": 2}),
    ("Up to 100", {"le": 200}),
    ("Up to 2048 for portraits", {"le": 1024}),
    ("Works best up to 2048", {"le": 1024}),
    ("The maximum is 2,048", {"le": 2048}),
]


@pytest.mark.parametrize(("text", "declaration", "words", "correct"), WRONG)
def test_wrong(text: str, declaration: dict[str, Any], words: str, correct: str | None) -> None:
    (found,) = contradictions(text, declare("x", "float", **declaration))
    assert text[found.start : found.end] == words
    assert found.correct == correct
    assert len(found.message) <= 100


@pytest.mark.parametrize(("text", "declaration"), RIGHT)
def test_right(text: str, declaration: dict[str, Any]) -> None:
    assert contradictions(text, declare("x", "float", **declaration)) == ()


@pytest.mark.parametrize(("text", "declaration", "words", "correct"), [case for case in WRONG if case[3] is not None])
def test_the_correct_words_end_the_contradiction(
    text: str, declaration: dict[str, Any], words: str, correct: str
) -> None:
    input = declare("x", "float", **declaration)
    (found,) = contradictions(text, input)
    corrected = text[: found.start] + correct + text[found.end :]
    assert contradictions(corrected, input) == (), words


@pytest.mark.parametrize(
    ("declaration", "allowed"),
    [({"le": 2}, "at most 2"), ({"ge": 0.5}, "at least 0.5"), ({"ge": 0, "le": 2}, "0 to 2")],
)
def test_the_bounds_in_words(declaration: dict[str, Any], allowed: str) -> None:
    (found,) = contradictions("Between 0 and 1", declare("x", "float", **declaration))
    assert found.message == f"says 0 to 1, but the code allows {allowed}"


NUMBER = st.one_of(st.integers(-10, 10), st.floats(-10, 10, allow_nan=False))


@given(
    st.lists(
        st.sampled_from(
            ["default", "between", "from", "0", "and", "to", "-1", "1.5", "max", "is", "(", ")", "for", ".", "x"]
        )
    ).map(" ".join),
    NUMBER,
    NUMBER,
    NUMBER,
)
def test_any_text(text: str, default: float, ge: float, le: float) -> None:
    for found in contradictions(text, declare("x", "float", default=default, ge=ge, le=le)):
        assert 0 <= found.start < found.end <= len(text)
