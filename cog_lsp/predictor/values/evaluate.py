"""One expression, two readings: what Python would pass, and what Cog's generator reads.

`evaluate` is Python's reading: literals, constants of the same file (also through classes, dictionaries and lists),
arithmetic, and a few pure functions. It runs nothing: what it does not know is UNKNOWN. Work and sizes are bounded.
Cog's reading is in `literals.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from tree_sitter import Node

from cog_lsp.predictor.model import ABSENT, UNKNOWN, Value
from cog_lsp.predictor.syntax.imports import Imports
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.strings import decode
from cog_lsp.predictor.values.functions import call_function, call_method, operate, within_limits
from cog_lsp.predictor.values.literals import read_integer

STEPS = 4000
"""Nodes that one evaluation visits at most."""
DEPTH = 60
CONSTANTS = {"math.inf": float("inf"), "math.pi": 3.141592653589793, "sys.maxsize": 2**63 - 1}


class Expression(Struct, frozen=True):
    """An expression in the file, with what was later added to it by `+=`."""

    piece: Piece
    node: Node
    added: tuple[Node, ...] = ()


class Class(Struct, frozen=True):
    """A class of the file: the values of its attributes, and the names of its parents."""

    attributes: Mapping[str, Expression] = field(default_factory=dict)
    parents: tuple[str, ...] = ()

    @property
    def is_enum(self) -> bool:
        """Whether its attributes are the members of an enumeration."""
        return any(parent.rpartition(".")[2] in ("Enum", "StrEnum", "IntEnum") for parent in self.parents)

    @property
    def is_plain_enum(self) -> bool:
        """Whether its members are no strings or numbers themselves."""
        return self.is_enum and not any(
            p.rpartition(".")[2] in ("str", "int", "StrEnum", "IntEnum") for p in self.parents
        )


class Names(Struct, frozen=True):
    """What the names of a file stand for, in Python's reading."""

    imports: Imports
    constants: Mapping[str, Expression] = field(default_factory=dict)
    classes: Mapping[str, Class] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    """The first statement that changes a constant after its last literal, by the name of the constant."""


def evaluate(piece: Piece, node: Node, names: Names) -> Value:
    """What Python would pass: None, a bool, a number, a string, a list or a dictionary of such. UNKNOWN where the code
    would have to run, ABSENT for `...`."""
    if node.type == "ellipsis":
        return ABSENT
    value = _Evaluation(names).of(piece, node)
    return value if _is_known(value) else UNKNOWN


def _is_known(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_known, value))
    if isinstance(value, dict):
        return all(map(_is_known, value.values()))
    return value is not UNKNOWN


