"""Where a file that tree-sitter cannot read whole goes wrong: the statement, and in it the spot."""

from __future__ import annotations

import re

from tree_sitter import Node

from cog_lsp.predictor.broken.repair import CONFLICT
from cog_lsp.predictor.broken.signature import repair_signature
from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.layout import Line, layout_fault, lines, scanned
from cog_lsp.predictor.faults.odd import odd_character
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.regex import regex
from cog_lsp.text import Span

UNREADABLE = "look for a comma, colon, bracket or quotation mark that is missing or too many"
BEFORE = {
    "elif": "if x:\n pass\n",
    "else": "if x:\n pass\n",
    "except": "try:\n pass\n",
    "finally": "try:\n pass\n",
    "case": "match x:\n ",
    "return": "def f():\n ",
    "await": "async def f():\n ",
    "yield": "def f():\n ",
    "break": "while x:\n ",
    "continue": "while x:\n ",
}
"""What must stand before a line for it to be whole, by its first word."""
WORD = regex(r"\w+|@")
HEAD = regex(
    r"(?:class|def|if|elif|else|for|while|with|try|except|finally|async[ \t]+(?:def|for|with))\b|(?:match|case)[ \t]+\S"
)
"""What begins a line that ends with a colon, where it is not the name of a variable."""
NAMED = regex(r"(?:match|case)[ \t]*(?:[-+*/|&%]?=(?!=)|[.,)\[(])")
FUNCTION = regex(r"(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(")
PRINT = regex(r"(?:print|exec)[ \t]+[\w\"']")
CONFLICTING = "the markers of a merge conflict are still there"
DOUBLED = regex(r",[ \t\r\n]*,")
DEEPEST = 8
"""Brackets within brackets that are looked into."""
MOST_ELEMENTS = 200
MOST_READ = 200_000
"""Characters that are parsed in all to narrow down one fault."""
LONGEST = 16_000
"""Characters of a statement beyond which no person wrote it: its first error is told, and nothing more is tried."""


def find_place(text: str) -> Fault:
    """The first place of a text that cannot be read: the text has `\\n` for line ends."""
    conflict = CONFLICT.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None
    mask, open_string = scanned(text)
    candidates = [fault for fault in (open_string, odd_character(text, mask)) if fault is not None]
    if conflict is not None:
        candidates.append(Fault(Span(conflict.start(), conflict.end()), CONFLICTING))
    first = min((fault.span.start for fault in candidates), default=len(text))
    statements = list(lines(mask, is_whole=False))
    for line in statements:
        if line.end >= first:
            break
        root = _root(text, line)
        if line.fault is not None or root.has_error:
            fault = _inside(text, mask, line, root)
            if line.fault is not None and (fault.span.start == line.start or not FUNCTION.match(text, line.start)):
                fault = line.fault
            candidates.append(fault)
            break
    layout = layout_fault([line._replace(fault=None) for line in statements])
    if layout is not None:
        candidates.append(layout)
    return (
        min(candidates, key=lambda fault: fault.span.start)
        if candidates
        else _of_tree(Piece(text).root, 0, 0, len(text))
    )


def _context(source: str, opens: bool) -> tuple[str, str]:
    """What must stand before and behind a statement for it to be whole."""
    match = WORD.match(source)
    word = match.group() if match is not None else ""
    before = BEFORE.get(word, "")
    if word == "@":
        return "", "\ndef f(): pass\n"
    if word == "async" or "await" in source:
        before = before or "async def f():\n "
    behind = ""
    if opens:
        behind = "\n  case _: pass\n" if word == "match" else "\n  pass\n"
        if word == "try":
            behind += (" " if before else "") + "finally: pass\n"
    return before, behind


def _root(text: str, line: Line) -> Node:
    """The tree of a statement by itself."""
    source = text[line.start : line.end]
    before, behind = _context(source, line.opens)
    return Piece(before + source + behind).root


