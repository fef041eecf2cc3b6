"""The line index against a reference that is too simple to be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cog_lsp import text as text_module
from cog_lsp.text import Encoding, LineIndex, clean, units
from tests.effort import examples

ALPHABET = "ab \n\r\f\v\x85\u2028\u2029é中\uffff😀\u200d\ufeff\0\u0301"
TEXTS = st.text(ALPHABET, max_size=60)
BYTES = {Encoding.UTF8: ("utf-8", 1), Encoding.UTF16: ("utf-16-le", 2), Encoding.UTF32: ("utf-32-le", 4)}


def lines_of(text: str) -> list[str]:
    """Lines with their ends, one character at a time."""
    lines, line, at = [], "", 0
    while at < len(text):
        end = 2 if text[at : at + 2] == "\r\n" else 1 if text[at] in "\r\n" else 0
        line += text[at : at + max(end, 1)]
        at += max(end, 1)
        if end:
            lines.append(line)
            line = ""
    return [*lines, line]


def width(text: str, encoding: Encoding) -> int:
    name, size = BYTES[encoding]
    return len(text.encode(name)) // size


def places(text: str, encoding: Encoding) -> list[tuple[int, tuple[int, int]]]:
    """Each offset of a text outside of its line ends, with its position."""
    found, offset = [], 0
    for number, line in enumerate(lines_of(text)):
        body = line.rstrip("\r\n")
        found += [(offset + n, (number, width(body[:n], encoding))) for n in range(len(body) + 1)]
        offset += len(line)
    return found


@pytest.fixture(autouse=True, scope="module")
def small_blocks() -> Iterator[None]:
    """Lines are counted in blocks that the texts of these tests fill."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "BLOCK", 7)
        yield


@settings(max_examples=examples(1000), deadline=None)
@given(TEXTS, st.sampled_from(Encoding), st.booleans())
def test_positions_agree_with_the_reference(text: str, encoding: Encoding, listed: bool) -> None:
    """Whether the lines are counted or listed."""
    index = LineIndex(text)
    if listed:
        assert [index.line_text(n) for n in range(len(index.starts))] == [
            line.rstrip("\r\n") for line in lines_of(text)
        ]
    for offset, position in places(text, encoding):
        assert index.position(offset, encoding) == position
        assert index.offset(*position, encoding) == offset
        assert index.line_of(offset) == position[0]


@settings(max_examples=examples(500), deadline=None)
@given(TEXTS, st.sampled_from(Encoding), st.booleans(), st.randoms(use_true_random=False))
def test_ranges_agree_with_the_reference(text: str, encoding: Encoding, listed: bool, random: Random) -> None:
    index, known = LineIndex(text), dict(places(text, encoding))
    if listed:
        assert index.starts
    ends = sorted(random.choices(sorted(known), k=6))
    spans = [(start, random.choice([e for e in known if e >= start])) for start in ends]
    assert list(index.ranges(spans, encoding)) == [(*known[start], *known[end]) for start, end in spans]


@settings(max_examples=examples(300), deadline=None)
@given(TEXTS, st.sampled_from(Encoding), st.integers(-3, 12), st.integers(-3, 80))
def test_any_position_is_inside_the_text(text: str, encoding: Encoding, line: int, column: int) -> None:
    offset = LineIndex(text).offset(line, column, encoding)
    assert 0 <= offset <= len(text)
    if line >= len(lines_of(text)):
        assert offset == len(text)


@pytest.mark.parametrize(
    ("column", "encoding", "offset"),
    [
        (0, Encoding.UTF16, 0),
        (1, Encoding.UTF16, 0),  # inside the surrogate pair
        (2, Encoding.UTF16, 1),
        (3, Encoding.UTF8, 0),  # inside the four bytes
        (4, Encoding.UTF8, 1),
        (1, Encoding.UTF32, 1),
        (99, Encoding.UTF16, 2),
    ],
)
def test_a_column_inside_a_character_means_its_start(column: int, encoding: Encoding, offset: int) -> None:
    assert LineIndex("😀b").offset(0, column, encoding) == offset


@pytest.mark.parametrize(
    ("line", "column", "offset"),
    [
        (-1, 0, 0),
        (-1, 9, 0),
        (0, -1, 0),
        (0, 9, 2),
        (1, -1, 3),
        (1, 9, 5),  # before the line end
        (2, 0, 7),  # the empty last line
        (2, 9, 7),
        (3, 0, 7),  # the first line that is none
        (9, 9, 7),
    ],
)
@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("text", ["ab\ncd\r\n", "a\uffff\ncd\r\n", "ab\rcd\r\n"])
def test_positions_outside_the_text(text: str, encoding: Encoding, line: int, column: int, offset: int) -> None:
    assert LineIndex(text).offset(line, column, encoding) == offset


def test_only_three_line_ends_count() -> None:
    assert LineIndex("a\fb\x85c\u2028d\ne\rf\r\ng").starts == [0, 8, 10, 13]


@pytest.mark.parametrize("text", ["plain", "中😀", "half \ud83d pair", "\udfff\udfff"])
def test_clean_keeps_columns_and_can_be_encoded(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    cleaned.encode("utf-8")
    assert cleaned == text or "\ufffd" in cleaned


@pytest.mark.parametrize(
    ("text", "widths"),
    [
        ("\x7f", (1, 1, 1)),
        ("\x80", (2, 1, 1)),
        ("\u0800", (3, 1, 1)),
        ("\uffff", (3, 1, 1)),
        ("\U00010000", (4, 2, 1)),
        ("\ud83d", (3, 1, 1)),  # a lone surrogate has a width too
    ],
)
def test_units_of_a_character(text: str, widths: tuple[int, int, int]) -> None:
    assert tuple(units(text, encoding) for encoding in Encoding) == widths


LINES = "ab\ncé😀d\n\neX\r\nf"
RANGES: list[tuple[tuple[int, int], tuple[int, int, int, int], dict[Encoding, tuple[int, int, int, int]]]] = [
    ((1, 2), (0, 1, 0, 2), {}),
    ((1, 4), (0, 1, 1, 1), {}),
    ((1, 9), (0, 1, 3, 0), {}),
    ((4, 6), (1, 1, 1, 3), {Encoding.UTF8: (1, 1, 1, 7), Encoding.UTF16: (1, 1, 1, 4)}),
    ((5, 13), (1, 2, 4, 0), {Encoding.UTF8: (1, 3, 4, 0)}),
    ((6, 7), (1, 3, 1, 4), {Encoding.UTF8: (1, 7, 1, 8), Encoding.UTF16: (1, 4, 1, 5)}),
    ((9, 11), (3, 0, 3, 2), {}),
    ((12, 14), (3, 3, 4, 1), {}),
]
"""Spans of that text with the places of their ends by characters, and in the other encodings where those differ."""


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("first", range(len(RANGES)))
def test_ranges_over_several_lines(first: int, encoding: Encoding) -> None:
    """From any span on, since each goes on from the one before."""
    spans = [span for span, _, _ in RANGES[first:]]
    expected = [others.get(encoding, places) for _, places, others in RANGES[first:]]
    assert list(LineIndex(LINES).ranges(spans, encoding)) == expected


def test_the_text_of_a_line() -> None:
    index = LineIndex(LINES)
    assert [index.line_text(n) for n in range(5)] == ["ab", "cé😀d", "", "eX", "f"]
