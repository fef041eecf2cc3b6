"""What happens to a module's constants after their assignment: Cog's generator publishes the first literal."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from cog_lsp.predictor.model import ABSENT
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.structure import COMPOUND, Structure
from cog_lsp.predictor.values.literals import read_literal

METHODS = frozenset(
    {
        "append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse",
        "update", "setdefault", "popitem", "add", "discard",
    }
)  # fmt: skip
"""Methods that change a list, dictionary or set in place."""


def changes_of(structure: Structure) -> dict[str, str]:
    """The first statement that changes each constant after its last literal, as it is written, by the name."""
    piece = structure.piece
    sources: dict[str, str | None] = {}
    statements = sorted(
        [*structure.assignments, *structure.compounds, *structure.changes], key=lambda node: node.start_byte
    )
    for statement in statements:
        for node in _simple(statement):
            name = _changed(piece, node)
            if name is None:
                continue
            is_literal = _is_plain_assignment(node) and _literal(piece, node)
            if is_literal and node is statement:
                sources[name] = None
            elif name in sources and sources[name] is None:
                sources[name] = piece.of(node)
    return {name: source for name, source in sources.items() if source is not None}


def _simple(statement: Node) -> Iterator[Node]:
    """The simple statements in a statement of the module, what functions and classes hold left out."""
    if statement.type not in COMPOUND:
        yield statement
        return
    waiting = [statement]
    while waiting:
        node = waiting.pop()
        for child in reversed(node.named_children):
            if child.type in COMPOUND or child.type == "block" or child.type.endswith("_clause"):
                waiting.append(child)
            elif child.type == "expression_statement":
                yield from child.named_children[:1]
            elif child.type == "delete_statement":
                yield child


def _changed(piece: Piece, node: Node) -> str | None:
    """The name that a simple statement changes or binds."""
    if node.type == "expression_statement" and node.named_children:
        node = node.named_children[0]
    target: Node | None = None
    if node.type in ("assignment", "augmented_assignment"):
        target = node.child_by_field_name("left")
        if target is not None and target.type == "subscript":
            target = target.child_by_field_name("value")
    elif node.type == "delete_statement":
        inner = node.named_children[0] if node.named_children else None
        target = inner.child_by_field_name("value") if inner is not None and inner.type == "subscript" else None
    elif node.type == "call":
        function = node.child_by_field_name("function")
        attribute = function.child_by_field_name("attribute") if function is not None else None
        if function is not None and attribute is not None and piece.of(attribute) in METHODS:
            target = function.child_by_field_name("object")
    return piece.of(target) if target is not None and target.type == "identifier" else None


def _is_plain_assignment(node: Node) -> bool:
    left = node.child_by_field_name("left")
    return node.type == "assignment" and left is not None and left.type == "identifier"


def _literal(piece: Piece, node: Node) -> bool:
    right = node.child_by_field_name("right")
    return right is not None and read_literal(piece, right) is not ABSENT


def names_in(piece: Piece, node: Node) -> Iterator[str]:
    """The names that an expression uses."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current.type == "identifier":
            yield piece.of(current)
        elif current.type == "attribute":
            value = current.child_by_field_name("object")
            waiting += [] if value is None else [value]
        elif current.type != "keyword_argument":
            waiting += current.named_children
