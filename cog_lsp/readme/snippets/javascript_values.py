"""What expressions of JavaScript in a README come to: names, texts, numbers, objects, addresses."""

from __future__ import annotations

import re
from typing import Any

from tree_sitter import Node

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.records import Entry, Given, with_placeholders
from cog_lsp.readme.snippets.tree import Source, field, span
from cog_lsp.regex import regex
from cog_lsp.text import Span

DEEPEST = 12
"""Nesting of a value beyond which it is not read."""
_ESCAPE = regex(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}


class Values:
    """The names of a piece of code, and what its expressions come to without running it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.assigned: dict[str, list[Node]] = {}
        self.changed: set[str] = set()
        for node in source.nodes("variable_declarator"):
            name, value = field(node, "name"), field(node, "value")
            if name is not None and value is not None and name.type == "identifier":
                self.assigned.setdefault(source.of(name), []).append(value)
        for node in source.nodes("assignment_expression"):
            self.changed.add(re.split(r"[.\[]", source.of(field(node, "left") or node), maxsplit=1)[0].strip())

    def inputs(self, options: Node) -> Given | None:
        """The inputs in `{ input: { … } }` or `{ input }`; None where there are none to see."""
        if options.type != "object":
            return Given()
        node = self.member(options, "input")
        if node is None:
            return None
        return self.object(node, self._is_changed(options))

    def _is_changed(self, options: Node) -> bool:
        """Whether the variable that holds the inputs is written to anywhere."""
        for child in options.named_children:
            name = self.source.of(child) if child.type == "shorthand_property_identifier" else ""
            value = field(child, "value")
            if child.type == "pair" and value is not None and value.type == "identifier":
                name = self.source.of(value)
            if name in self.changed:
                return True
        return False

    def object(self, node: Node, changed: bool = False) -> Given:
        """The inputs of an object."""
        if node.type != "object":
            return Given()
        entries, complete = [], not changed
        for child in node.named_children:
            key, value = field(child, "key"), field(child, "value")
            if child.type == "pair" and key is not None and value is not None:
                name = self._name(key)
                if name is None:
                    complete = False
                else:
                    entries.append(Entry(name[0], name[1], self.value(value), span(value)))
            elif child.type == "shorthand_property_identifier":
                name_text = self.source.of(child)
                target = self.last(name_text)
                entries.append(
                    Entry(name_text, span(child), self.value(target) if target is not None else UNKNOWN, span(child))
                )
            elif child.type != "comment":
                complete = False
        return Given(tuple(entries), span(node), complete)

    def member(self, node: Node, name: str) -> Node | None:
        """A member of an object, also one that stands for a variable of its name."""
        for child in node.named_children:
            key, value = field(child, "key"), field(child, "value")
            if child.type == "pair" and key is not None and value is not None:
                name_and_place = self._name(key)
                if name_and_place is not None and name_and_place[0] == name:
                    return self.resolved(value)
            elif child.type == "shorthand_property_identifier" and self.source.of(child) == name:
                return self.last(name)
        return None

    def _name(self, key: Node) -> tuple[str, Span] | None:
        if key.type in ("property_identifier", "number"):
            return self.source.of(key), span(key)
        if key.type == "string":
            return self.source.of(key)[1:-1], Span(key.start_byte + 1, key.end_byte - 1)
        return None

    def last(self, name: str) -> Node | None:
        """What a name was given, where that happens once."""
        values = self.assigned.get(name)
        return values[0] if values and len(values) == 1 else None

    def resolved(self, node: Node) -> Node:
        """An expression without casts and parentheses, or what the name was given that it is."""
        for _ in range(4):
            if (
                node.type in ("as_expression", "satisfies_expression", "parenthesized_expression")
                and node.named_children
            ):
                node = node.named_children[0]
                continue
            value = self.last(self.source.of(node)) if node.type == "identifier" else None
            if value is None:
                break
            node = value
        return node

    def text(self, node: Node | None) -> Any:
        """The value of an expression; None without one, UNKNOWN where only running the code would tell."""
        return None if node is None else self._literal(node, 0)

    def address(self, node: Node) -> tuple[str, int | None]:
        """The text of an address with `x` for each unknown piece of it, and where it begins if it stands here whole."""
        node = self.resolved(node)
        source = self.source.of(node)
        if node.type == "binary_expression":
            parts = [field(node, "left"), field(node, "right")]
            return "".join(self.address(part)[0] for part in parts if part is not None), None
        if node.type == "template_string":
            pieces = [self.source.of(c) if c.type == "string_fragment" else "x" for c in node.children[1:-1]]
            return "".join(pieces), (node.start_byte + 1 if len(pieces) == 1 and pieces[0] == source[1:-1] else None)
        text = self.text(node)
        whole = node.type == "string" and text == source[1:-1]
        return (text, node.start_byte + 1 if whole else None) if isinstance(text, str) else ("x", None)

    def value(self, node: Node) -> Any:
        """The value of an input; PLACEHOLDER where it stands for one that the reader fills in."""
        return with_placeholders(self._literal(node, 0))

    def _literal(self, node: Node, depth: int) -> Any:
        """The value of a literal, or of a variable that stands for one; UNKNOWN for everything else."""
        node = self.resolved(node)
        source = self.source.of(node)
        if depth > DEEPEST:
            return UNKNOWN
        if node.type == "string":
            return _ESCAPE.sub(lambda m: _ESCAPES.get(m[1], m[1]), source[1:-1])
        if node.type == "template_string":
            if any(c.type == "template_substitution" for c in node.named_children):
                return UNKNOWN
            return _ESCAPE.sub(lambda m: _ESCAPES.get(m[1], m[1]), source[1:-1])
        if node.type in ("true", "false"):
            return node.type == "true"
        if node.type == "null":
            return None
        if node.type in ("number", "unary_expression"):
            return _number(source)
        if node.type == "array":
            items = [self._literal(c, depth + 1) for c in node.named_children if c.type != "comment"]
            return UNKNOWN if any(item is UNKNOWN for item in items) else items
        if node.type == "object":
            return {str(i): UNKNOWN for i, _ in enumerate(node.named_children)}
        return UNKNOWN


def _number(source: str) -> Any:
    text = source.replace(" ", "").replace("_", "")
    try:
        return int(text) if re.fullmatch(r"[-+]?\d+", text) else float(text)
    except ValueError:
        return UNKNOWN
