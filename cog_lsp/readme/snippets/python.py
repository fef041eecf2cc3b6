"""Calls of a model in Python: the clients of Replicate, old and new, and `requests.post` to a prediction endpoint."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from tree_sitter import Node

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.records import Entry, Given, Snippet, is_bare, model_of, with_placeholders
from cog_lsp.readme.snippets.requests import model_in_url
from cog_lsp.readme.snippets.tree import Source, field, span
from cog_lsp.text import Span

_RUNNERS = frozenset({"run", "stream", "async_run", "async_stream"})
_CREATORS = {
    "predictions.create": "run",
    "predictions.async_create": "run",
    "trainings.create": "train",
    "trainings.async_create": "train",
}
_POSTERS = frozenset({"requests.post", "httpx.post", "session.post", "client.post", "requests.put"})
DEEPEST = 12
"""Nesting of a value beyond which it is not read."""


def python_snippets(code: str) -> Iterator[Snippet]:
    """The calls of a model in Python code."""
    reader = _Reader(Source(code, "python"))
    for call in reader.source.nodes("call"):
        found = None if call.has_error else reader.snippet(call)
        if found is not None:
            yield found


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.assigned: dict[str, list[Node]] = {}
        self.changed: set[str] = set()
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

    def snippet(self, call: Node) -> Snippet | None:
        """What a call asks of a model; None where it asks nothing of one."""
        function, arguments = field(call, "function"), field(call, "arguments")
        if function is None or arguments is None or arguments.type != "argument_list":
            return None
        callee = re.sub(r"\s+", "", self.source.of(function))
        tail = callee.rsplit(".", 1)[-1]
        if "." in callee and tail in _RUNNERS:
            return self._run(call, function, arguments, callee)
        for suffix, mode in _CREATORS.items():
            if callee.endswith("." + suffix):
                return self._create(call, function, arguments, callee, "train" if mode == "train" else "run")
        if callee in _POSTERS:
            return self._post(call, function, arguments)
        model = self._callable(function)
        if model is not None:
            return self._make(call, function, model, self._keywords(arguments))
        return None

    def _make(
        self, call: Node, function: Node, model: str | None, given: Given, mode: Literal["run", "train"] = "run"
    ) -> Snippet:
        return Snippet(
            kind="python",
            mode=mode,
            span=span(call),
            anchor=span(function),
            model=model,
            entries=given.entries,
            inputs_span=given.span,
            complete=given.complete,
            hosted=True,
        )

    def _run(self, call: Node, function: Node, arguments: Node, callee: str) -> Snippet | None:
        positional, keywords = self._arguments(arguments)
        reference = self._text(keywords.get("ref") or keywords.get("model") or (positional[0] if positional else None))
        model = model_of(reference)
        if model is None and not callee.startswith("replicate."):
            return None
        if model is None and isinstance(reference, str) and "/" not in reference and len(reference) < 40:
            return None
        inputs = keywords.get("input") or (positional[1] if len(positional) > 1 else None)
        given = self._inputs(inputs)
        given.complete = given.complete and not self._unpacked(arguments)
        return replace(self._make(call, function, model, given), bare=is_bare(reference))

    def _create(
        self, call: Node, function: Node, arguments: Node, callee: str, mode: Literal["run", "train"]
    ) -> Snippet | None:
        positional, keywords = self._arguments(arguments)
        reference = keywords.get("model") or keywords.get("version") or (positional[0] if positional else None)
        inputs = keywords.get("input") or (positional[1] if len(positional) > 1 else None)
        if inputs is None:
            return None
        given = self._inputs(inputs)
        given.complete = given.complete and not self._unpacked(arguments)
        # A deployment has a name of its own, which says nothing about the model in it.
        model = None if "deployment" in callee else model_of(self._text(reference))
        bare = mode == "run" and model is not None and is_bare(self._text(reference))
        return replace(self._make(call, function, model, given, mode), bare=bare)

    def _post(self, call: Node, function: Node, arguments: Node) -> Snippet | None:
        positional, keywords = self._arguments(arguments)
        url = self._text(keywords.get("url") or (positional[0] if positional else None))
        target = model_in_url(url) if isinstance(url, str) else None
        body = self._resolved(keywords.get("json"))
        if target is None or body is None or body.type != "dictionary":
            return None
        inputs = next((value for key, value in self._pairs(body) if self._text(key) == "input"), None)
        if inputs is None:
            return None
        mode: Literal["run", "train"] = "train" if target.training else "run"
        return replace(self._make(call, function, target.model, self._inputs(inputs), mode), hosted=target.hosted)

    def _callable(self, function: Node, depth: int = 0) -> str | None:
        """The model that `function(...)` runs: `replicate.use("o/n")`, or `predict` of a model that was fetched."""
        if depth > 4:
            return None
        if function.type == "identifier":
            value = self._last(self.source.of(function))
            return self._used(value) if value is not None else None
        if function.type == "call":
            return self._used(function)
        if function.type == "attribute":
            name = self.source.of(field(function, "attribute") or function)
            owner = field(function, "object")
            if name == "create" and owner is not None:
                return self._callable(owner, depth + 1)
            if name == "predict" and owner is not None:
                return self._fetched(owner, 0)
        return None

    def _used(self, node: Node) -> str | None:
        """The model of `replicate.use("owner/name")`."""
        if node.type != "call" or not self.source.of(field(node, "function") or node).endswith(".use"):
            return None
        positional, _ = self._arguments(field(node, "arguments") or node)
        return model_of(self._text(positional[0])) if positional else None

    def _fetched(self, node: Node, depth: int) -> str | None:
        """The model of `replicate.models.get("owner/name")`, through `.versions.get(…)` and variables."""
        if depth > 4:
            return None
        if node.type == "identifier":
            value = self._last(self.source.of(node))
            return self._fetched(value, depth + 1) if value is not None else None
        if node.type != "call":
            return None
        function = field(node, "function")
        callee = self.source.of(function) if function is not None else ""
        if callee.endswith("models.get"):
            positional, _ = self._arguments(field(node, "arguments") or node)
            return model_of(self._text(positional[0])) if positional else None
        if callee.endswith(".versions.get"):
            owner = field(field(function, "object"), "object")
            return self._fetched(owner, depth + 1) if owner is not None else None
        return None

    def _arguments(self, arguments: Node) -> tuple[list[Node], dict[str, Node]]:
        positional, keywords = [], {}
        for child in arguments.named_children:
            if child.type == "keyword_argument":
                name, value = field(child, "name"), field(child, "value")
                if name is not None and value is not None:
                    keywords[self.source.of(name)] = value
            elif child.type not in ("comment", "dictionary_splat", "list_splat"):
                positional.append(child)
        return positional, keywords

    def _unpacked(self, arguments: Node) -> bool:
        return any(c.type in ("dictionary_splat", "list_splat") for c in arguments.named_children)

    def _keywords(self, arguments: Node) -> Given:
        entries = []
        complete = True
        for child in arguments.named_children:
            name, value = field(child, "name"), field(child, "value")
            if child.type == "keyword_argument" and name is not None and value is not None:
                entries.append(Entry(self.source.of(name), span(name), self._value(value), span(value)))
            elif child.type != "comment":
                complete = False
        return Given(tuple(entries), span(arguments), complete)

    def _inputs(self, node: Node | None) -> Given:
        """The inputs of a dictionary, of `dict(…)`, or of a name that one of these was given above."""
        name = self.source.of(node) if node is not None and node.type == "identifier" else None
        node = self._resolved(node)
        if node is None:
            return Given()
        if node.type == "call" and self.source.of(field(node, "function") or node) == "dict":
            given = self._keywords(field(node, "arguments") or node)
        elif node.type == "dictionary":
            entries, complete = [], True
            for key, value in self._pairs(node):
                text = self._text(key)
                if isinstance(text, str):
                    entries.append(Entry(text, _inside(key), self._value(value), span(value)))
                else:
                    complete = False
            if any(c.type in ("dictionary_splat", "ellipsis", "ERROR") for c in node.named_children):
                complete = False
            given = Given(tuple(entries), span(node), complete)
        else:
            return Given()
        given.complete = given.complete and name not in self.changed
        return given

    def _pairs(self, node: Node) -> Iterator[tuple[Node, Node]]:
        for pair in node.named_children:
            key, value = field(pair, "key"), field(pair, "value")
            if pair.type == "pair" and key is not None and value is not None:
                yield key, value

    def _last(self, name: str) -> Node | None:
        values = self.assigned.get(name)
        return values[-1] if values and len(values) == 1 else None

    def _resolved(self, node: Node | None) -> Node | None:
        if node is not None and node.type == "identifier":
            return self._last(self.source.of(node))
        return node

    def _text(self, node: Node | None) -> Any:
        node = self._resolved(node)
        return self._literal(node, 0) if node is not None else None

    def _value(self, node: Node) -> Any:
        return with_placeholders(self._literal(node, 0))

    def _literal(self, node: Node, depth: int) -> Any:
        if depth > DEEPEST:
            return UNKNOWN
        if node.type in ("list", "tuple"):
            items = [self._literal(c, depth + 1) for c in node.named_children if c.type != "comment"]
            return UNKNOWN if any(item is UNKNOWN for item in items) else items
        if node.type == "dictionary":
            return {str(i): UNKNOWN for i, _ in enumerate(node.named_children)}
        if node.type == "identifier":
            value = self._last(self.source.of(node))
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
