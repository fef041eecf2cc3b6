"""The first place of a file that Python cannot read.

tree-sitter reads each valid file that was tried without an error, whatever the version of Python (14,000 public files),
so an error of its is one of the file. What it reads and Python refuses is looked for apart.
"""

from __future__ import annotations

import re
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Query, QueryCursor

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.layout import layout_fault, lines, masked
from cog_lsp.predictor.faults.place import find_place, odd_character
from cog_lsp.predictor.faults.refused import refused
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.text import Span

LONE_RETURN = re.compile(r"\r(?!\n)")


@cache
def _texts() -> Query:
    query: Query = Query(Language(tree_sitter_python.language()), "[(string) @text (comment) @comment]")
    return query


def find_fault(text: str) -> Fault | None:
    """The first place where Python cannot read a file; None where it can."""
    if "\0" in text:
        at = text.index("\0")
        return Fault(Span(at, at + 1), "the file holds a zero byte")
    piece = Piece(text)
    if "\r" in text:
        text = LONE_RETURN.sub("\n", text).replace("\r\n", " \n")
    if piece.root.has_error:
        return find_place(text)
    mask = masked(text, _strings_and_comments(piece))
    candidates = [layout_fault(lines(mask)), odd_character(text, mask), *refused(piece)]
    return min((fault for fault in candidates if fault is not None), key=lambda fault: fault.span, default=None)


def _strings_and_comments(piece: Piece) -> list[tuple[int, int, bool]]:
    """The outermost strings and the comments in the order of the text."""
    spans = [
        (node.start_byte, node.end_byte, name == "text")
        for name, nodes in QueryCursor(_texts()).captures(piece.root).items()
        for node in nodes
    ]
    outer: list[tuple[int, int, bool]] = []
    for span in sorted(spans):
        if not outer or span[0] >= outer[-1][1]:
            outer.append(span)
    return outer
