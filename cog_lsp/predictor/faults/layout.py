"""The lines of a file as Python sees them: statements from their first line to their last, and their indentation.

Strings and comments are blanked out first, so that a bracket or colon in them counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cog_lsp.pace import step
from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.regex import regex
from cog_lsp.text import Span

QUOTE_OR_COMMENT = regex(r"#[^\n]*|\"\"\"|'''|\"|'")
CLOSING = {
    quote: regex(rf"(?:[^{quote[0]}\\{stop}]|\\(?: \n|.){rest})*{quote}", re.DOTALL)
    for quote, stop, rest in (
        ('"', r"\n", ""),
        ("'", r"\n", ""),
        ('"""', "", r'|"(?!"")'),
        ("'''", "", r"|'(?!'')"),
    )
}
TOKEN = regex(r"[()\[\]{}]|\\ ?\n|\n")
PAIRS = {")": "(", "]": "[", "}": "{"}
STATEMENT = regex(
    r"(?:async[ ]+)?def[ ]+\w+[ ]*\(|class[ ]+\w+|@\w"
    r"|(?:import|return|raise|pass|break|continue|del|assert|global)\b(?![ ]*[=,.)])"
    r"|from[ ]+[\w.]+[ ]+import\b|(?:if|elif|for|while|with|try|except|finally|else)\b[^\n]*:[ ]*$",
    re.MULTILINE,
)
"""What begins a statement and never stands at the start of a line inside brackets."""
ASSIGNMENT = regex(r"[A-Za-z_][\w.]*[ ]*(?:\[[^\]\n]*\][ ]*)?(?::[^=\n]+)?[-+*/|&%]?=(?!=)")
TAB = 8
MIXED = "the indentation mixes tabs and spaces"


UNFINISHED = regex(r"(?<![.\d])\.$|(?<!import )(?<!import)[-+*/%&|^<>=@~]$|\b(?:and|or|not|in|is)$")
"""What no line ends with. tree-sitter looks for the rest on the next one."""


class Line(NamedTuple):
    """A statement's lines (or a compound statement's head), without the line end."""

    start: int
    """The first character after the indentation."""
    end: int
    column: int
    """Of its first character, tabs to the next multiple of eight."""
    narrow: int
    """The same with tabs as wide as spaces: Python refuses a file where the two disagree."""
    opens: bool
    """Whether a block must follow."""
    fault: Fault | None = None
    """What is wrong with its brackets or its end."""


def scanned(text: str) -> tuple[str, Fault | None]:
    """The text with the insides of strings blanked and comments gone, and the first string that is never closed."""
    parts: list[str] = []
    fault, at = None, 0
    while (match := QUOTE_OR_COMMENT.search(text, at)) is not None:
        parts.append(text[at : match.start()])
        quote, end = match.group(), match.end()
        if not quote.startswith("#"):
            close = CLOSING[quote].match(text, end)
            if close is None:
                line_end = text.find("\n", end)
                end = len(text) if len(quote) == 3 or line_end < 0 else line_end
                fault = fault or Fault(Span(match.start(), end), "a string is never closed")
            else:
                end = close.end()
            parts.append(_hollow(match.start(), end))
        else:
            parts.append(" " * len(quote))
        at = end
    parts.append(text[at:])
    return "".join(parts), fault


def _hollow(start: int, end: int) -> str:
    """A string of that place without what is in it, on one line whatever its lines were."""
    return '"' + " " * (end - start - 2) + '"' if end - start > 1 else '"'


def masked(text: str, spans: Iterable[tuple[int, int, bool]]) -> str:
    """The same where strings and comments are known: start, end, and whether it is a string."""
    parts: list[str] = []
    at = 0
    for start, end, is_string in spans:
        parts.append(text[at:start])
        parts.append(_hollow(start, end) if is_string else " " * (end - start))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def lines(mask: str, *, is_whole: bool = True) -> Iterator[Line]:
    """The statements of a masked text. Where the text is not whole, a bracket that is still open where a statement
    surely begins is never closed."""
    start = end = 0
    depth: list[tuple[str, int]] = []
    fault: Fault | None = None
    for match in TOKEN.finditer(mask):
        token, at = match.group(), match.start()
        if token in "([{":
            depth.append((token, at))
        elif token in PAIRS:
            if not depth or depth[-1][0] != PAIRS[token]:
                fault = fault or Fault(Span(at, at + 1), f"`{token}` closes nothing")
                if depth and any(opening == PAIRS[token] for opening, _ in depth):
                    while depth[-1][0] != PAIRS[token]:
                        depth.pop()
                    depth.pop()
            else:
                depth.pop()
        elif token == "\n":
            if depth and (is_whole or not _begins(mask, match.end(), start)):
                continue
            if depth:
                opening, place = depth[-1]
                fault = fault or Fault(Span(place, place + 1), f"`{opening}` is never closed")
            end = at
            line = _line(mask, start, end, fault)
            if line is not None:
                yield line
            start, depth, fault = match.end(), [], None
    if depth and fault is None:
        opening, place = depth[-1]
        fault = Fault(Span(place, place + 1), f"`{opening}` is never closed")
    line = _line(mask, start, len(mask), fault)
    if line is not None:
        yield line


def _begins(mask: str, at: int, start: int) -> bool:
    """Whether the line at `at`, inside brackets of a statement at `start`, surely begins another statement."""
    end = mask.find("\n", at)
    text = mask[at : len(mask) if end < 0 else end].expandtabs(TAB)
    body = text.lstrip(" \f")
    if not body:
        return False
    if STATEMENT.match(body):
        return True
    outer = mask[start:at].expandtabs(TAB)
    indent = len(outer) - len(outer.lstrip())
    return len(text) - len(body) <= indent and ASSIGNMENT.match(body) is not None and not body.rstrip().endswith(",")


def _line(mask: str, start: int, end: int, fault: Fault | None) -> Line | None:
    """A line with its indentation; None for an empty one."""
    text = mask[start:end]
    body = text.lstrip(" \t\f\r\\")
    if not body.strip():
        return None
    first = start + len(text) - len(body)
    indent = mask[mask.rfind("\n", 0, first) + 1 : first].rpartition("\f")[2]
    stop = start + len(text.rstrip())
    # A backslash may join the line with an empty one.
    opens = body.rstrip(" \t\r\n\f\\").endswith(":")
    if fault is None and (unfinished := UNFINISHED.search(body.rstrip())) is not None:
        fault = Fault(Span(stop - len(unfinished.group()), stop), "the line ends too early")
    return Line(first, stop, len(indent.expandtabs(TAB)), len(indent), opens, fault)


def layout_fault(source_lines: Iterable[Line]) -> Fault | None:
    """The first line whose indentation or end Python refuses."""
    blocks, opener = [(0, 0)], None
    for line in source_lines:
        step()
        if line.fault is not None:
            return line.fault
        column, narrow = blocks[-1]
        span = Span(line.start, line.end)
        if opener is not None and line.column <= column:
            return Fault(span, "the block above is empty or not indented")
        if line.column > column:
            if opener is None:
                return Fault(span, "this line is indented further than the one above")
            if line.narrow <= narrow:
                return Fault(span, MIXED)
            blocks.append((line.column, line.narrow))
        while line.column < blocks[-1][0]:
            blocks.pop()
        if line.column != blocks[-1][0]:
            return Fault(span, "the indentation fits none of the blocks above")
        if line.narrow != blocks[-1][1]:
            return Fault(span, MIXED)
        opener = line if line.opens else None
    return None if opener is None else Fault(Span(opener.start, opener.end), "the block below is empty")
