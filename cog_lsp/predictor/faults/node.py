"""What the checks of a tree share: the place of a node, and what it stands in."""

from __future__ import annotations

from tree_sitter import Node

from cog_lsp.text import Span

FUNCTIONS = ("function_definition", "lambda")


def span_of(node: Node) -> Span:
    """The offsets of a node, in characters."""
    return Span(node.start_byte, node.end_byte)


def within(node: Node, kinds: tuple[str, ...]) -> Node | None:
    """The innermost node of one of these kinds around a node."""
    parent = node.parent
    while parent is not None and parent.type not in kinds:
        parent = parent.parent
    return parent


def is_async(function: Node | None) -> bool:
    """Whether a function is an `async def`."""
    return function is not None and bool(function.children) and function.children[0].type == "async"
