"""Calls of a model in JavaScript and TypeScript: Replicate's client, and `fetch` to a prediction endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from tree_sitter import Node

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.records import Entry, Given, Snippet, is_bare, model_of, with_placeholders
from cog_lsp.readme.snippets.requests import model_in_url
from cog_lsp.readme.snippets.tree import Source, field, span
from cog_lsp.text import Span

DEEPEST = 12

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}


def javascript_snippets(code: str) -> Iterator[Snippet]:
    """The calls of a model in JavaScript or TypeScript code."""
    reader = _Reader(Source(code, "javascript"))
    for call in reader.source.nodes("call_expression"):
        found = None if call.has_error else reader.snippet(call)
        if found is not None:
            yield found


class _Reader:
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

    def snippet(self, call: Node) -> Snippet | None:
        """What a call asks of a model; None where it asks nothing of one."""
        function, arguments = field(call, "function"), field(call, "arguments")
        if function is None or arguments is None or arguments.type != "arguments":
            return None
        callee = re.sub(r"\s+|\?", "", self.source.of(function))
        given = [self._resolved(a) for a in arguments.named_children if a.type != "comment"]
        if callee == "fetch":
            return self._fetch(call, function, given)
        if callee.endswith((".run", ".stream")) and given:
            return self._run(call, function, given, callee)
        if callee.endswith("deployments.predictions.create") and given and given[-1].type == "object":
            # A deployment has a name of its own, which says nothing about the model in it.
            return self._make(call, function, None, self._inputs(given[-1]), "run")
        if callee.endswith("predictions.create") and given and given[0].type == "object":
            options = given[0]
            reference = self._member(options, "model") or self._member(options, "version")
            made = self._make(call, function, model_of(self._text(reference)), self._inputs(options), "run")
            return None if made is None else replace(made, bare=is_bare(self._text(reference)))
        if callee.endswith("trainings.create") and given and given[-1].type == "object":
            return self._make(call, function, None, self._inputs(given[-1]), "train")
        return None

    def _make(
        self, call: Node, function: Node, model: str | None, given: Given | None, mode: Literal["run", "train"]
    ) -> Snippet | None:
        if given is None:
            return None
        return Snippet(
            kind="javascript",
            mode=mode,
            span=span(call),
            anchor=span(function),
            model=model,
            entries=given.entries,
            inputs_span=given.span,
            complete=given.complete,
            hosted=True,
        )

    def _run(self, call: Node, function: Node, given: list[Node], callee: str) -> Snippet | None:
        model = model_of(self._text(given[0]))
        if model is None and callee not in ("replicate.run", "replicate.stream"):
            return None
        if len(given) < 2:
            made = self._make(call, function, model, Given(complete=True), "run") if model is not None else None
        else:
            made = self._make(call, function, model, self._inputs(given[1]), "run")
        return None if made is None else replace(made, bare=is_bare(self._text(given[0])))

    def _fetch(self, call: Node, function: Node, given: list[Node]) -> Snippet | None:
        url = self._text(given[0]) if given else None
        target = model_in_url(url) if isinstance(url, str) else None
        options = given[1] if len(given) > 1 and given[1].type == "object" else None
        body = self._member(options, "body") if options is not None else None
        if target is None or body is None or body.type != "call_expression":
            return None
        if self.source.of(field(body, "function") or body) != "JSON.stringify":
            return None
        arguments = [self._resolved(a) for a in (field(body, "arguments") or body).named_children]
        if not arguments or arguments[0].type != "object":
            return None
        mode: Literal["run", "train"] = "train" if target.training else "run"
        made = self._make(call, function, target.model, self._inputs(arguments[0]), mode)
        return None if made is None else replace(made, hosted=target.hosted)

    def _inputs(self, options: Node) -> Given | None:
        """The inputs in `{ input: { … } }` or `{ input }`; None where there are none to see."""
        if options.type != "object":
            return Given()
        node = self._member(options, "input")
        if node is None:
            return None
        return self._object(node, self._is_changed(options))

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

    def _object(self, node: Node, changed: bool) -> Given:
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
                    entries.append(Entry(name[0], name[1], self._value(value), span(value)))
            elif child.type == "shorthand_property_identifier":
                name_text = self.source.of(child)
                held = self._last(name_text)
                entries.append(
                    Entry(name_text, span(child), self._value(held) if held is not None else UNKNOWN, span(child))
                )
            elif child.type != "comment":
                complete = False
        return Given(tuple(entries), span(node), complete)

    def _member(self, node: Node, name: str) -> Node | None:
        for child in node.named_children:
            key, value = field(child, "key"), field(child, "value")
            if child.type == "pair" and key is not None and value is not None:
                found = self._name(key)
                if found is not None and found[0] == name:
                    return self._resolved(value)
            elif child.type == "shorthand_property_identifier" and self.source.of(child) == name:
                return self._last(name)
        return None

    def _name(self, key: Node) -> tuple[str, Span] | None:
        if key.type in ("property_identifier", "number"):
            return self.source.of(key), span(key)
        if key.type == "string":
            return self.source.of(key)[1:-1], Span(key.start_byte + 1, key.end_byte - 1)
        return None

    def _last(self, name: str) -> Node | None:
        values = self.assigned.get(name)
        return values[0] if values and len(values) == 1 else None

    def _resolved(self, node: Node) -> Node:
        for _ in range(4):
            if (
                node.type in ("as_expression", "satisfies_expression", "parenthesized_expression")
                and node.named_children
            ):
                node = node.named_children[0]
                continue
            held = self._last(self.source.of(node)) if node.type == "identifier" else None
            if held is None:
                break
            node = held
        return node

    def _text(self, node: Node | None) -> Any:
        return None if node is None else self._literal(node, 0)

    def _value(self, node: Node) -> Any:
        return with_placeholders(self._literal(node, 0))

    def _literal(self, node: Node, depth: int) -> Any:
        node = self._resolved(node)
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
