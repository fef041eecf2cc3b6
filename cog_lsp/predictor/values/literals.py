"""Cog's reading of a literal: what its generator makes of the source text, quirks included.

The generator cuts strings at their quotes and leaves escapes as they are (a later one decodes them), reads numbers as
Go does, and knows only constants that stand at the top of the same file. Source: replicate/cog,
pkg/schema/python/literals.go and module_scope.go.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tree_sitter import Node

from cog_lsp.predictor.model import ABSENT, Sum
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.strings import decoded
from cog_lsp.predictor.values.numbers import go_float
from cog_lsp.regex import regex

INTEGER = regex(r"([+-]?)(0[xX]|0[oO]|0[bB]|0)?([0-9a-fA-F_]*)")
BASES = {"0x": 16, "0o": 8, "0b": 2, "0": 8}
DEPTH = 60
"""Literals nested deeper than this are not read."""


class SetItems(list[Any]):
    """The items of a set literal: a list in JSON, but no list of choices."""


class Pairs:
    """A dictionary literal as the generator keeps it: keys and values side by side, repeated keys included."""

    __slots__ = ("keys", "values")

    def __init__(self) -> None:
        self.keys: list[Any] = []
        self.values: list[Any] = []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pairs) and self.keys == other.keys and self.values == other.values

    __hash__ = None  # type: ignore[assignment]


Constants = Mapping[str, Any]
"""Literals by the name that they are bound to at the top of the file."""


def read_literal(piece: Piece, node: Node, depth: int = 0) -> Any:
    """A literal, or ABSENT. Dictionaries come as `Pairs`, sets as `SetItems`, tuples as lists."""
    kind = node.type
    if kind in ("string", "concatenated_string"):
        return read_string(piece, node)
    if kind == "integer":
        return read_integer(piece.of(node))
    if kind == "float":
        return read_number(piece.of(node))
    if kind in ("none", "true", "false"):
        return {"none": None, "true": True, "false": False}[kind]
    if kind == "unary_operator":
        text = piece.of(node).strip()
        number = read_integer(text)
        return read_number(text) if number is ABSENT else number
    if depth > DEPTH:
        return ABSENT
    if kind in ("list", "set"):
        items = read_items(piece, node, depth)
        return SetItems(items) if kind == "set" and items is not ABSENT else items
    if kind == "tuple":
        read = (read_literal(piece, child, depth + 1) for child in node.named_children)
        return [item for item in read if item is not ABSENT]
    return _read_pairs(piece, node, depth) if kind == "dictionary" else ABSENT


def read_items(piece: Piece, node: Node, depth: int = 0) -> Any:
    """The items of a list or set literal; ABSENT where one of its children, a comment too, is no literal."""
    items = []
    for child in node.named_children:
        item = read_literal(piece, child, depth + 1)
        if item is ABSENT:
            return ABSENT
        items.append(item)
    return items


def _read_pairs(piece: Piece, node: Node, depth: int) -> Pairs:
    """The pairs of a dictionary as Cog reads them: those of which it can read both sides."""
    pairs = Pairs()
    for child in node.named_children:
        if child.type != "pair":
            continue
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if key is None or value is None:
            continue
        read_key, read_value = read_literal(piece, key, depth + 1), read_literal(piece, value, depth + 1)
        if read_key is not ABSENT and read_value is not ABSENT:
            pairs.keys.append(read_key)
            pairs.values.append(read_value)
    return pairs


def read_string(piece: Piece, node: Node) -> Any:
    """A text, or ABSENT: what starts with a quote, or string literals alone where Cog decodes them."""
    return _decoded(piece, node) if piece.decodes else _between_quotes(piece.of(node))


def _decoded(piece: Piece, node: Node) -> Any:
    """One literal or several side by side, joined; ABSENT where one is formatted or of bytes, or a comment between."""
    parts = node.named_children if node.type == "concatenated_string" else [node]
    texts = [decoded(piece.of(part)) if part.type == "string" else None for part in parts]
    return ABSENT if None in texts else "".join(text for text in texts if text is not None)


def _between_quotes(text: str) -> Any:
    """Whatever starts with a quote (or `r` and a quote), cut at both ends; ABSENT for anything else."""
    if text.startswith(('"""', "'''")):
        return _cut(text, 3, 3) if _size(text) >= 6 else ABSENT
    if text.startswith(('"', "'")):
        return _cut(text, 1, 1) if _size(text) >= 2 else ABSENT
    if text.startswith(('r"', "r'")):
        return _cut(text, 2, 1) if _size(text) >= 3 else ABSENT
    return ABSENT


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def _cut(text: str, start: int, end: int) -> str:
    """Bytes are cut, as Go does: half a character becomes U+FFFD."""
    if text[-end:].isascii():
        return text[start : len(text) - end]
    return text.encode("utf-8", "replace")[start:-end].decode("utf-8", "replace")


