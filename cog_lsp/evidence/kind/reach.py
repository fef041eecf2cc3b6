"""The code that the entry method of a predictor can reach in its own file: what it mentions, and where.

Starts at the class (or function) that cog.yaml names and follows names to other definitions at the top level of the
file. Another predictor in the same file that nobody mentions shows nothing about this one.

What stands between the parentheses of the entry counts as declarations, not as code: what is reached stays while
somebody types a description.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace
from tree_sitter import Node

from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.syntax.piece import Piece

MOST_NODES = 200_000
"""Nodes that are looked at for one predictor; the largest file seen in public has 60,000."""
DEFINITIONS = ("class_definition", "function_definition")


class Literal(NamedTuple):
    """A string literal."""

    text: str
    """With `{}` for each placeholder of an f-string. Escapes stay as they are written."""
    start: int


class Call(NamedTuple):
    """A call."""

    callee: str
    """What is called, as it is written: `Image.open`."""
    node: Node
    start: int


class Reach(Struct):
    """What the code of one predictor mentions. Offsets are those of the code, which `place` finds in the file."""

    piece: Piece
    """The file, with an empty signature."""
    definitions: dict[str, Node]
    """Classes and functions at the top level of the file, by name; the last of each, as Python has it."""
    methods: dict[str, Node] = field(default_factory=dict)
    """The methods of the reached classes, by name; the entry's own class comes first."""
    entry: Node | None = None
    """The entry method."""
    strings: list[Literal] = field(default_factory=list)
    """String literals, without docstrings."""
    calls: list[Call] = field(default_factory=list)
    assignments: list[Node] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    """Identifiers with the offset of their first mention."""
    cut: int = 0
    """Where the signature of the entry was."""
    moved: int = 0
    """How much further in the file everything stands that comes behind it."""

    def place(self, offset: int) -> int:
        """An offset of the code, in the predictor's file."""
        return offset + self.moved if offset >= self.cut else offset


def read_reach(predictor: Predictor) -> Reach:
    """What the predictor's code mentions in its own file. A text that does not parse gives what can be read of it."""
    text, span = predictor.text, predictor.signature_span
    start, end = span.start + 1, span.end - 1
    if not (start <= end and text[span.start] == "(" and text[end] == ")"):
        start = end = span.end  # the list of parameters is broken, or there is none
    reach = _read(text[:start], text[end:], predictor.name, predictor.method_span.start)
    return replace(reach, cut=start, moved=end - start)


@lru_cache(maxsize=8)
def _read(before: str, behind: str, name: str, method: int) -> Reach:
    """What the code mentions that stands before and behind the signature of the entry, by the name of its class and the
    place of its own."""
    piece = Piece(before + behind)
    bound: dict[str, Node] = {}
    definitions: dict[str, Node] = {}
    start: Node | None = None
    for statement in piece.root.named_children:
        node = _definition(statement)
        if node is None:
            bound.update((name, statement) for name in _bound(piece, statement))
            continue
        identifier = node.child_by_field_name("name")
        if identifier is not None:
            definitions[piece.of(identifier)] = bound[piece.of(identifier)] = node
        if statement.start_byte <= method < statement.end_byte:
            start = node
    reach = Reach(piece, definitions)
    first = [node for node in (start, definitions.get(name)) if node is not None]
    _follow(reach, first, bound, method)
    return reach


def _definition(statement: Node) -> Node | None:
    if statement.type in DEFINITIONS:
        return statement
    if statement.type == "decorated_definition":
        return statement.child_by_field_name("definition")
    return None


def _bound(piece: Piece, statement: Node) -> Iterator[str]:
    """The names that an assignment at the top level binds."""
    inner = statement.named_child(0) if statement.type == "expression_statement" else None
    left = inner.child_by_field_name("left") if inner is not None and inner.type == "assignment" else None
    if left is not None and left.type == "identifier":
        yield piece.of(left)


def _follow(reach: Reach, first: list[Node], bound: dict[str, Node], method: int) -> None:
    """Collects what the first definitions mention, and what those mention that they name."""
    piece, budget = reach.piece, MOST_NODES
    starts: set[int] = set()
    waiting = first
    while waiting:
        following: list[Node] = []
        for definition in waiting:
            if definition.start_byte in starts:
                continue
            starts.add(definition.start_byte)
            _members(reach, definition, method)
            nodes = [definition]
            while nodes and budget:
                node = nodes.pop()
                budget -= 1
                kind = node.type
                if kind == "identifier":
                    name = piece.of(node)
                    reach.names.setdefault(name, node.start_byte)
                    if name in bound:
                        following.append(bound[name])
                    continue
                if kind == "string":
                    reach.strings.append(Literal(text_of(piece, node), node.start_byte))
                elif kind == "call":
                    reach.calls.append(Call(callee_of(piece, node), node, node.start_byte))
                elif kind == "assignment":
                    reach.assignments.append(node)
                elif kind == "expression_statement" and _is_text(node):
                    continue
                nodes.extend(reversed(node.named_children))
        waiting = following


def _members(reach: Reach, definition: Node, entry: int) -> None:
    """Notes the methods of a class, and the entry where it is one of them."""
    if definition.type == "function_definition":
        methods = [definition]
    else:
        body = definition.child_by_field_name("body")
        methods = [m for m in map(_definition, body.named_children if body is not None else ()) if m is not None]
    for method in methods:
        name = method.child_by_field_name("name")
        if name is None:
            continue
        reach.methods.setdefault(reach.piece.of(name), method)
        if name.start_byte == entry:
            reach.entry = method


def _is_text(statement: Node) -> bool:
    """Whether a statement is a string alone: a docstring, or code that was commented out."""
    inner = statement.named_child(0)
    return inner is not None and inner.type in ("string", "concatenated_string") and statement.named_child_count == 1


def text_of(piece: Piece, string: Node) -> str:
    """The text of a string literal, with `{}` for each placeholder of an f-string. Escapes stay as they are written."""
    parts = []
    for child in string.children:
        if child.type == "string_content":
            parts.append(piece.of(child))
        elif child.type == "interpolation":
            parts.append("{}")
    return "".join(parts)


def callee_of(piece: Piece, call: Node) -> str:
    """What a call calls, as it is written: `Image.open`."""
    function = call.child_by_field_name("function")
    return "" if function is None else piece.of(function)
