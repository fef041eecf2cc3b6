"""The first place of a file that Python cannot read.

tree-sitter reads each valid file that was tried without an error, whatever the version of Python (14,000 public files),
so an error of its is one of the file. What it reads and Python refuses is looked for apart.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import PurePath

import tree_sitter_python
from tree_sitter import Language, Query, QueryCursor

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.layout import layout_fault, lines, masked
from cog_lsp.predictor.faults.odd import odd_character
from cog_lsp.predictor.faults.refused import refused
from cog_lsp.predictor.syntax.piece import Piece, whole
from cog_lsp.regex import regex
from cog_lsp.text import Span

LINE_END = regex(r"\r\n|\r|\n")
LONE_RETURN = regex(r"\r(?!\n)")
CODING = regex(r"[ \t\f]*#[^\n\r]*?coding[:=][ \t]*([-\w.]+)")
NOT_BYTES = "\ufffd"


@cache
def _texts() -> Query:
    query: Query = Query(Language(tree_sitter_python.language()), "[(string) @text (comment) @comment]")
    return query


def _at_line(fault: Fault, text: str) -> Fault:
    """The fault with its line; its place does not end inside a line end."""
    start, end = fault.span
    if start < end and text[end - 1 : end + 1] == "\r\n":
        end -= 1
    return fault._replace(span=Span(start, end), line=len(LINE_END.findall(text, 0, start)) + 1)


@lru_cache(maxsize=16)
def fault_of(text: str) -> Fault | None:
    """The first place where Python cannot read a file; None where it can."""
    fault = _find(text)
    return None if fault is None else _at_line(fault, text)


def _find(text: str) -> Fault | None:
    """The first thing that Python refuses in a text; None where it reads all of it."""
    if "\0" in text:
        at = text.index("\0")
        return Fault(Span(at, at + 1), "it holds a zero byte, as no text file does")
    coding = _coding(text)
    if coding is not None and not _is_codec(coding[0]):
        return Fault(coding[1], f"there is no encoding `{coding[0]}`")
    piece = whole(text)
    original = text
    if "\r" in text:
        text = LONE_RETURN.sub("\n", text).replace("\r\n", " \n")
    if piece.root.has_error:
        from cog_lsp.predictor.faults.place import find_place  # most code is whole

        return find_place(text)
    spans = _strings_and_comments(piece)
    mask = masked(text, spans)
    candidates = [layout_fault(lines(mask)), odd_character(text, mask), *refused(piece)]
    faults = [fault for fault in candidates if fault is not None]
    return min(faults, key=lambda fault: fault.span) if faults else _run_together(original, spans)


def _run_together(text: str, spans: list[tuple[int, int, bool]]) -> Fault | None:
    """The first line that ends with a carriage return alone: Python reads such a file, Cog's generator takes it for one
    line."""
    strings = [(start, end) for start, end, is_text in spans if is_text]
    for match in LONE_RETURN.finditer(text):
        at = match.start()
        inside = bisect_right(strings, (at, len(text))) - 1
        if inside < 0 or strings[inside][1] <= at:
            message = (
                "Cog takes this file for one line: from line {line} on, lines end with CR alone. Save it with {reason}"
            )
            return Fault(Span(text.rfind("\r", 0, at) + 1, at), "LF", message)
    return None


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


def _coding(text: str) -> tuple[str, Span] | None:
    """The encoding that one of the first two lines names."""
    at = 0
    for _ in range(2):
        match = CODING.match(text, at)
        if match is not None:
            return match[1], Span(*match.span(1))
        end = LINE_END.search(text, at)
        if end is None or (text[at : end.start()].strip() and not text[at : end.start()].lstrip().startswith("#")):
            return None
        at = end.end()
    return None


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return True


def undecoded(path: PurePath, text: str, at: int | None) -> Fault | None:
    """What is wrong with a file that is not UTF-8 from the character at `at` on; None where it is."""
    if at is None:
        return None
    span = Span(at, min(at + 1, len(text)))
    if "\0" in text:
        return _at_line(Fault(span, "", "This is no text file: open it, and save it as UTF-8"), text)
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at), text.rfind('"', 0, at)) + 1
    word = re.split(r"[\s\"',.;)]", text[start : at + 40], maxsplit=1)[0][:40]
    name = f"`{word}`"
    if path.suffix != ".py":
        message = "This file is not UTF-8 from line {line}: people read {reason}. Save it as UTF-8"
    elif (coding := _coding(text)) is not None and coding[0].lower() not in ("utf-8", "utf8"):
        message = (
            "This file is not UTF-8 from line {line}, and Cog reads no other: it publishes {reason}. Save it as UTF-8"
        )
    else:
        message = (
            "Python cannot read this file from line {line}: it is not UTF-8. Cog publishes {reason}; save it as UTF-8"
        )
    return _at_line(Fault(span, name, message), text)