class _Evaluation:
    """One evaluation, with its budget of steps and the names that it is resolving."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.steps = STEPS
        self.depth = 0
        self.resolving: set[str] = set()

    def of(self, piece: Piece, node: Node) -> Any:
        """The value of a node. Parts of a list or dictionary may be UNKNOWN."""
        self.steps -= 1
        handler = getattr(self, f"_{node.type}", None)
        if handler is None or self.steps < 0 or self.depth >= DEPTH:
            return UNKNOWN
        self.depth += 1
        value = handler(piece, node)
        self.depth -= 1
        return value if within_limits(value) else UNKNOWN

    def _none(self, _piece: Piece, _node: Node) -> Any:
        return None

    def _true(self, _piece: Piece, _node: Node) -> Any:
        return True

    def _false(self, _piece: Piece, _node: Node) -> Any:
        return False

    def _integer(self, piece: Piece, node: Node) -> Any:
        text = piece.of(node)
        number = read_integer(text)
        if number is not ABSENT:
            return number
        digits = text.replace("_", "")
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 400 else UNKNOWN

    def _float(self, piece: Piece, node: Node) -> Any:
        try:
            return float(piece.of(node))
        except ValueError:
            return UNKNOWN

    def _string(self, piece: Piece, node: Node) -> Any:
        if node.has_error or any(child.type == "interpolation" for child in node.named_children):
            return UNKNOWN
        text = decode(piece.of(node))
        return UNKNOWN if text is None else text

    def _concatenated_string(self, piece: Piece, node: Node) -> Any:
        parts = [self.of(piece, child) for child in node.named_children if child.type != "comment"]
        return "".join(parts) if all(isinstance(part, str) for part in parts) else UNKNOWN

    def _parenthesized_expression(self, piece: Piece, node: Node) -> Any:
        inner = [child for child in node.named_children if child.type != "comment"]
        return self.of(piece, inner[0]) if len(inner) == 1 else UNKNOWN

    def _list(self, piece: Piece, node: Node) -> Any:
        """The items of a list, what is unpacked among them."""
        items: list[Any] = []
        for child in node.named_children:
            if child.type == "list_splat":
                spread = self.of(piece, child.named_children[0]) if child.named_children else UNKNOWN
                if not isinstance(spread, list | dict):
                    return UNKNOWN
                items.extend(spread)
            elif child.type != "comment":
                items.append(self.of(piece, child))
        return items

    _tuple = _list
    _set = _list

    def _dictionary(self, piece: Piece, node: Node) -> Any:
        """The pairs of a dictionary, what is unpacked among them."""
        pairs: dict[Any, Any] = {}
        for child in node.named_children:
            if child.type == "dictionary_splat":
                spread = self.of(piece, child.named_children[0]) if child.named_children else UNKNOWN
                if not isinstance(spread, dict):
                    return UNKNOWN
                pairs.update(spread)
            elif child.type == "pair":
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                name = UNKNOWN if key is None else self.of(piece, key)
                if value is None or name is UNKNOWN or isinstance(name, list | dict):
                    return UNKNOWN
                pairs[name] = self.of(piece, value)
        return pairs

    def _unary_operator(self, piece: Piece, node: Node) -> Any:
        operand = node.child_by_field_name("argument")
        value = UNKNOWN if operand is None else self.of(piece, operand)
        if not isinstance(value, int | float):
            return UNKNOWN
        sign = node.children[0].type
        if sign == "~":
            return ~value if isinstance(value, int) else UNKNOWN
        return -value if sign == "-" else +value

    def _binary_operator(self, piece: Piece, node: Node) -> Any:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if left is None or right is None or operator is None:
            return UNKNOWN
        return operate(operator.type, self.of(piece, left), self.of(piece, right))

    def _identifier(self, piece: Piece, node: Node) -> Any:
        return self._resolve(piece.of(node), self.names.constants.get(piece.of(node)))

    def _resolve(self, name: str, expression: Expression | None) -> Any:
        if expression is None or name in self.resolving:
            return UNKNOWN
        self.resolving.add(name)
        value = self.of(expression.piece, expression.node)
        for node in expression.added:
            value = operate("+", value, self.of(expression.piece, node))
        self.resolving.discard(name)
        return value

    def _attribute(self, piece: Piece, node: Node) -> Any:
        """A constant of a module, an attribute of a class, or the value of an enumeration's member."""
        text = piece.of(node)
        module, _, name = text.partition(".")
        entry = self.names.imports.get(module)
        if entry is not None and f"{entry.module}.{name}" in CONSTANTS:
            return CONSTANTS[f"{entry.module}.{name}"]
        is_value = text.endswith(".value")
        owner, _, member = text.removesuffix(".value").rpartition(".")
        class_ = self.names.classes.get(owner)
        if class_ is None or member not in class_.attributes or (class_.is_plain_enum and not is_value):
            return UNKNOWN
        if is_value and not class_.is_enum:
            return UNKNOWN
        return self._resolve(f"{owner}.{member}", class_.attributes[member])

    def _subscript(self, piece: Piece, node: Node) -> Any:
        """An item of a dictionary, a list or a text."""
        owner, index = node.child_by_field_name("value"), node.child_by_field_name("subscript")
        if owner is None or index is None:
            return UNKNOWN
        value, key = self.of(piece, owner), self.of(piece, index)
        if key is UNKNOWN or isinstance(key, list | dict):
            return UNKNOWN
        if isinstance(value, dict):
            return value.get(key, UNKNOWN)
        if isinstance(value, list | str) and isinstance(key, int) and -len(value) <= key < len(value):
            return value[key]
        return UNKNOWN

    def _call(self, piece: Piece, node: Node) -> Any:
        """What a call of a known function or method gives."""
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None:
            return UNKNOWN
        nodes = [child for child in arguments.named_children if child.type != "comment"]
        if any(child.type in ("keyword_argument", "list_splat", "dictionary_splat") for child in nodes):
            return UNKNOWN
        values = [self.of(piece, child) for child in nodes]
        name = piece.of(function)
        if function.type == "identifier":
            entry = self.names.imports.get(name)
            if entry is not None and entry.module != "builtins":
                name = f"{entry.module}.{entry.original}"
            return UNKNOWN if name in self.names.constants else call_function(name, values)
        owner, method = function.child_by_field_name("object"), function.child_by_field_name("attribute")
        if function.type != "attribute" or owner is None or method is None:
            return UNKNOWN
        entry = self.names.imports.get(piece.of(owner))
        if entry is not None and entry.module == entry.original:
            return call_function(f"{entry.module}.{piece.of(method)}", values)
        return call_method(self.of(piece, owner), piece.of(method), values)
