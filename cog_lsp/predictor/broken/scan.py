"""Where the parameters of a broken signature start and end, and where the signature itself does.

One pass over the text, with brackets and strings in mind. Where something is left open, a line that looks like the
start of a parameter, the end of the signature or the start of the body sets it right.
"""

from __future__ import annotations

import re

from msgspec import Struct

from cog_lsp.predictor.syntax.beginnings import BODY, PARAMETER
from cog_lsp.regex import regex

CLOSING = regex(r"[ \t]*\)[ \t]*(?:->[^\n]*?)?:[ \t\r]*(?:#.*)?$", re.MULTILINE)
MARK = regex(r"[\n\"'#()\[\]{},]")
INSIDE = {quote: regex(rf"(?:[^{quote}\\\n]|\\[^\n])*") for quote in "\"'"}
TOKEN = regex(r"[\"'#()\[\]{}]")
CLOSING_LINE = regex(r"^[ \t]*\)", re.MULTILINE)
TAIL = regex(r"\)[ \t]*(?:->[^\n)]*?)?:[ \t\r]*(?:#|\Z)")
OPENING, ENDING = "([{", ")]}"
ARROW = regex(r"[ \t]*(->[^\n:]*)?:")


class Scan(Struct):
    """Ranges of the parameters, and of what closes the signature."""

    parameters: list[tuple[int, int]]
    close: int
    """The closing parenthesis, or where one has to be put."""
    closed: bool


def head_end(text: str, start: int) -> int:
    """Where the colon of a signature whose parameters start at `start` ends, if its brackets and strings are in order;
    else -1."""
    depth, at = 0, start
    while True:
        match = TOKEN.search(text, at)
        if match is None:
            return -1
        token, at = match.group(), match.end()
        if token == ")" and depth == 0:
            arrow = ARROW.match(text, at)
            return -1 if arrow is None else arrow.end()
        if token in OPENING:
            depth += 1
        elif token in ENDING:
            depth -= 1
        elif token != "#":
            at = _string_end(text, match.start(), None)
        else:
            line = text.find("\n", at)
            at = len(text) if line < 0 else line


def scan_signature(text: str, start: int) -> Scan:
    """The parameters of the signature whose parameters start at `start`, and its end."""
    return _Scanner(text, start).scan()


def trim(text: str, begin: int, end: int) -> int:
    """The end of a range without the blanks and commas there."""
    while end > begin and text[end - 1] in " \t\r\n,":
        end -= 1
    return end


def skip(text: str, at: int, end: int) -> int:
    """Where the blanks and commas from `at` on stop."""
    while at < end and text[at] in " \t\r\n,":
        at += 1
    return at


class _Scanner:
    """Goes through the parameters once, starting anew at each line that clearly begins something else."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.indent = _indent(text, start)
        self.begin = start
        """Where the parameter that is being read starts."""
        self.depth = 0
        self.parameters: list[tuple[int, int]] = []
        self.closing = self._find_closing()

    def _find_closing(self) -> int:
        """The line that closes a signature of several lines, where there is one."""
        if self.indent is not None:
            for match in CLOSING_LINE.finditer(self.text, self.start):
                if _line_kind(self.text, match.start(), self.indent) == "closing":
                    return match.start()
        return -1

    def scan(self) -> Scan:
        """The parameters and the end of the signature."""
        text, at = self.text, self.start
        while (match := MARK.search(text, at)) is not None:
            at, character = match.start(), match.group()
            if character == "\n":
                result = self._line(at)
                if result is not None:
                    return result
                at += 1
            elif character in "\"'":
                at = _string_end(text, at, self.indent)
            elif character == "#":
                line = text.find("\n", at)
                at = len(text) if line < 0 else line
            elif character == ")" and self.depth == 0 and self._closes(at):
                self._add(at)
                return Scan(self.parameters, at, True)
            else:
                self._step(character, at)
                at += 1
        self._add(len(text))
        return Scan(self.parameters, len(text), False)

    def _step(self, character: str, at: int) -> None:
        if character in OPENING:
            self.depth += 1
        elif character in ENDING:
            self.depth = max(0, self.depth - 1)
        elif character == "," and self.depth == 0:
            self._add(at)
            self.begin = at + 1

    def _line(self, at: int) -> Scan | None:
        """What the end of a line and the start of the next one say; the result where the signature ends here."""
        text = self.text
        if self.indent is None:
            tail = TAIL.search(text, text.rfind("\n", 0, at) + 1, at)
            if tail is not None and tail.start() >= self.begin:
                self._add(tail.start())
                return Scan(self.parameters, tail.start(), True)
        kind = _line_kind(text, at + 1, self.indent)
        if kind == "closing" or (kind == "body" and at >= self.closing):
            self._add(at)
            close = text.index(")", at) if kind == "closing" else _put_after(self.parameters, self.start)
            return Scan(self.parameters, close, kind == "closing")
        if kind == "parameter" and (self.depth > 0 or skip(text, self.begin, at) < at):
            self._add(at)
            self.begin, self.depth = at + 1, 0
        return None

    def _closes(self, at: int) -> bool:
        """Whether a closing parenthesis ends the signature, rather than being one too many."""
        if ARROW.match(self.text, at + 1):
            return True
        line = self.text.find("\n", at)
        rest = self.text[at + 1 : len(self.text) if line < 0 else line].strip()
        if rest and not rest.startswith("->"):
            return False
        return line < 0 or self.indent is None or _line_kind(self.text, line + 1, self.indent) != "parameter"

    def _add(self, end: int) -> None:
        text = self.text
        first = skip(text, self.begin, end)
        while text.startswith("#", first):
            line = text.find("\n", first, end)
            first = end if line < 0 else skip(text, line, end)
        last = trim(text, first, end)
        if first < last:
            self.parameters.append((first, last))


def _put_after(parameters: list[tuple[int, int]], start: int) -> int:
    """The first free place after the last parameter."""
    return parameters[-1][1] if parameters else start


def _indent(text: str, start: int) -> int | None:
    """The column of the first parameter, where it stands on a line of its own."""
    line = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ \t]*)\S").match(text, start)
    return None if line is None else len(line.group(1))


def _line_kind(text: str, at: int, indent: int | None) -> str:
    """What a line looks like: "closing", "parameter", "body" or nothing in particular."""
    width = len(text[at : at + 400]) - len(text[at : at + 400].lstrip(" \t"))
    if CLOSING.match(text, at) and (indent is None or width < indent):
        return "closing"
    if indent is None:
        definition = len(text) - len(text.lstrip(" \t\n"))
        return "body" if width <= definition + 8 and BODY.match(text, at) else ""
    if width > indent:
        return ""
    if PARAMETER.match(text, at):
        return "parameter"
    return "body" if BODY.match(text, at) else ""


def _string_end(text: str, at: int, indent: int | None) -> int:
    """Where a string ends; an unfinished one ends with its line."""
    quote = text[at]
    if text.startswith(quote * 3, at):
        end = text.find(quote * 3, at + 3)
        line = text.find("\n", at)
        if end >= 0 and not _holds_parameters(text, line, end, indent):
            return end + 3
        return len(text) if line < 0 else line
    inside = INSIDE[quote].match(text, at + 1)
    end = at + 1 if inside is None else inside.end()
    return end + 1 if text.startswith(quote, end) else end


def _holds_parameters(text: str, line: int, end: int, indent: int | None) -> bool:
    """Whether what seems to be a string swallows parameters or the end of the signature."""
    while 0 <= line < end:
        if _line_kind(text, line + 1, indent) in ("closing", "parameter"):
            return True
        line = text.find("\n", line + 1)
    return False