def _inside(text: str, mask: str, line: Line, root: Node) -> Fault:
    """The spot in a statement that cannot be read."""
    source = text[line.start : line.end]
    if PRINT.match(source):
        return Fault(Span(line.start, line.end), "a call needs parentheses in Python 3")
    if not line.opens and HEAD.match(source) and not NAMED.match(source):
        before, behind = _context(source, True)
        if not Piece(f"{before}{source}:{behind}").root.has_error:
            return Fault(Span(line.end - 1, line.end), "the colon at the end of the line is missing")
    hollow = mask[line.start : line.end]
    doubled = DOUBLED.search(hollow)
    if doubled is not None:
        return Fault(Span(*doubled.span()).shifted(line.start), "two commas stand in a row")
    function = FUNCTION.match(source)
    before, behind = _context(source, line.opens)
    narrow = _narrow(source, hollow, before, behind) if len(source) <= LONGEST else None
    if narrow is not None:
        return Fault(narrow.span.shifted(line.start), narrow.reason)
    if function is not None:
        signature = repair_signature(source, function.end())
        if signature is not None and signature.broken:
            return Fault(Span(*signature.broken[0]).shifted(line.start), UNREADABLE)
    fault = _of_tree(root, line.start - len(before), line.start, line.end)
    if function is not None and not line.opens and fault.span.start == line.start:
        # The signature ends too early: a bracket too many.
        last = line.start + source.rfind("\n") + 1
        return Fault(
            Span(last + len(text[last : line.end]) - len(text[last : line.end].lstrip()), line.end), UNREADABLE
        )
    return fault


def _narrow(source: str, mask: str, before: str, behind: str) -> Fault | None:
    """The innermost part between commas and brackets whose absence would make a statement whole."""
    narrowest: Fault | None = None
    start, end = 0, len(source)
    tries = MOST_READ // max(1, len(source))

    def is_whole(a: int, filler: str, b: int) -> bool:
        nonlocal tries
        tries -= 1
        return tries >= 0 and not Piece(before + source[:a] + filler + source[b:] + behind).root.has_error

    for _ in range(DEEPEST):
        elements = (
            (a, b) for a, b in _elements(mask, start, end) for filler in ("x", "x: x") if is_whole(a, filler, b)
        )
        culprit = next(elements, None)
        if culprit is None:
            return narrowest
        start, end = culprit
        for comma in (start + match.start() for match in re.finditer(r"(?<![ \t\r])[ \t\r]*\n", mask[start:end])):
            if is_whole(comma, ",", comma):
                return Fault(Span(comma - 1, comma), "the comma at the end of the line is missing")
        narrowest = Fault(Span(start, end), UNREADABLE)
    return narrowest


def _elements(mask: str, start: int, end: int) -> list[tuple[int, int]]:
    """What stands between the commas of the outermost brackets of a part, at most so many."""
    elements: list[tuple[int, int]] = []
    depth, begin = 0, start
    for match in re.finditer(r"[()\[\]{},]", mask[start:end]):
        at, token = start + match.start(), match.group()
        if token in "([{":
            depth += 1
            begin = at + 1 if depth == 1 else begin
        elif depth == 1:
            elements.append((begin, at))
            begin = at + 1
        if token in ")]}":
            depth -= 1
    trimmed = ((a + len(mask[a:b]) - len(mask[a:b].lstrip()), a + len(mask[a:b].rstrip())) for a, b in elements)
    return [(a, b) for a, b in trimmed if a < b][:MOST_ELEMENTS]


def _of_tree(root: Node, base: int, start: int, end: int) -> Fault:
    """The first error of a tree whose text starts at `base`, between `start` and `end`."""
    first: Node | None = None
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if (node.is_error or node.is_missing) and (first is None or node.start_byte <= first.start_byte):
            first = node
        waiting.extend(child for child in node.children if child.has_error or child.is_missing)
    if first is None:
        return Fault(Span(start, end), UNREADABLE)
    begin = min(max(base + first.start_byte, start), end)
    return Fault(Span(begin, min(max(base + first.end_byte, begin), end)), UNREADABLE)
