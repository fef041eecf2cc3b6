"""What tree-sitter reads without an error, and otherwise than Python does."""

from __future__ import annotations

from tree_sitter import Node


def is_misread(node: Node) -> bool:
    """Whether two parameters were read as one: `image:` and on the next line `steps: int` parse as one annotation."""
    kind = node.child_by_field_name("type")
    if kind is None:
        kind = next((child for child in node.named_children if child.type == "type"), None)
    return kind is not None and any(child.type == "constrained_type" for child in kind.named_children)
