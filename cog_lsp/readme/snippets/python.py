"""Calls of a model in Python: the clients of Replicate, old and new, and requests to a prediction endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec.structs import replace
from tree_sitter import Node

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.python_requests import request_snippet
from cog_lsp.readme.snippets.python_values import Values
from cog_lsp.readme.snippets.records import Given, Snippet, is_bare, is_pinned, model_of
from cog_lsp.readme.snippets.tree import Source, field, span
from cog_lsp.regex import regex

_RUNNERS = frozenset({"run", "stream", "async_run", "async_stream"})
_CREATORS = {
    "predictions.create": "run",
    "predictions.async_create": "run",
    "trainings.create": "train",
    "trainings.async_create": "train",
}
_WRAPPED = regex(r"\.with_(?:raw|streaming)_response(?=\.)")
"""How the second client asks for the response itself; what is called stays the same."""


def python_snippets(code: str) -> Iterator[Snippet]:
    """The calls of a model in Python code."""
    reader = _Reader(Source(code, "python"))
    for call in reader.source.nodes("call"):
        snippet = None if call.has_error else reader.snippet(call)
        if snippet is not None:
            yield snippet


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.values = Values(source)

    def snippet(self, call: Node) -> Snippet | None:
        """What a call asks of a model; None where it asks nothing of one."""
        function, arguments = field(call, "function"), field(call, "arguments")
        if function is None or arguments is None or arguments.type != "argument_list":
            return None
        callee = self.values.qualified(_WRAPPED.sub("", re.sub(r"\s+", "", self.source.of(function))))
        tail = callee.rsplit(".", 1)[-1]
        if "." in callee and tail in _RUNNERS:
            return self._run(call, function, arguments, callee)
        for suffix, mode in _CREATORS.items():
            if callee.endswith("." + suffix):
                return self._create(call, function, arguments, callee, "train" if mode == "train" else "run")
        reference = self._callable(function)
        if reference is not None:
            snippet = self._make(call, function, reference, self.values.keywords(arguments))
            return replace(snippet, bare=False)
        return request_snippet(self.values, call, function, arguments)

    def _make(
        self, call: Node, function: Node, reference: object, given: Given, mode: Literal["run", "train"] = "run"
    ) -> Snippet:
        """The record of a call, with what it gives."""
        return Snippet(
            kind="python",
            mode=mode,
            span=span(call),
            anchor=span(function),
            model=model_of(reference),
            entries=given.entries,
            inputs_span=given.span,
            complete=given.complete,
            hosted=True,
            bare=mode == "run" and is_bare(reference),
            pinned=is_pinned(reference),
        )

    def _run(self, call: Node, function: Node, arguments: Node, callee: str) -> Snippet | None:
        """The record of `replicate.run(…)` and its like; None where nothing tells that a model is run."""
        positional, keywords = self.values.arguments(arguments)
        model = keywords.get("ref") or keywords.get("model") or (positional[0] if positional else None)
        reference = self._reference(model)
        if model_of(reference) is None and not callee.startswith("replicate."):
            return None
        if model_of(reference) is None and isinstance(reference, str) and "/" not in reference and len(reference) < 40:
            return None
        inputs = keywords.get("input") or (positional[1] if len(positional) > 1 else None)
        values = self.values.inputs(inputs)
        values.complete = values.complete and not self.values.is_unpacked(arguments)
        return replace(self._make(call, function, reference, values), stream=callee.endswith("stream"))

    def _create(
        self, call: Node, function: Node, arguments: Node, callee: str, mode: Literal["run", "train"]
    ) -> Snippet | None:
        """The record of a call that creates a prediction or a training; None where it gives no inputs."""
        positional, keywords = self.values.arguments(arguments)
        inputs = keywords.get("input") or (positional[1] if len(positional) > 1 else None)
        if inputs is None:
            return None
        values = self.values.inputs(inputs)
        values.complete = values.complete and not self.values.is_unpacked(arguments)
        # A deployment has a name of its own, which says nothing about the model in it.
        reference = None if "deployment" in callee else self._created(positional, keywords)
        snippet = self._make(call, function, reference, values, mode)
        stream = keywords.get("stream")
        return replace(snippet, stream=stream is not None and self.source.of(stream) == "True")

    def _created(self, positional: list[Node], keywords: dict[str, Node]) -> object:
        """The model and version that `create` names, in one of four ways."""
        owner, name = (self.values.text(keywords.get(key)) for key in ("model_owner", "model_name"))
        if isinstance(owner, str) and isinstance(name, str):
            return f"{owner}/{name}"
        return self._reference(
            keywords.get("model") or keywords.get("version") or (positional[0] if positional else None)
        )

    def _reference(self, node: Node | None) -> object:
        """What names the model: a text, or a version that was fetched by its hash."""
        value = self.values.resolved(node)
        if value is None or value.type != "call":
            return self.values.text(node)
        fetched = self._fetched(value, 0)
        return UNKNOWN if fetched is None else fetched

    def _callable(self, function: Node, depth: int = 0) -> str | None:
        """The model that `function(...)` runs: `replicate.use("o/n")`, or `predict` of a model that was fetched."""
        if depth > 4:
            return None
        if function.type == "identifier":
            value = self.values.last(self.source.of(function))
            return self._used(value) if value is not None else None
        if function.type == "call":
            return self._used(function)
        if function.type == "attribute":
            name = self.source.of(field(function, "attribute") or function)
            owner = field(function, "object")
            if name in ("create", "stream") and owner is not None:
                return self._callable(owner, depth + 1)
            if name == "predict" and owner is not None:
                return self._fetched(owner, 0)
        return None

    def _used(self, node: Node) -> str | None:
        """The model of `replicate.use("owner/name")`, also as `use(Model["owner/name"])`."""
        callee = self.values.qualified(self.source.of(field(node, "function") or node))
        if node.type != "call" or not callee.endswith(".use"):
            return None
        positional, _ = self.values.arguments(field(node, "arguments") or node)
        first = positional[0] if positional else None
        if first is not None and first.type == "subscript":
            first = field(first, "subscript")
        reference = self.values.text(first)
        return reference if isinstance(reference, str) and model_of(reference) is not None else None

    def _fetched(self, node: Node, depth: int) -> str | None:
        """The model of `replicate.models.get("owner/name")`, through `.versions.get(…)` and variables."""
        if depth > 4:
            return None
        if node.type == "identifier":
            value = self.values.last(self.source.of(node))
            return self._fetched(value, depth + 1) if value is not None else None
        if node.type != "call":
            return None
        function = field(node, "function")
        callee = self.source.of(function) if function is not None else ""
        positional, _ = self.values.arguments(field(node, "arguments") or node)
        first = self.values.text(positional[0]) if positional else None
        if callee.endswith("models.get"):
            return first if isinstance(first, str) and model_of(first) is not None else None
        if callee.endswith(".versions.get"):
            owner = field(field(function, "object"), "object")
            model = self._fetched(owner, depth + 1) if owner is not None else None
            return f"{model}:{first}" if model is not None and isinstance(first, str) else model
        return None
