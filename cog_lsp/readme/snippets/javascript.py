"""Calls of a model in JavaScript and TypeScript: Replicate's client, and requests to a prediction endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec.structs import replace
from tree_sitter import Node

from cog_lsp.readme.snippets.javascript_values import Values
from cog_lsp.readme.snippets.records import Given, Port, Slip, Snippet, is_bare, is_pinned, model_of
from cog_lsp.readme.snippets.requests import Body, body_of, model_in_url
from cog_lsp.readme.snippets.tree import Source, field, span
from cog_lsp.regex import regex

_SENDERS = regex(r"(?:.*\.)?(?:fetch|axios|got|ky|\$fetch)(?:\.(?:post|put|request))?", re.DOTALL)


def javascript_snippets(code: str) -> Iterator[Snippet]:
    """The calls of a model in JavaScript or TypeScript code."""
    reader = _Reader(Source(code, "javascript"))
    for call in reader.source.nodes("call_expression"):
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
        if function is None or arguments is None or arguments.type != "arguments":
            return None
        callee = re.sub(r"\s+|\?", "", self.source.of(function))
        nodes = [self.values.resolved(a) for a in arguments.named_children if a.type != "comment"]
        if _SENDERS.fullmatch(callee):
            return self._request(call, function, nodes)
        if callee.endswith((".run", ".stream")) and nodes:
            return self._run(call, function, nodes, callee)
        if callee.endswith("deployments.predictions.create") and nodes and nodes[-1].type == "object":
            # A deployment has a name of its own, which says nothing about the model in it.
            return self._make(call, function, None, self.values.inputs(nodes[-1]), "run")
        if callee.endswith("predictions.create") and nodes and nodes[0].type == "object":
            options = nodes[0]
            reference = self.values.member(options, "model") or self.values.member(options, "version")
            snippet = self._make(call, function, self.values.text(reference), self.values.inputs(options), "run")
            stream = self.values.text(self.values.member(options, "stream")) is True
            return None if snippet is None else replace(snippet, stream=stream)
        if callee.endswith("trainings.create") and nodes and nodes[-1].type == "object":
            return self._make(call, function, None, self.values.inputs(nodes[-1]), "train")
        return None

    def _make(
        self, call: Node, function: Node, reference: object, given: Given | None, mode: Literal["run", "train"]
    ) -> Snippet | None:
        """The record of a call, with what it gives; None where that is not known."""
        if given is None:
            return None
        return Snippet(
            kind="javascript",
            mode=mode,
            span=span(call),
            anchor=span(function),
            model=model_of(reference),
            entries=given.entries,
            inputs_span=given.span,
            complete=given.complete,
            hosted=True,
            bare=is_bare(reference),
            pinned=is_pinned(reference),
        )

    def _run(self, call: Node, function: Node, nodes: list[Node], callee: str) -> Snippet | None:
        reference = self.values.text(nodes[0])
        if model_of(reference) is None and callee not in ("replicate.run", "replicate.stream"):
            return None
        if len(nodes) < 2:
            is_named = model_of(reference) is not None
            snippet = self._make(call, function, reference, Given(complete=True), "run") if is_named else None
        else:
            snippet = self._make(call, function, reference, self.values.inputs(nodes[1]), "run")
        return None if snippet is None else replace(snippet, stream=callee.endswith(".stream"))

    def _request(self, call: Node, function: Node, nodes: list[Node]) -> Snippet | None:
        """A request by `fetch`, axios or one of their kin: an address and options, or options alone."""
        options = next((node for node in nodes if node.type == "object"), None)
        address = nodes[0] if nodes and nodes[0].type != "object" else None
        if address is None and options is not None:
            address = self.values.member(options, "url")
        url, at = self.values.address(address) if address is not None else ("", None)
        target = model_in_url(url)
        body = self._body(nodes) if target is not None else None
        if target is None or body is None:
            return None
        headers = self.values.member(options, "headers") if options is not None else None
        port = target.port
        return Snippet(
            kind="javascript",
            mode="train" if target.training else "run",
            span=span(call),
            anchor=span(function),
            model=target.model or body.model,
            entries=body.entries,
            inputs_span=body.span,
            complete=body.complete,
            slips=body.slips,
            hosted=target.hosted,
            pinned=body.pinned,
            stream=body.stream or (headers is not None and "text/event-stream" in self.source.of(headers)),
            port=Port(port.number, port.span.shifted(at)) if port is not None and at is not None else None,
        )

    def _body(self, nodes: list[Node]) -> Body | None:
        """What a request sends: `body` or `json` of the options, or the object behind the address."""
        objects = [node for node in nodes if node.type == "object"]
        member = self.values.member
        members = [member(node, name) for node in objects for name in ("body", "json", "data")]
        body = next((node for node in members if node is not None), objects[0] if objects else None)
        if body is None:
            return None
        if body.type == "call_expression" and self.source.of(field(body, "function") or body) == "JSON.stringify":
            arguments = [self.values.resolved(a) for a in (field(body, "arguments") or body).named_children]
            return self._object(arguments[0]) if arguments else None
        if body.type == "new_expression" and self.source.of(field(body, "constructor") or body) == "FormData":
            return Body(slips=(Slip("form", span(body), "", "JSON.stringify"),))
        if body.type in ("string", "template_string"):
            text, at = self.values.address(body)
            return body_of(text, lambda place: place.shifted(at)) if at is not None else None
        return self._object(body)

    def _object(self, node: Node) -> Body | None:
        """The inputs in the object of a body."""
        inputs = self.values.inputs(node) if node.type == "object" else None
        if inputs is None:
            return None
        version = self.values.text(self.values.member(node, "version"))
        stream = self.values.text(self.values.member(node, "stream")) is True
        return Body(inputs.entries, inputs.span, inputs.complete, model_of(version), is_pinned(version), stream)
