"""How a value is written, whatever it is.

The forms that `form_of` tells apart: "string", "triple" (three quotes), "raw", "bytes", "unicode" (`u""`), "f-string",
"concatenation" (adjacent literals), "parenthesized", "number", "boolean", "none", "ellipsis", "list", "tuple", "set",
"dict", "comprehension", "operation" (`+`, `-1`, `2**31`), "name", "attribute", "subscript", "call", "other".
"""

from __future__ import annotations

from tree_sitter import Node

from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.strings import prefix_of, quotes_of

FORMS = {
    "concatenated_string": "concatenation",
    "parenthesized_expression": "parenthesized",
    "integer": "number",
    "float": "number",
    "true": "boolean",
    "false": "boolean",
    "none": "none",
    "ellipsis": "ellipsis",
    "list": "list",
    "tuple": "tuple",
    "set": "set",
    "dictionary": "dict",
    "list_comprehension": "comprehension",
    "set_comprehension": "comprehension",
    "dictionary_comprehension": "comprehension",
    "generator_expression": "comprehension",
    "binary_operator": "operation",
    "unary_operator": "operation",
    "boolean_operator": "operation",
    "not_operator": "operation",
    "comparison_operator": "operation",
    "identifier": "name",
    "attribute": "attribute",
    "subscript": "subscript",
    "call": "call",
}
PREFIXES = (("f", "f-string"), ("b", "bytes"), ("r", "raw"), ("u", "unicode"))


def form_of(piece: Piece, node: Node) -> str:
    """How a value is written."""
    if node.type != "string":
        return FORMS.get(node.type, "other")
    source = piece.text[node.start_byte : min(node.end_byte, node.start_byte + 8)]
    prefix = prefix_of(source)
    for letter, form in PREFIXES:
        if letter in prefix:
            return form
    return "triple" if len(quotes_of(source)) == 3 else "string"
