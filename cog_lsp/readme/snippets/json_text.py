"""JSON with positions, by the scanners of the standard library."""

from __future__ import annotations

from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from msgspec import Struct

from cog_lsp.regex import regex
from cog_lsp.text import Span

DEEPEST = 40
"""Nesting beyond this is no example that a person wrote."""

_SPACE = regex(r"[ \t\r\n]*")
_NUMBER = regex(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}


class Node(Struct, frozen=True):
    """A value and where it stands."""

    value: Any
    span: Span
    members: tuple[tuple[str, Span, Node], ...] | None = None
    """The members of an object: name, where the name stands (without quotes), value."""

    def member(self, name: str) -> Node | None:
        """The value of a member."""
        return next((node for key, _, node in reversed(self.members or ()) if key == name), None)


_STAND_IN = regex(r"\.{3}|\u2026|\ufffc|<\w|\$\{?\w|\{\{|(?<![:\w])//|/\*")


def is_no_json(text: str) -> bool:
    """Whether a text is meant to be a JSON object and is none, without anything in it that the reader fills in."""
    return text.lstrip().startswith("{") and not _STAND_IN.search(text) and parse_json(text) is None


def parse_json(text: str) -> Node | None:
    """Read one JSON value; None where the text is not one."""
    try:
        node, at = _value(text, _skip(text, 0), 0)
    except (ValueError, IndexError):
        return None
    return node if _skip(text, at) == len(text) else None


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int, depth: int) -> tuple[Node, int]:
    """The value that begins at an offset, and where it ends. Raises ValueError where there is none."""
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    first = text[at]
    if first == '"':
        value, end = scanstring(text, at + 1, False)
        return Node(value, Span(at, end)), end
    if first == "{":
        return _object(text, at, depth)
    if first == "[":
        return _array(text, at, depth)
    for word, value in _WORDS.items():
        if text.startswith(word, at):
            return Node(value, Span(at, at + len(word))), at + len(word)
    number = _NUMBER.match(text, at)
    if number is None:
        raise ValueError(f"no value at {at}")
    value = float(number[0]) if number[1] or number[2] else int(number[0])
    return Node(value, Span(at, number.end())), number.end()


def _object(text: str, start: int, depth: int) -> tuple[Node, int]:
    """The object that begins at an offset, and where it ends. Raises ValueError where it is broken."""
    members: list[tuple[str, Span, Node]] = []
    at = _skip(text, start + 1)
    while text[at] != "}":
        if members:
            at = _expect(text, at, ",")
        if text[at] != '"':
            raise ValueError(f"no name at {at}")
        key, end = scanstring(text, at + 1, False)
        name_span = Span(at + 1, end - 1)
        node, at = _value(text, _expect(text, _skip(text, end), ":"), depth + 1)
        members.append((key, name_span, node))
        at = _skip(text, at)
    value = {key: node.value for key, _, node in members}
    return Node(value, Span(start, at + 1), tuple(members)), at + 1


def _array(text: str, start: int, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    at = _skip(text, start + 1)
    while text[at] != "]":
        if items:
            at = _expect(text, at, ",")
        node, at = _value(text, at, depth + 1)
        items.append(node)
        at = _skip(text, at)
    return Node([item.value for item in items], Span(start, at + 1)), at + 1


def _expect(text: str, at: int, mark: str) -> int:
    if text[at] != mark:
        raise ValueError(f"no {mark} at {at}")
    return _skip(text, at + 1)
