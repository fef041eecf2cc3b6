"""The keywords of Input: complete, and every example is read by Cog as it is meant."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.model import Type
from cog_lsp.predictor.source import read_source
from cog_lsp.prose.keywords import Keyword, keywords

NAMES = [
    "default",
    "description",
    "ge",
    "le",
    "min_length",
    "max_length",
    "regex",
    "choices",
    "deprecated",
    "accept",
]


def test_all_keywords_in_order() -> None:
    assert list(keywords()) == NAMES


@pytest.mark.parametrize("keyword", keywords().values(), ids=lambda keyword: keyword.name)
def test_example_is_read_as_it_is_meant(keyword: Keyword) -> None:
    type = min(keyword.types, default="float")
    signature = f"def run(self, x: {type} = Input({keyword.example})) -> str: ..."
    text = f"from cog import BaseRunner, Input, Path, Secret, File\n\nclass Runner(BaseRunner):\n    {signature}\n"
    (input,) = read_source(text).predictors("Runner", "run")[0].inputs
    (argument,) = input.arguments
    assert argument.keyword == keyword.name
    assert argument.meant == argument.published


@pytest.mark.parametrize("keyword", keywords().values(), ids=lambda keyword: keyword.name)
def test_documentation_is_whole_sentences(keyword: Keyword) -> None:
    for sentence in (keyword.text, keyword.shows):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert keyword.example in keyword.markdown


@pytest.mark.parametrize(
    ("name", "type", "fits"),
    [
        ("ge", Type("int"), True),
        ("ge", Type("str"), False),
        ("ge", None, True),
        ("accept", Type("Path"), True),
        ("accept", Type("list", item=Type("Path")), True),
        ("accept", Type("str"), False),
        ("choices", Type("bool"), False),
        ("default", Type("Path"), True),
        ("regex", Type("union"), True),
    ],
)
def test_keywords_fit_types(name: str, type: Type | None, fits: bool) -> None:
    assert keywords()[name].fits(type) is fits
