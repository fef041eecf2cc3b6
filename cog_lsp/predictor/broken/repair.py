"""Broken code, made readable: the same text, character for character, with what cannot be parsed blanked out.

tree-sitter recovers from most errors, but an unclosed string or bracket can take the whole signature with it. So a file
with an error is cut into statements by its lines, each is parsed on its own, and only the broken part goes: the body
of a method, or one parameter of its signature (`broken_signature.py`). Offsets stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from cog_lsp.predictor.broken.misread import is_misread
from cog_lsp.predictor.broken.scan import head_end
from cog_lsp.predictor.broken.signature import repair_signature
from cog_lsp.predictor.memory import Key, Memory
from cog_lsp.predictor.syntax.beginnings import STATEMENT
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.structure import definition_of
from cog_lsp.regex import regex

CONFLICT = regex(r"^(?:<{7}|={7}|>{7}|\|{7})(?:[ \t].*)?\r?$", re.MULTILINE)
TOP = regex(rf"^(?:{STATEMENT})", re.MULTILINE)
INPUT = regex(r"[^\W\d]\w*[ \t]*:[^=\n]+=[ \t]*(?:\w+\.)?Input\(")
"""A parameter at the very left, not a statement."""
DEFINITION = regex(r"[ \t]*(?:(async[ \t]+)?def|class|@)[ \t]*[\w.]")
ASSIGNMENT = regex(r"[A-Za-z_]\w*[ \t]*(?::[^=\n]*)?=|\"\"\"")
FUNCTION = regex(r"^[ \t]*(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(", re.MULTILINE)
CLASS = regex(r"^class[ \t]+\w+", re.MULTILINE)
BODY_LINE = regex(r"^([ \t]+)\S", re.MULTILINE)
DOCSTRING = regex(r"\s*[rRuU]?(?:\"\"\"(?:[^\"\\]|\\[\s\S]|\"(?!\"\"))*\"\"\"|\"[^\"\n\\]*\")[ \t\r]*(?=\n|$)")
LINE_START = regex(r"^\S", re.MULTILINE)
MOST_LINES = 20
"""Lines at the left that are tried at most, from the last one up."""
MOST_READ = 100_000
"""Characters that are parsed in all to try them."""
HEADER = "class _:\n"
PADDING = "\n" * 4
"""Room at the end of a broken file for what closes a signature."""
NOT_BLANK = regex(r"[^\n]")


class Repaired(NamedTuple):
    """A text of the same length that parses, and the parameters that are only read in part."""

    text: str
    broken: tuple[tuple[int, int], ...] = ()
    """Where each such parameter starts and ends."""


class StatementKey(Key[Repaired], frozen=True):
    """The text of a statement at the top level."""

    text: str


class MemberKey(Key[Repaired], frozen=True):
    """The text of a member of a class."""

    text: str


class HeadKey(Key["Head"], frozen=True):
    """A function up to its parameters, and what has to stand before it."""

    text: str
    before: str


def repair(text: str, memory: Memory) -> Repaired:
    """The readable form of a broken text. Repairs of statements are kept by their text."""
    if "<<<<<<<" in text or ">>>>>>>" in text:
        text = CONFLICT.sub(lambda match: " " * len(match.group()), text)
    parts: list[str] = []
    broken: list[tuple[int, int]] = []
    for start, end in statements(text, TOP):
        part = text[start:end]
        key = StatementKey(part)
        fixed = memory.get(key) or memory.keep(key, _repair_statement(part, memory))
        parts.append(fixed.text)
        broken.extend((start + a, start + b) for a, b in fixed.broken)
    return Repaired("".join(parts), tuple(broken))


def blank(text: str) -> str:
    """Spaces for everything but line feeds."""
    return NOT_BLANK.sub(" ", text)


def statements(text: str, start: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The ranges of statements, each from a line that begins one to the next such line. Decorators belong to what they
    decorate, and an assignment whose triple quotes are still open goes on, but never into a definition."""
    begin, is_open, decorated = 0, False, False
    for match in start.finditer(text):
        at = match.start()
        if INPUT.match(text, at) and DEFINITION.match(text, begin):
            continue
        if at <= begin and not is_open:
            decorated = text.startswith("@", at + len(match.group()) - len(match.group().lstrip()))
            is_open = _leaves_open(text, begin, at, match)
            continue
        is_definition = DEFINITION.match(text, at) is not None
        if (decorated and is_definition) or (is_open and not is_definition and _odd(text[begin:at])):
            decorated = match.group().lstrip().startswith("@")
            continue
        if at > begin:
            yield begin, at
        begin, decorated = at, match.group().lstrip().startswith("@")
        is_open = ASSIGNMENT.match(match.group().lstrip()) is not None
    if begin < len(text):
        yield begin, len(text)


