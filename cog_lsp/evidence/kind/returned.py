"""What the entry method gives back, followed to the strings, attributes and calls that it is made of.

`return Path(out)` leads to `out = "/tmp/out.png"`: a picture. Follows names, `self` attributes, containers and the
methods and functions of the same file, to a fixed depth; what it cannot follow gives nothing.
"""

from __future__ import annotations

from msgspec import Struct, field
from tree_sitter import Node

from cog_lsp.evidence.kind.reach import DEFINITIONS, Reach, callee_of, text_of

DEEPEST = 12
MOST_STEPS = 4000
EXITS = ("return_statement", "yield")


class Returned(Struct):
    """What comes back, for one expression or for a field of the output's class."""

    texts: list[tuple[str, int]] = field(default_factory=list)
    """Strings with their offsets."""
    words: list[tuple[str, int]] = field(default_factory=list)
    """Attributes, keys and functions on the way, with their offsets: `images` of `result.images`."""
    placeholders: list[tuple[str, int]] = field(default_factory=list)
    """Names in the placeholders of f-strings: `output_format` of `f"out.{output_format}"`."""
    fields: dict[str, Returned] = field(default_factory=dict)
    """Keyword arguments of a class of the same file, and keys of a dictionary, by name."""


def read_returned(reach: Reach) -> Returned:
    """Follows what the entry returns and yields."""
    returned = Returned()
    if reach.entry is not None:
        _Trace(reach).of_function(reach.entry, returned, 0)
    return returned