def read_integer(text: str) -> Any:
    """An integer as Go's `strconv.ParseInt(text, 0, 64)` reads it; ABSENT beyond 64 bits."""
    match = INTEGER.fullmatch(text)
    if match is None:
        return ABSENT
    sign, prefix, digits = match.group(1), (match.group(2) or "").lower(), match.group(3)
    if prefix == "0" and not digits:
        return 0
    if not digits or digits.endswith("_") or "__" in digits or (digits[0] == "_" and not prefix):
        return ABSENT
    try:
        number = int(digits.replace("_", ""), BASES.get(prefix, 10))
    except ValueError:
        return ABSENT
    number = -number if sign == "-" else number
    return number if -(2**63) <= number < 2**63 else ABSENT


def read_number(text: str) -> Any:
    """A number as Go's `strconv.ParseFloat` reads it (`inf` and `nan` too); ABSENT where it is none or too large."""
    text = text.strip()
    if not text.isascii():
        return ABSENT
    try:
        number = float(text)
    except ValueError:
        return ABSENT
    if math.isinf(number) and "inf" not in text.lower():
        return ABSENT
    return number


def read_constants(statements: Iterator[tuple[Piece, Node]]) -> dict[str, Any]:
    """The literals that top-level assignments `NAME = literal` bind, the last one of each name."""
    constants = {}
    for piece, node in statements:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or left.type != "identifier":
            continue
        value = read_literal(piece, right)
        if value is not ABSENT:
            constants[piece.of(left)] = value
    return constants


def read_default(piece: Piece, node: Node, constants: Constants) -> Any:
    """A literal or the constant of that name; ABSENT for anything else."""
    value = read_literal(piece, node)
    if value is ABSENT and node.type == "identifier":
        return constants.get(piece.of(node), ABSENT)
    return value


def read_text(piece: Piece, node: Node, constants: Constants) -> Any:
    """A description: a string, or the constant of that name that holds one."""
    value = read_string(piece, node)
    if value is ABSENT and node.type == "identifier":
        constant = constants.get(piece.of(node), ABSENT)
        return constant if isinstance(constant, str) else ABSENT
    return value


def read_flag(piece: Piece, node: Node) -> Any:
    """`True` or `False`, else ABSENT."""
    return {"True": True, "False": False}.get(piece.of(node), ABSENT)


def read_choices(piece: Piece, node: Node, constants: Constants, depth: int = 0) -> Any:
    """A list of choices, or ABSENT: the generator refuses to go on without them."""
    kind = node.type
    if kind == "list":
        return read_items(piece, node)
    if kind == "identifier":
        value = constants.get(piece.of(node), ABSENT)
        return value if isinstance(value, list) and not isinstance(value, SetItems) else ABSENT
    if kind == "call":
        return _read_choices_call(piece, node, constants)
    if kind != "binary_operator" or depth > DEPTH or not any(child.type == "+" for child in node.children):
        return ABSENT
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return ABSENT
    first = read_choices(piece, left, constants, depth + 1)
    second = ABSENT if first is ABSENT else read_choices(piece, right, constants, depth + 1)
    return ABSENT if second is ABSENT else first + second


def read_sum(piece: Piece, node: Node, constants: Constants) -> Sum | None:
    """Choices that are added to those of a constant; None for all others."""
    added: list[Any] = []
    while node.type == "binary_operator":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        second = ABSENT if left is None or right is None else read_choices(piece, right, constants)
        if left is None or second is ABSENT:
            return None
        added.insert(0, to_json(second))
        node = left
    first = read_choices(piece, node, constants)
    if not added or node.type not in ("identifier", "call") or first is ABSENT:
        return None
    constant = re.sub(r"\s", "", piece.of(node)).removeprefix("list(").partition("(")[0]
    return Sum(constant, tuple(to_json(first)), tuple(map(tuple, added)))


def _read_choices_call(piece: Piece, node: Node, constants: Constants) -> Any:
    """`list(D.keys())` and `list(D.values())` of a dictionary constant."""
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None or piece.of(function) != "list" or not arguments.named_children:
        return ABSENT
    inner = arguments.named_children[0]
    method = inner.child_by_field_name("function") if inner.type == "call" else None
    if method is None or method.type != "attribute":
        return ABSENT
    owner, attribute = method.child_by_field_name("object"), method.child_by_field_name("attribute")
    if owner is None or attribute is None or owner.type != "identifier":
        return ABSENT
    pairs = constants.get(piece.of(owner), ABSENT)
    if not isinstance(pairs, Pairs):
        return ABSENT
    return {"keys": pairs.keys, "values": pairs.values}.get(piece.of(attribute), ABSENT)


def to_json(value: Any) -> Any:
    """A literal as JSON has it: `Pairs` with the keys that Go prints, sets as lists."""
    if isinstance(value, Pairs):
        return {_key(k): to_json(v) for k, v in zip(value.keys, value.values, strict=True)}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    return value


def _key(key: Any) -> str:
    """A dictionary key as Go's `%v` prints it."""
    if isinstance(key, str):
        return key
    if key is None:
        return "<nil>"
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, int):
        return str(key)
    if isinstance(key, float):
        return go_float(key, 6)
    if isinstance(key, list):
        return f"[{' '.join(_key(item) for item in key)}]"
    pairs = sorted((_key(k), _key(v)) for k, v in zip(key.keys, key.values, strict=True))
    return f"map[{' '.join(f'{k}:{v}' for k, v in pairs)}]"