def _leaves_open(text: str, begin: int, at: int, match: re.Match[str]) -> bool:
    return at == begin and ASSIGNMENT.match(text, at + len(match.group()) - len(match.group().lstrip())) is not None


def _odd(text: str) -> bool:
    """Whether triple quotes are left open."""
    return text.count('"""') % 2 == 1 or text.count("'''") % 2 == 1


def parses(text: str) -> bool:
    """Whether a text is free of syntax errors, those that the grammar overlooks included."""
    root = Piece(text).root
    return not root.has_error and not any(map(_misread, root.named_children))


def _misread(node: Node) -> bool:
    """Whether a signature in this statement has two parameters that were read as one."""
    inner = definition_of(node, "class_definition")
    body = inner.child_by_field_name("body") if inner is not None else None
    if body is not None:
        return any(map(_misread, body.named_children))
    function = definition_of(node, "function_definition")
    listing = function.child_by_field_name("parameters") if function is not None else None
    return listing is not None and any(map(is_misread, listing.named_children))


def _repair_statement(part: str, memory: Memory) -> Repaired:
    match = CLASS.search(part)
    if match is not None and not part[: match.start()].strip().startswith(("def ", "async ")):
        return _repair_class(part, match, memory)
    if FUNCTION.search(part) is not None:
        return repair_function(part, "", memory)
    return Repaired(part if parses(part) else _salvaged(part))


def _salvaged(part: str) -> str:
    """The lines of a broken statement that parse without those below them."""
    ends = [match.start() for match in LINE_START.finditer(part, 1)]
    for end in ends[-min(MOST_LINES, 1 + MOST_READ // len(part)) :][::-1]:
        if parses(part[:end]):
            return part[:end] + blank(part[end:])
    return blank(part)


def _repair_class(part: str, match: re.Match[str], memory: Memory) -> Repaired:
    """A class, member by member."""
    line = BODY_LINE.search(part, match.end())
    body = len(part) if line is None else line.start()
    head = part[:body]
    if not parses(head):
        name = part[match.start() : match.end()]
        head = blank(part[: match.start()]) + name + ":" + blank(part[match.end() + 1 : body])
        head = head if len(head) == body and parses(head) else blank(part[:body])
    if line is None:
        return Repaired(head)
    members = re.compile(rf"^{line.group(1)}(?:{STATEMENT})", re.MULTILINE)
    parts = [head]
    broken: list[tuple[int, int]] = []
    for start, end in statements(part[body:], members):
        member = part[body + start : body + end]
        key = MemberKey(member)
        fixed = memory.get(key) or memory.keep(key, _repair_member(member, memory))
        parts.append(fixed.text)
        broken.extend((body + start + a, body + start + b) for a, b in fixed.broken)
    return Repaired("".join(parts), tuple(broken))


def _repair_member(member: str, memory: Memory) -> Repaired:
    if FUNCTION.search(member) is not None:
        return repair_function(member, HEADER, memory)
    return Repaired(member if parses(HEADER + member) else blank(member))


def repair_function(part: str, before: str, memory: Memory) -> Repaired:
    """A function without its body, which only matters where it may make an input, and with its signature repaired.
    `before` is what has to stand before it for its indentation to be right."""
    match = FUNCTION.search(part)
    assert match is not None
    head = _head(part, match.end(), before, memory)
    if head is None:
        return Repaired(blank(part))
    body = part[head.end :]
    if "return" in body and "Input" in body and parses(before + head.text + body):
        return Repaired(head.text + body, head.broken)
    docstring = DOCSTRING.match(body)
    if docstring is not None and parses(before + head.text + docstring.group()):
        return Repaired(head.text + docstring.group() + blank(body[docstring.end() :]), head.broken)
    return Repaired(head.text + blank(body), head.broken)


class Head(NamedTuple):
    """A function through the colon of its signature."""

    source: str
    text: str
    end: int
    broken: tuple[tuple[int, int], ...] = ()


def _head(part: str, start: int, before: str, memory: Memory) -> Head | None:
    """The head of a function whose parameters start at `start`, kept for as long as its text stays the same."""
    key = HeadKey(part[:start], before)
    last = memory.get(key)
    if last is not None and part.startswith(last.source):
        return last
    end = head_end(part, start)
    head = Head(part[:end], part[:end], end) if end >= 0 and parses(before + part[:end]) else None
    if head is None:
        signature = repair_signature(part, start)
        if signature is None:
            return None
        line = part.rfind("\n", 0, start) + 1
        for decorators in (part[:start], blank(part[:line]) + part[line:start]):
            text = decorators + signature.text
            if parses(before + text):
                return Head(part[: signature.end], text, signature.end, signature.broken)
        return None
    return memory.keep(key, head)
