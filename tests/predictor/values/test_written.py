"""Literals that Python and Cog read alike."""

from __future__ import annotations

import ast
import warnings
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cog_lsp.predictor.model import Field
from cog_lsp.predictor.values.written import broken, joined, literal, string
from tests.effort import examples
from tests.rules.schema_examples import one

FORMS = [
    ("plain", '"plain"'),
    ("it's", '"it\'s"'),
    ('say "a"', "'say \"a\"'"),
    ('it\'s "a"!', '"""it\'s "a"!"""'),
    ('it\'s "a"', "'''it's \"a\"'''"),
    ("two\nlines", '"""two\nlines"""'),
    ('ends with "\n"', "'''ends with \"\n\"'''"),
    (r"\d+", r'r"\d+"'),
    (r'"\d"', "r'\"\\d\"'"),
    ("", '""'),
    ("emoji 🎨", '"emoji 🎨"'),
    ("a\ttab", '"a\ttab"'),
    ("ends in \\", None),
    ("slash \\ and\nline", None),
    ("\r", None),
    ("\x00", None),
    ("\ud800", None),
    ("'''\"\"\"", None),
    ("'\"\n'''\"", None),
]


@pytest.mark.parametrize(("text", "source"), FORMS)
def test_string(text: str, source: str | None) -> None:
    assert string(text) == source
    if source is not None:
        assert ast.literal_eval(source) == text


def test_string_keeps_the_quotes_of_the_code() -> None:
    assert string("plain", "'") == "'plain'"
    assert string("it's", "'") == '"it\'s"'


VALUES: list[tuple[Any, str | None]] = [
    (None, "None"),
    (True, "True"),
    (-1, "-1"),
    (2**63, None),
    (1e-05, "1e-05"),
    (float("inf"), None),
    ([1, "a"], '[1, "a"]'),
    ({"a": [1.5, None]}, '{"a": [1.5, None]}'),
    (["\r"], None),
    ({"\r": 1}, None),
    (object(), None),
]


@pytest.mark.parametrize(("value", "source"), VALUES)
def test_literal(value: Any, source: str | None) -> None:
    assert literal(value) == source


@settings(max_examples=examples(200), deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@example('"""')
@example("\\'\"")
def test_both_readings_agree(text: str) -> None:
    source = string(text)
    if source is None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ast.literal_eval(source) == text
    head = "from cog import BasePredictor, Input\n\n\nclass Predictor(BasePredictor):\n"
    field = (
        one(f"{head}    def run(self, x: str = Input(description={source})) -> str:\n        return x\n")
        .inputs[0]
        .field
    )
    assert isinstance(field, Field)
    assert field.property["description"] == text


WRAPPED = "How closely the image follows the prompt. Higher values follow it more literally."


def test_broken() -> None:
    source = broken(WRAPPED, 24, 60)
    assert source == ('"""How closely the image follows the\nprompt. Higher values follow it more literally."""')


def test_broken_lines_and_quotes() -> None:
    assert broken('one\n\ntwo "2"', 4, 40) == "'''one\n\ntwo \"2\"'''"
    assert broken("a \\ b", 4, 40) is None
    assert broken("word " * 30, 200, 40) is not None
    assert broken("-".join(["word"] * 12), 4, 40) == f'"""{"-".join(["word"] * 12)}"""'


def test_joined() -> None:
    source = joined(WRAPPED, 24, "            ", 60)
    assert source == (
        '"How closely the image follows the "\n'
        '            "prompt. Higher values follow it more "\n'
        '            "literally."'
    )
    assert joined('The "best" words are here', 4, "    ", 28) == '\'The "best" words are \'\n    "here"'
    assert joined("a \\ b", 4, "    ", 40) is None
    assert joined("a\nb", 4, "    ", 40) is None


@given(st.text(alphabet="ab ,.'\"", min_size=1), st.integers(0, 60), st.integers(30, 88))
def test_lines_fit_and_lose_nothing(text: str, column: int, width: int) -> None:
    text = " ".join(text.split())
    for source in (broken(text, column, width), joined(text, column, "    ", width)):
        if source is not None and text:
            assert " ".join(ast.literal_eval(f"({source})").split()) == text
            assert all(len(line) <= max(width, 27) or " " not in line.strip() for line in source.split("\n")[1:])
