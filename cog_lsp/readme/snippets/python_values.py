"""What expressions of Python in a README come to: names, texts, numbers, dictionaries, addresses."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator
from typing import Any

from tree_sitter import Node

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.records import Entry, Given, with_placeholders
from cog_lsp.readme.snippets.tree import Source, field, span
from cog_lsp.text import Span

DEEPEST = 12
"""Nesting of a value beyond which it is not read."""


class Values:
    """The names of a piece of code, and what its expressions come to without running it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.assigned: dict[str, list[Node]] = {}
        self.changed: set[str] = set()
        self.imported: dict[str, str] = {}
        self._imports()
        for node in source.nodes("assignment"):
            left, right = field(node, "left"), field(node, "right")
            if left is None or right is None:
                continue
            if left.type == "identifier":
                self.assigned.setdefault(source.of(left), []).append(right)
            elif left.type == "subscript":
                self.changed.add(source.of(left).split("[", 1)[0])
        for node in source.nodes("call"):
            function = source.of(field(node, "function") or node)
            if function.endswith((".update", ".setdefault", ".pop")):
                self.changed.add(function.rsplit(".", 1)[0])

    def _imports(self) -> None:
        """Names that stand for Replicate's client or for something in it."""
        for node in self.source.nodes("import_statement", "import_from_statement"):
            module = self.source.of(node.children[1]) if node.type == "import_from_statement" else None
            for child in node.named_children[0 if module is None else 1 :]:
                name = self.source.of(field(child, "name") or child)
                alias = field(child, "alias")
                bound = self.source.of(alias) if alias is not None else name
                if module == "replicate" or (module is None and name == "replicate"):
                    self.imported[bound] = name if module is None else f"replicate.{name}"

    def qualified(self, callee: str) -> str:
        """A callee by the names of Replicate's client: `run` of `from replicate import run` is `replicate.run`."""
        first, dot, rest = callee.partition(".")
        return self.imported.get(first, first) + dot + rest

    def address(self, node: Node) -> tuple[str, int | None]:
        """The text of an address with `x` for each unknown piece of it, and where it begins if it stands here whole."""
        if node.type == "binary_operator":
            parts = [self.address(part)[0] for part in (field(node, "left"), field(node, "right")) if part is not None]
            return "".join(parts), None
        if node.type != "string":
            value = self.text(node)
            return (value if isinstance(value, str) else "x"), None
        place = _inside(node)
        source = self.source.of(node)
        if any(child.type == "interpolation" for child in node.children):
            pieces = [self.source.of(c) if c.type == "string_content" else "x" for c in node.children[1:-1]]
            return "".join(pieces), None
        text = self.text(node)
        whole = isinstance(text, str) and self.source.text[place.start : place.end] == text and source[0] in "\"'"
        return (text, place.start if whole else None) if isinstance(text, str) else ("x", None)

    def arguments(self, arguments: Node) -> tuple[list[Node], dict[str, Node]]:
        """The arguments of a call, by place and by name."""
        positional, keywords = [], {}
        for child in arguments.named_children:
            if child.type == "keyword_argument":
                name, value = field(child, "name"), field(child, "value")
                if name is not None and value is not None:
                    keywords[self.source.of(name)] = value
            elif child.type not in ("comment", "dictionary_splat", "list_splat"):
                positional.append(child)
        return positional, keywords

    def is_unpacked(self, arguments: Node) -> bool:
        """Whether a call takes arguments from a variable, `*args` or `**kwargs`."""
        return any(c.type in ("dictionary_splat", "list_splat") for c in arguments.named_children)

    def keywords(self, arguments: Node) -> Given:
        """The inputs that stand as keywords in a call."""
        entries = []
        complete = True
        for child in arguments.named_children:
            name, value = field(child, "name"), field(child, "value")
            if child.type == "keyword_argument" and name is not None and value is not None:
                entries.append(Entry(self.source.of(name), span(name), self.value(value), span(value)))
            elif child.type != "comment":
                complete = False
        return Given(tuple(entries), span(arguments), complete)

    def inputs(self, node: Node | None) -> Given:
        """The inputs of a dictionary, of `dict(…)`, or of a name that one of these was given above."""
        name = self.source.of(node) if node is not None and node.type == "identifier" else None
        node = self.resolved(node)
        if node is None:
            return Given()
        if node.type == "call" and self.source.of(field(node, "function") or node) == "dict":
            inputs = self.keywords(field(node, "arguments") or node)
        elif node.type == "dictionary":
            entries, complete = [], True
            for key, value in self.pairs(node):
                text = self.text(key)
                if isinstance(text, str):
                    entries.append(Entry(text, _inside(key), self.value(value), span(value)))
                else:
                    complete = False
            if any(c.type in ("dictionary_splat", "ellipsis", "ERROR") for c in node.named_children):
                complete = False
            inputs = Given(tuple(entries), span(node), complete)
        else:
            return Given()
        inputs.complete = inputs.complete and name not in self.changed
        return inputs

    def pairs(self, node: Node) -> Iterator[tuple[Node, Node]]:
        """The keys and values of a dictionary."""
        for pair in node.named_children:
            key, value = field(pair, "key"), field(pair, "value")
            if pair.type == "pair" and key is not None and value is not None:
                yield key, value

    def last(self, name: str) -> Node | None:
        """What a name was given, where that happens once."""
        values = self.assigned.get(name)
        return values[-1] if values and len(values) == 1 else None

    def resolved(self, node: Node | None) -> Node | None:
        """An expression, or what the name was given that it is; None where that cannot be known."""
        if node is not None and node.type == "identifier":
            return self.last(self.source.of(node))
        return node

    def text(self, node: Node | None) -> Any:
        """The value of an expression; UNKNOWN where only running the code would tell."""
        node = self.resolved(node)
        return self._literal(node, 0) if node is not None else None

    def value(self, node: Node) -> Any:
        """The value of an input; PLACEHOLDER where it stands for one that the reader fills in."""
        return with_placeholders(self._literal(node, 0))

    def _literal(self, node: Node, depth: int) -> Any:
        """The value of a literal, or of a variable that stands for one; UNKNOWN for everything else."""
        if depth > DEEPEST:
            return UNKNOWN
        if node.type in ("list", "tuple"):
            items = [self._literal(c, depth + 1) for c in node.named_children if c.type != "comment"]
            return UNKNOWN if any(item is UNKNOWN for item in items) else items
        if node.type == "dictionary":
            return {str(i): UNKNOWN for i, _ in enumerate(node.named_children)}
        if node.type == "identifier":
            value = self.last(self.source.of(node))
            return self._literal(value, depth + 1) if value is not None else UNKNOWN
        simple = ("string", "concatenated_string", "integer", "float", "true", "false", "none", "unary_operator")
        if node.type not in simple or len(self.source.of(node)) > 20_000:
            return UNKNOWN
        try:
            value = literal_eval(self.source.of(node))
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            return UNKNOWN
        return value if isinstance(value, (str, int, float, bool, type(None))) else UNKNOWN


def _inside(string: Node) -> Span:
    """The characters of a string literal without its quotes."""
    content = [c for c in string.children if c.type == "string_content"]
    if content:
        return Span(content[0].start_byte, content[-1].end_byte)
    return span(string)
