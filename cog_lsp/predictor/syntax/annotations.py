"""Annotations as the generator reads them: by their text, before any name is resolved.

Source: replicate/cog, pkg/schema/python/annotations.go.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from tree_sitter import Node

from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.regex import regex

NAME = regex(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*")
DEPTH = 40
"""Annotations nested deeper than this count as unreadable."""


class Refused(Exception):
    """The generator's error: its kind and its message."""

    def __init__(self, kind: str, message: str, field: tuple[str, str] | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.field = field
        """The model and its field that the error is about."""


def unsupported(message: str) -> Refused:
    """The generator's error for a type that it does not support."""
    return Refused("ErrUnsupportedType", f"unsupported type: {message}")


class Written(NamedTuple):
    """An annotation: `name`, `name[args]`, or a union of args."""

    kind: Literal["simple", "generic", "union"]
    name: str
    args: tuple[Written, ...] = ()
    quoted: bool = False
    """Whether it stood in quotes."""


def read_annotation(piece: Piece, node: Node) -> Written:
    """An annotation by its node. Raises `Refused` for what the generator cannot read."""
    if node.type == "type" and node.named_child_count > 0:
        node = node.named_children[0]
    return _read(piece, node, 0)


def _read(piece: Piece, node: Node, depth: int) -> Written:
    """An annotation as it is written, quoted ones included. Raises `Refused`."""
    kind, text = node.type, piece.of(node)
    if kind in ("identifier", "attribute"):
        return Written("simple", text)
    if kind == "none":
        return Written("simple", "None")
    if kind == "binary_operator" and depth < DEPTH:
        return _read_union(piece, node, depth)
    if kind == "subscript" and depth < DEPTH:
        return _read_subscript(piece, node, depth)
    if kind in ("string", "concatenated_string"):
        parsed = parse_annotation(text.strip("\"'"))
        if parsed is None:
            raise unsupported(f"string annotation: {text}")
        return parsed._replace(quoted=True)
    parsed = parse_annotation(text)
    if parsed is None:
        raise unsupported(f"{kind}: {text}")
    return parsed


def _read_union(piece: Piece, node: Node, depth: int) -> Written:
    """`X | Y` as a union, those inside it made flat. Raises `Refused`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        raise Refused("ErrParse", "binary_operator missing operand")
    if not any(child.type == "|" for child in node.children):
        raise unsupported("non-union binary operator in type annotation")
    members: list[Written] = []
    for side in (left, right):
        member = _read(piece, side, depth + 1)
        members.extend(member.args if member.kind == "union" else (member,))
    return Written("union", "", tuple(members))


def _read_subscript(piece: Piece, node: Node, depth: int) -> Written:
    value = node.child_by_field_name("value")
    if value is None:
        raise Refused("ErrParse", "subscript has no value")
    inner = [child for child in node.named_children if child.start_byte != value.start_byte]
    args = tuple(_read(piece, child, depth + 1) for child in inner)
    return Written("generic", piece.of(value), args) if args else Written("simple", piece.of(value))


def parse_annotation(text: str, depth: int = 0) -> Written | None:
    """An annotation by its text; None where the generator gives up."""
    text = text.strip()
    if not text or depth > DEPTH:
        return None
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        inner = parse_annotation(text[1:-1], depth + 1)
        return None if inner is None else inner._replace(quoted=True)
    members = _split(text, "|")
    if len(members) > 1:
        args = _parse_all(members, depth)
        return None if args is None else Written("union", "", args)
    bracket = text.find("[")
    if bracket >= 0 and text.endswith("]"):
        args = _parse_all(_split(text[bracket + 1 : -1], ","), depth)
        return None if args is None else Written("generic", text[:bracket].strip(), args)
    return Written("simple", text) if NAME.fullmatch(text) else None


def _parse_all(parts: list[str], depth: int) -> tuple[Written, ...] | None:
    args = []
    for part in parts:
        arg = parse_annotation(part, depth + 1)
        if arg is None:
            return None
        args.append(arg)
    return tuple(args)


def _split(text: str, separator: str) -> list[str]:
    """The parts between separators that stand outside of square brackets."""
    if separator not in text:
        return [text]
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        if character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
        elif character == separator and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return parts
