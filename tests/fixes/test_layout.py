"""Lines, indentation and room around an expression."""

from __future__ import annotations

import pytest

from cog_lsp.fixes.layout import Layout, fits, indent_of, layout_of, newline_of, unit_of
from cog_lsp.text import Span, line_end, line_start

LINES = "a\n  b\r\n\tc\rd\n"


@pytest.mark.parametrize(
    ("offset", "start", "end", "indent"),
    [
        (0, 0, 1, ""),
        (1, 0, 1, ""),
        (2, 2, 5, "  "),
        (4, 2, 5, "  "),
        (5, 2, 5, "  "),
        (7, 7, 9, "\t"),
        (8, 7, 9, "\t"),
        (10, 10, 11, ""),
        (12, 12, 12, ""),
    ],
)
def test_lines(offset: int, start: int, end: int, indent: str) -> None:
    assert line_start(LINES, offset) == start
    assert line_end(LINES, offset) == end
    assert indent_of(LINES, offset) == indent


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_empty_first_line(end: str) -> None:
    assert line_start(f"{end}a", len(end) + 1) == len(end)
    assert line_end(f"{end}a", 0) == 0


@pytest.mark.parametrize(
    ("text", "newline"),
    [("", "\n"), ("a", "\n"), ("a\nb\r\n", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb\r\n", "\r")],
)
def test_newline(text: str, newline: str) -> None:
    assert newline_of(text) == newline
    written = Layout(newline=newline).lines("x\ny\r\nz")
    assert written == (f"x{newline}y{newline}z" if newline != "\n" else "x\ny\r\nz")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", "    "),
        ("x = 1\n", "    "),
        ("class A:\n  x = 1\n", "  "),
        ("class A:\n\tx = 1\n", "\t"),
        ("class A:  # why\n  x = 1\n", "  "),
        ("class A:\r\n  x = 1\r\n", "  "),
        ("class A:\n\n\n  x = 1\n", "  "),
        ("# like this:\n  x\nclass A:\n   x = 1\n", "   "),
        ("x = (\n  1)\nclass A:\n   x = 1\n", "   "),
        ("class A:\n   def f(self):\n      pass\n", "   "),
        ("class A: ...\nif x:\n  y = 1\n", "  "),
    ],
)
def test_unit(text: str, unit: str) -> None:
    assert unit_of(text) == unit


@pytest.mark.parametrize(
    ("text", "at", "lead", "layout"),
    [
        ("x = 1", (4, 5), 0, Layout("", 4, 0, "\n", "    ", 70)),
        ("x = 1", (4, 5), 3, Layout("", 7, 0, "\n", "    ", 70)),
        ("if y:\n  x = 1, 2\n", (12, 13), 0, Layout("  ", 6, 3, "\n", "  ", 70)),
        ("if y:\r\n\tx = 1,\r\n", (12, 13), 0, Layout("\t", 12, 1, "\r\n", "\t", 70)),
        ("x = (1\n+ 2)  # y\n", (4, 11), 0, Layout("", 4, 5, "\n", "    ", 70)),
    ],
)
def test_layout(text: str, at: tuple[int, int], lead: int, layout: Layout) -> None:
    assert layout_of(text, Span(*at), 70, lead) == layout


PLACE = Layout(column=4, tail=2, width=12)


@pytest.mark.parametrize(
    ("old", "new", "fit"),
    [
        ("", "abcdef", True),  # 4 + 6 + 2
        ("", "abcdefg", False),
        ("", "abcdefgh\nabcdefghij", True),
        ("", "abcdefgh\nabcdefghijk", False),
        ("", "abcdefghi\nabc", False),
        ("abcdefghijk", "abcdefghijk", True),  # it was too long before
        ("abcdefghijk", "abcdefghijkl", False),
        ("", "abcdefghijkl(\n)", True),  # and what stands before a bracket stays
        ("", "abcdefghijkl(", False),
        ("", "\tabcd\n\tabcd", False),
        ("", "a\r\nb\rc", True),
    ],
)
def test_fits(old: str, new: str, fit: bool) -> None:
    assert fits(old, new, PLACE) == fit
