"""`Annotated[str, Input(…)]`, as FastAPI has it: Cog's generator reads no call in an annotation."""

from __future__ import annotations

from msgspec import Struct
from tree_sitter import Node

from cog_lsp.predictor.reading.calls import callee
from cog_lsp.predictor.reading.scope import Scope
from cog_lsp.predictor.syntax.piece import Piece


class Annotated(Struct, frozen=True):
    """`Annotated[…]` with a call in it."""

    kind: Node
    """The type that is annotated."""
    call: Node | None
    """The `Input(…)`; None where it is another call."""


def annotated(piece: Piece, node: Node, scope: Scope) -> Annotated | None:
    """The parts of an annotation that is an `Annotated[…]` with a call in it."""
    inner = _inside(node)
    if inner.type not in ("generic_type", "subscript") or not inner.named_children:
        return None
    name, *rest = inner.named_children
    if not scope.imports.is_annotated(piece.of(name)):
        return None
    if len(rest) == 1 and rest[0].type == "type_parameter":
        rest = rest[0].named_children
    calls = [part for part in map(_inside, rest[1:]) if part.type == "call"]
    if not calls:
        return None
    return Annotated(rest[0], next((call for call in calls if callee(piece, call) in scope.calls), None))


def _inside(node: Node) -> Node:
    return node.named_children[0] if node.type == "type" and node.named_child_count == 1 else node
