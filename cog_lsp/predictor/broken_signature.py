"""A signature with errors: which parameters are whole, which are not, and where it ends.

The parameters are told apart by commas outside of brackets and, where something is left open, by lines that look like
the start of a parameter or of the body. Each is then parsed on its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tree_sitter import Node

from cog_lsp.predictor.syntax import Piece

PARAMETER = re.compile(r"[ \t]*\*{0,2}[^\W\d]\w*[ \t]*(?::[ \t]*[\w\"'\[]|,[ \t]*$)", re.MULTILINE)
CLOSING = re.compile(r"[ \t]*\)[ \t]*(?:->[^\n]*?)?:[ \t]*(?:#.*)?$", re.MULTILINE)
BODY = re.compile(
    r"[ \t]*(?:(?:return|raise|for|while|with|try|import|from|assert|del|global|yield|await|print|pass)\b|if\b[^\n]*:|"
    r"\"\"\"|'''|(?:async[ \t]+)?def[ \t]|class[ \t]|@|\w+(?:\.\w+)+|\w+[ \t]*(?:\[[^\n]*\][ \t]*)?=[^=]|\w+\()"
)
SAME_LINE = re.compile(r",[ \t]*(?=[^\W\d]\w*[ \t]*:[ \t]*(?:\w|[\"'\[])[^,()\n]*(?:=|,|$))", re.MULTILINE)
HEAD = re.compile(r"\s*(\*{0,2}[^\W\d]\w*)\s*")
MARK = re.compile(r"[\n\"'#()\[\]{},]")
INSIDE = {quote: re.compile(rf"(?:[^{quote}\\\n]|\\[^\n])*") for quote in "\"'"}
TOKEN = re.compile(r"[\"'#()\[\]{}]")
OPENING, ENDING = "([{", ")]}"
CLOSING_LINE = re.compile(r"^[ \t]*\)", re.MULTILINE)
TAIL = re.compile(r"\)[ \t]*(?:->[^\n]*?)?:[ \t]*(?:#[^\n]*)?\Z")
ARROW = re.compile(r"[ \t]*(->[^\n]*?)?(:)[ \t]*(?:#[^\n]*)?(?=\n|$|[ \t]*\S)")


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands after the opening parenthesis, through the colon, repaired."""

    text: str
    end: int
    """Where the body starts."""
    broken: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Scan:
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
            return -1 if arrow is None else arrow.end(2)
        if token in OPENING:
            depth += 1
        elif token in ENDING:
            depth -= 1
        elif token != "#":
            at = _string_end(text, match.start(), None)
        else:
            line = text.find("\n", at)
            at = len(text) if line < 0 else line


def repair_signature(text: str, start: int) -> Signature:
    """The signature of `text` whose parameters start at `start`, of the same length as what it stands for."""
    scan = _Scanner(text, start).scan()
    kept: list[tuple[int, int]] = []
    broken: list[tuple[int, int]] = []
    for begin, end in scan.parameters:
        for first, last in _divide(text, begin, end):
            stop, whole = readable(text, first, last)
            if stop > first:
                kept.append((first, stop))
                if not whole:
                    broken.append((first, last))
    return _assemble(text, start, scan, kept, broken)


