"""The code that the entry method of a predictor can reach in its own file: what it mentions, and where.

Starts at the class (or function) that cog.yaml names and follows names to other definitions at the top level of the
file. Another predictor in the same file that nobody mentions shows nothing about this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.syntax.piece import Piece, whole

MOST_NODES = 200_000
"""Nodes that are looked at for one predictor; the largest file seen in public has 60,000."""
DEFINITIONS = ("class_definition", "function_definition")


@dataclass(slots=True)
class Reach:
    """What the code of one predictor mentions. Offsets are absolute in the predictor's file."""

    piece: Piece
    definitions: dict[str, Node]
    """Classes and functions at the top level of the file, by name; the last of each, as Python has it."""
    methods: dict[str, Node] = field(default_factory=dict)
    """The methods of the reached classes, by name; the entry's own class comes first."""
    entry: Node | None = None
    """The entry method."""
    strings: list[Node] = field(default_factory=list)
    """String literals, without docstrings and without what stands in the signature of the entry."""
    calls: list[Node] = field(default_factory=list)
    assignments: list[Node] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    """Identifiers with the offset of their first mention."""


def read_reach(predictor: Predictor) -> Reach:
    """What the predictor's code mentions in its own file. A text that does not parse gives what can be read of it."""
    piece = whole(predictor.text)
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
        if statement.start_byte <= predictor.method_span.start < statement.end_byte:
            start = node
    reach = Reach(piece, definitions)
    first = [node for node in (start, definitions.get(predictor.name)) if node is not None]
    _follow(reach, first, bound, predictor)
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


def _follow(reach: Reach, first: list[Node], bound: dict[str, Node], predictor: Predictor) -> None:
    """Collects what the first definitions mention, and what those mention that they name."""
    piece, budget = reach.piece, MOST_NODES
    signature = predictor.signature_span
    starts: set[int] = set()
    waiting = first
    while waiting:
        following: list[Node] = []
        for definition in waiting:
            if definition.start_byte in starts:
                continue
            starts.add(definition.start_byte)
            _members(reach, definition, predictor)
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
                    reach.strings.append(node)
                elif kind == "call":
                    reach.calls.append(node)
                elif kind == "assignment":
                    reach.assignments.append(node)
                elif kind == "expression_statement" and _is_text(node):
                    continue
                if kind == "parameters" and (node.start_byte, node.end_byte) == (signature.start, signature.end):
                    continue
                nodes.extend(reversed(node.named_children))
        waiting = following


def _members(reach: Reach, definition: Node, predictor: Predictor) -> None:
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
        if name.start_byte == predictor.method_span.start:
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
