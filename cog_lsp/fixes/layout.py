"""Where an expression stands in its file: indentation, columns, line ends and line length."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from cog_lsp.project.context import Context
from cog_lsp.project.version import decodes, version_of
from cog_lsp.regex import regex
from cog_lsp.text import LINE_END, Span, line_end, line_start

COLON = regex(r":[ \t]*(?:#|$)")
"""What opens a block, at the end of a line or before a comment."""


LongText = Literal["broken", "joined", "one line"]
"""How a text stands that is too long for its line: with line ends in it, as adjacent literals where Cog joins them, or
on its line all the same."""


class Layout(Struct, frozen=True):
    """What the place of an expression says about how to write it."""

    indent: str = ""
    """The white space at the start of the line on which the expression starts."""
    column: int = 0
    """Where on that line the expression starts."""
    tail: int = 0
    """How many characters follow the expression on its last line."""
    newline: str = "\n"
    unit: str = "    "
    """One step of indentation."""
    width: int = 88
    long_text: LongText = "broken"

    def lines(self, source: str) -> str:
        """The source with the line ends of the file."""
        return LINE_END.sub(self.newline, source) if self.newline != "\n" else source


def newline_of(text: str) -> str:
    """The line end that the text uses first; "\\n" where it has none."""
    match = LINE_END.search(text)
    return match[0] if match else "\n"


def indent_of(text: str, offset: int) -> str:
    """The white space at the start of the line of an offset."""
    match = re.compile(r"[ \t]*").match(text, line_start(text, offset))
    return match[0] if match else ""


@lru_cache(maxsize=4)
def unit_of(text: str) -> str:
    """One step of indentation as the file has it: the first indented line of code decides."""
    start, opens = 0, False
    while start < len(text):
        end = line_end(text, start)
        line = text[start:end]
        code = line.lstrip(" \t")
        if code.strip():
            if opens and code != line:
                return line[: len(line) - len(code)]
            opens = code == line and not code.startswith("#") and COLON.search(code) is not None
        start = end + (2 if text.startswith("\r\n", end) else 1)
    return "    "


def layout_of(text: str, span: Span, width: int, lead: int = 0) -> Layout:
    """The layout of the expression at `span`, or `lead` characters after it where it is to be inserted there."""
    column = len(text[line_start(text, span.start) : span.start].expandtabs())
    return Layout(
        indent=indent_of(text, span.start),
        column=column + lead,
        tail=line_end(text, span.end) - span.end,
        newline=newline_of(text),
        unit=unit_of(text),
        width=width,
    )


def layout_in(context: Context, text: str, span: Span, lead: int = 0) -> Layout:
    """The same as the settings of a model want it."""
    settings = context.settings
    layout = layout_of(text, span, settings.line_length, lead)
    if settings.description_layout == "one-line":
        return replace(layout, long_text="one line")
    return replace(layout, long_text="joined") if decodes(version_of(settings, context.cog)) else layout


def fits(old: str, new: str, layout: Layout) -> bool:
    """Whether `new` in the place of `old` has no line beyond the line length that was not there before."""
    before = set(_lines(old, layout))
    first, *rest = _lines(new, layout)
    if rest and first.endswith("("):
        before.add(first)  # what stands before an opening bracket is as long as it was
    return all(len(line.expandtabs()) <= layout.width for line in (first, *rest) if line not in before)


def _lines(source: str, layout: Layout) -> list[str]:
    lines = LINE_END.split(" " * layout.column + source)
    lines[-1] += " " * layout.tail
    return lines
