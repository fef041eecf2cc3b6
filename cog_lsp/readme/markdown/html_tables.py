"""Tables in HTML, as records with places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.readme.markdown.records import Cell, Table
from cog_lsp.regex import regex
from cog_lsp.text import Span

_TAG = regex(r"<(/?)(table|tr|th|td)\b[^<>]{0,500}>", re.IGNORECASE)
_ANY_TAG = regex(r"<[^<>]{0,2000}>")


def html_tables(text: str, start: int, end: int) -> Iterator[Table]:
    """The tables in a range of a text; a table inside another one ends it."""
    rows: list[list[Cell]] | None = None
    first = cell = -1
    for tag in _TAG.finditer(text, start, end):
        name, closes = tag[2].lower(), bool(tag[1])
        if cell >= 0 and rows:
            rows[-1].append(_cell(text, cell, tag.start()))
            cell = -1
        if name == "table":
            yield from _table(rows, Span(first, tag.start()))
            rows, first = (None if closes else []), tag.start()
        elif rows is not None and name == "tr" and not closes:
            rows.append([])
        elif rows and name in ("th", "td") and not closes:
            cell = tag.end()
    yield from _table(rows, Span(first, end))


def _table(rows: list[list[Cell]] | None, span: Span) -> Iterator[Table]:
    filled = [tuple(row) for row in rows or () if row]
    if len(filled) > 1:
        yield Table(filled[0], tuple(filled[1:]), span)


def _cell(text: str, start: int, end: int) -> Cell:
    """The one piece of text in a cell; with several, all that stands in it, tags included."""
    edges = [start, *(at for tag in _ANY_TAG.finditer(text, start, end) for at in tag.span()), end]
    pieces = [
        (first + len(piece) - len(piece.lstrip()), first + len(piece.rstrip()))
        for first, last in zip(edges[::2], edges[1::2], strict=True)
        if (piece := text[first:last]).strip()
    ]
    if len(pieces) == 1:
        start, end = pieces[0]
    elif not pieces:
        end = start
    return Cell(text[start:end], Span(start, end))