class _Trace:
    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.piece = reach.piece
        self.steps = MOST_STEPS
        self.done: set[tuple[int, int]] = set()
        self.bound: dict[int, dict[str, list[Node]]] = {}
        """What each function binds to each name, by where the function starts."""

    def of_function(self, function: Node, returned: Returned, depth: int) -> None:
        """All that a function returns or yields."""
        for exit in _inside(function, EXITS):
            for value in exit.named_children:
                self.follow(value, function, returned, depth)

    def follow(self, node: Node, function: Node, returned: Returned, depth: int) -> None:
        """One expression of a function."""
        self.steps -= 1
        if depth > DEEPEST or self.steps < 0 or ((node.start_byte, id(returned)) in self.done and node.type != "call"):
            return
        self.done.add((node.start_byte, id(returned)))
        kind = node.type
        if kind == "string":
            self._string(node, function, returned, depth)
        elif kind == "identifier":
            self._name(self.piece.of(node), function, returned, depth)
        elif kind == "attribute":
            self._attribute(node, function, returned, depth)
        elif kind == "call":
            self._call(node, function, returned, depth)
        elif kind == "dictionary":
            self._dictionary(node, function, returned, depth)
        elif kind == "subscript":
            value, key = node.child_by_field_name("value"), node.child_by_field_name("subscript")
            if key is not None and key.type == "string":
                returned.words.append((text_of(self.piece, key), self.reach.place(key.start_byte)))
            if value is not None:
                self.follow(value, function, returned, depth + 1)
        elif kind == "conditional_expression":
            for child in (node.named_children[0], node.named_children[-1]):
                self.follow(child, function, returned, depth + 1)
        elif kind not in ("comparison_operator", "lambda", "integer", "float", "true", "false", "none"):
            for child in node.named_children:
                self.follow(child, function, returned, depth + 1)

    def _string(self, node: Node, function: Node, returned: Returned, depth: int) -> None:
        returned.texts.append((text_of(self.piece, node), self.reach.place(node.start_byte)))
        for child in node.named_children:
            if child.type == "interpolation" and child.named_children:
                inner = child.named_children[0]
                if inner.type in ("identifier", "attribute"):
                    returned.placeholders.append(
                        (self.piece.of(inner).rpartition(".")[2], self.reach.place(inner.start_byte))
                    )
                self.follow(inner, function, returned, depth + 1)

    def _name(self, name: str, function: Node, returned: Returned, depth: int) -> None:
        """A name: everything that the function binds to it or appends to it; else an assignment of the file."""
        values = self._bindings(name, function)
        if not values:
            values = [
                right
                for assignment in self.reach.assignments
                if (left := assignment.child_by_field_name("left")) is not None
                and self.piece.of(left) == name
                and (right := assignment.child_by_field_name("right")) is not None
            ][:3]
        for value in values:
            self.follow(value, function, returned, depth + 1)

    def _bindings(self, name: str, function: Node) -> list[Node]:
        if function.start_byte not in self.bound:
            self.bound[function.start_byte] = self._all_bindings(function)
        return self.bound[function.start_byte].get(name, [])

    def _all_bindings(self, function: Node) -> dict[str, list[Node]]:
        """What a function binds or appends to each name."""
        values: dict[str, list[Node]] = {}
        for node in _inside(function, ("assignment", "for_statement", "as_pattern", "call", "augmented_assignment")):
            if node.type == "call":
                name, _, method = callee_of(self.piece, node).rpartition(".")
                if method in ("append", "extend", "add"):
                    values.setdefault(name, []).extend(_arguments(node))
                continue
            value = node.child_by_field_name("right")
            target = node.child_by_field_name("left")
            if node.type == "as_pattern":
                target, value = node.child_by_field_name("alias"), node.named_child(0)
            if target is None or value is None:
                continue
            for name in _targets(self.piece.of(target)):
                values.setdefault(name, []).append(value)
        return values

    def _attribute(self, node: Node, function: Node, returned: Returned, depth: int) -> None:
        """An attribute of `self` is what the file assigns to it; of anything else it is a word, as its owner is."""
        object, name = node.child_by_field_name("object"), node.child_by_field_name("attribute")
        if object is None or name is None:
            return
        source = self.piece.of(node)
        if self.piece.of(object) == "self":
            for assignment in self.reach.assignments:
                left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
                if left is not None and right is not None and self.piece.of(left) == source:
                    self.follow(right, function, returned, depth + 1)
            return
        returned.words.append((self.piece.of(name), self.reach.place(name.start_byte)))
        self.follow(object, function, returned, depth + 1)

    def _call(self, node: Node, function: Node, returned: Returned, depth: int) -> None:
        """A call of the file's own class gives fields, one of its own function what that returns; else its name is a
        word."""
        called = callee_of(self.piece, node)
        name = called.rpartition(".")[2]
        target = node.child_by_field_name("function")
        local = self._local(called)
        if local is not None and local.type == "class_definition":
            for argument in _keywords(node):
                key, value = argument.child_by_field_name("name"), argument.child_by_field_name("value")
                if key is not None and value is not None and value.type != "none":
                    into = returned.fields.setdefault(self.piece.of(key), Returned())
                    self.follow(value, function, into, depth + 1)
            return
        if local is not None and (local.start_byte, -id(returned)) not in self.done:
            self.done.add((local.start_byte, -id(returned)))
            self.of_function(local, returned, depth + 1)
        elif target is not None:
            returned.words.append((name, self.reach.place(target.start_byte)))
            if target.type == "attribute" and (object := target.child_by_field_name("object")) is not None:
                self.follow(object, function, returned, depth + 1)
        for argument in _arguments(node):
            self.follow(argument, function, returned, depth + 1)

    def _local(self, called: str) -> Node | None:
        """The class, function or method of the same file that a call calls."""
        if called.startswith("self.") and called.count(".") == 1:
            return self.reach.methods.get(called[5:])
        return self.reach.definitions.get(called)

    def _dictionary(self, node: Node, function: Node, returned: Returned, depth: int) -> None:
        for pair in node.named_children:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is None or value is None:
                continue
            if key.type == "string":
                into = returned.fields.setdefault(text_of(self.piece, key), Returned())
                self.follow(value, function, into, depth + 1)


def _inside(function: Node, kinds: tuple[str, ...]) -> list[Node]:
    """The nodes of some kinds in a function, without those in functions and classes inside it, from top to bottom."""
    nodes, waiting = [], list(reversed(function.named_children))
    while waiting:
        node = waiting.pop()
        if node.type in kinds:
            nodes.append(node)
        if node.type not in DEFINITIONS and node.type != "lambda":
            waiting.extend(reversed(node.named_children))
    return nodes


def _arguments(call: Node) -> list[Node]:
    """The values of a call's arguments."""
    listing = call.child_by_field_name("arguments")
    values: list[Node] = []
    for child in listing.named_children if listing is not None else ():
        value = child.child_by_field_name("value") if child.type == "keyword_argument" else child
        if value is not None and child.type != "comment":
            values.append(value)
    return values


def _keywords(call: Node) -> list[Node]:
    listing = call.child_by_field_name("arguments")
    return [c for c in listing.named_children if c.type == "keyword_argument"] if listing is not None else []


def _targets(left: str) -> list[str]:
    """The names on the left of an assignment."""
    return [name.strip("()[] *\n\t") for name in left.split(",")]