def _divide(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """A broken range, cut where further parameters seem to start on the same line."""
    if readable(text, begin, end)[1]:
        return [(begin, end)]
    cuts = [match.end() for match in SAME_LINE.finditer(text, begin, end)]
    starts = [begin, *(_skip(text, cut, end) for cut in cuts)]
    ends = [*(text.rindex(",", begin, cut) for cut in cuts), end]
    return [(a, _trim(text, a, b)) for a, b in zip(starts, ends, strict=True) if a < b]


def readable(text: str, begin: int, end: int) -> tuple[int, bool]:
    """Where the readable part of a parameter ends, and whether that is all of it, a stray bracket at its end aside;
    else its annotation, its name, or nothing."""
    for stop in (end, _trim(text, begin, end - 1) if text[end - 1] in ENDING else end):
        if parses_as_parameter(text[begin:stop]):
            return stop, True
    match = HEAD.match(text, begin, end)
    if match is None:
        return begin, False
    stop = match.end(1)
    if text.startswith(":", match.end()):
        cut = _annotation_end(text, match.end() + 1, end)
        annotated = cut > match.end() + 1 and parses_as_parameter(text[begin:cut])
        return (cut if annotated else begin), False
    return (stop, True) if not text[stop:end].strip() and parses_as_parameter(text[begin:stop]) else (begin, False)


@lru_cache(maxsize=1024)
def parses_as_parameter(parameter: str) -> bool:
    """Whether a text is one parameter."""
    if not parameter.strip():
        return False
    piece = Piece(f"def _({parameter}\n): 0")
    if piece.root.has_error:
        return False
    listing = piece.root.named_children[0].child_by_field_name("parameters")
    found = [c for c in listing.named_children if c.type != "comment"] if listing is not None else []
    return len(found) == 1 and not is_misread(found[0])


def is_misread(node: Node) -> bool:
    """Whether two parameters were read as one: `image:` and on the next line `steps: int` parse as one annotation."""
    kind = node.child_by_field_name("type")
    if kind is None:
        kind = next((child for child in node.named_children if child.type == "type"), None)
    return kind is not None and any(child.type == "constrained_type" for child in kind.named_children)


def _annotation_end(text: str, at: int, end: int) -> int:
    """Where an annotation ends: at the `=` outside of brackets, or where its line does."""
    depth = 0
    for here in range(at, end):
        character = text[here]
        if character in OPENING:
            depth += 1
        elif character in ENDING:
            depth -= 1
        elif (character == "=" and depth == 0) or (character == "\n" and text[at:here].strip()) or character == "#":
            return _trim(text, at, here)
    return _trim(text, at, end)


def _trim(text: str, begin: int, end: int) -> int:
    while end > begin and text[end - 1] in " \t\r\n,":
        end -= 1
    return end


def _skip(text: str, at: int, end: int) -> int:
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

    def scan(self) -> _Scan:
        """The parameters and the end of the signature."""
        text, at = self.text, self.start
        while (match := MARK.search(text, at)) is not None:
            at, character = match.start(), match.group()
            if character == "\n":
                found = self._line(at)
                if found is not None:
                    return found
                at += 1
            elif character in "\"'":
                at = _string_end(text, at, self.indent)
            elif character == "#":
                line = text.find("\n", at)
                at = len(text) if line < 0 else line
            elif character == ")" and self.depth == 0 and self._closes(at):
                self._add(at)
                return _Scan(self.parameters, at, True)
            else:
                self._step(character, at)
                at += 1
        self._add(len(text))
        return _Scan(self.parameters, len(text), False)

    def _step(self, character: str, at: int) -> None:
        if character in OPENING:
            self.depth += 1
        elif character in ENDING:
            self.depth = max(0, self.depth - 1)
        elif character == "," and self.depth == 0:
            self._add(at)
            self.begin = at + 1

    def _line(self, at: int) -> _Scan | None:
        """What the end of a line and the start of the next one say; the result where the signature ends here."""
        text = self.text
        if self.indent is None:
            tail = TAIL.search(text, text.rfind("\n", 0, at) + 1, at)
            if tail is not None and tail.start() >= self.begin:
                self._add(tail.start())
                return _Scan(self.parameters, tail.start(), True)
        kind = _line_kind(text, at + 1, self.indent)
        if kind == "closing" or (kind == "body" and at >= self.closing):
            self._add(at)
            close = text.index(")", at) if kind == "closing" else _put_after(self.parameters, self.start)
            return _Scan(self.parameters, close, kind == "closing")
        if kind == "parameter" and (self.depth > 0 or _skip(text, self.begin, at) < at):
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
        first = _skip(text, self.begin, end)
        while text.startswith("#", first):
            line = text.find("\n", first, end)
            first = end if line < 0 else _skip(text, line, end)
        last = _trim(text, first, end)
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


def _assemble(
    text: str, start: int, scan: _Scan, kept: list[tuple[int, int]], broken: list[tuple[int, int]]
) -> Signature:
    """The kept parameters with commas between them, a closing parenthesis, the return annotation and a colon."""
    arrow = ARROW.match(text, scan.close + 1) if scan.closed else None
    end = arrow.end(2) if arrow is not None else max(scan.close, kept[-1][1] if kept else start)
    line = text.find("\n", end)
    if arrow is None:
        end = len(text) if line < 0 else line
    made = [character if character == "\n" else " " for character in text[start:end]]
    for begin, stop in kept:
        made[begin - start : stop - start] = text[begin:stop]
    for (_, stop), (following, _) in pairwise(kept):
        comma = text.find(",", stop, following)
        made[(comma if comma >= 0 else stop) - start] = ","
    tail = scan.close - start if scan.closed else (kept[-1][1] if kept else start) - start
    if arrow is not None:
        made[tail] = ")"
        made[arrow.start() - start :] = text[arrow.start() : arrow.end(2)]
        if not _output_parses(arrow.group(1)):
            made[arrow.start() - start :] = " " * (arrow.end(2) - arrow.start() - 1) + ":"
        return Signature("".join(made), end, tuple(broken))
    made[tail:] = [")", ":", *" " * (len(made) - tail - 2)]
    return Signature("".join(made), start + len(made), tuple(broken))


def _output_parses(arrow: str | None) -> bool:
    return arrow is None or not Piece(f"def _(){arrow}: 0").root.has_error
