"""What cannot be assigned to, deleted or bound."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.node import span_of
from cog_lsp.predictor.syntax.piece import Piece

PLACES = frozenset({"identifier", "attribute", "subscript"})
SEVERAL = frozenset({"tuple", "list", "parenthesized_expression", "expression_list"})
PATTERNS = frozenset({"pattern_list", "tuple_pattern", "list_pattern"})


def assignment(_: Piece, node: Node) -> Fault | None:
    """A lone `*name` on the left or as what a loop counts with, or a type for several names at once."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None:
        return None
    if left.type == "list_splat_pattern":
        return Fault(span_of(left), "a name with `*` stands among others: write `*name,`")
    several = left.type == "list_pattern" or any(child.type == "," for child in left.children)
    if several and node.child_by_field_name("type") is not None:
        return Fault(span_of(left), "only a single name can have a type")
    if right is not None and right.type == "list_splat" and node.type == "assignment":
        return Fault(span_of(right), "a value with `*` stands among others: write `*values,`")
    return None


def stars(_: Piece, node: Node) -> Fault | None:
    """Two names with `*` in one list of targets."""
    starred = [child for child in node.named_children if child.type == "list_splat_pattern"]
    return Fault(span_of(starred[1]), "two names of one assignment have a `*`") if len(starred) > 1 else None


def augmented(_: Piece, node: Node) -> Fault | None:
    """`+=` and its kin with several names."""
    left = node.child_by_field_name("left")
    return (
        Fault(span_of(left), "only a single name can be changed in place") if left and left.type in PATTERNS else None
    )


def deleted(piece: Piece, node: Node) -> Fault | None:
    """`del` of what is no place."""
    for target in _targets(node):
        if target.type not in PLACES:
            return Fault(span_of(target), f"`{piece.of(target)[:20]}` cannot be deleted")
    return None


def bound(piece: Piece, node: Node) -> Fault | None:
    """`with … as` what is no place."""
    for target in _targets(node):
        if target.type not in PLACES | PATTERNS | {"list_splat", "list_splat_pattern"}:
            return Fault(span_of(target), f"nothing can be bound to `{piece.of(target)[:20]}`")
    return None


def _targets(node: Node) -> Iterator[Node]:
    """What stands in a node, brackets opened, in the order of the text."""
    waiting = list(reversed(node.named_children))
    while waiting:
        child = waiting.pop()
        if child.type in SEVERAL:
            waiting.extend(reversed(child.named_children))
        elif child.type not in ("comment", "line_continuation"):
            yield child
