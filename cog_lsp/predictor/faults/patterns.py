"""Names that the pattern of a `case` binds: each once, but in alternatives."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.node import span_of
from cog_lsp.predictor.syntax.piece import Piece

ANY = "_"
"""Binds nothing."""
UNNAMED = {"class_pattern": 1, "keyword_pattern": 1}
"""Patterns whose first parts, so many, bind no name: a class, and an attribute of it."""


def bound_twice(piece: Piece, case: Node) -> Fault | None:
    """A name that is bound twice in one `case`."""
    names: set[str] = set()
    for child in case.named_children:
        if child.type == "case_pattern":
            for identifier in _bound(child):
                name = piece.of(identifier)
                if name in names:
                    return Fault(span_of(identifier), f"`{name}` is bound twice in this pattern")
                if name != ANY:
                    names.add(name)
    return None


def _bound(pattern: Node) -> Iterator[Node]:
    """The identifiers that a pattern binds, in order; of alternatives, which bind the same, those of the last."""
    waiting = [pattern]
    while waiting:
        node = waiting.pop()
        parts = node.named_children
        if node.type == "identifier":
            yield node
        elif node.type == "dotted_name":  # `a.b` is a value
            waiting.extend(parts if len(parts) == 1 else [])
        elif node.type == "union_pattern":
            waiting.extend(parts[-1:])
        elif node.type == "dict_pattern":
            keys = node.children_by_field_name("key")
            waiting.extend(part for part in reversed(parts) if part not in keys)
        elif node.type.endswith("_pattern"):
            waiting.extend(reversed(parts[UNNAMED.get(node.type, 0) :]))
