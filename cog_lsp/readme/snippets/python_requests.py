"""Requests to a prediction endpoint in Python: `requests`, `httpx`, `aiohttp`, `urllib`, a test client."""

from __future__ import annotations

import re
from typing import Literal

from tree_sitter import Node

from cog_lsp.readme.snippets.python_values import Values
from cog_lsp.readme.snippets.records import Given, Port, Slip, Snippet, is_pinned, model_of
from cog_lsp.readme.snippets.requests import Body, Target, body_of, model_in_url
from cog_lsp.readme.snippets.tree import field, span
from cog_lsp.regex import regex
from cog_lsp.text import Span

_SENDS = regex(r"(?:.*\.)?(?:post|put|request|urlopen|Request)", re.DOTALL)


def request_snippet(values: Values, call: Node, function: Node, arguments: Node) -> Snippet | None:
    """The call of a model that a request makes; None where it is none."""
    if not _SENDS.fullmatch(values.source.of(function)):
        return None
    positional, keywords = values.arguments(arguments)
    address = keywords.get("url") or next((node for node in positional if "/" in _address(values, node)[0]), None)
    url, at = _address(values, address) if address is not None else ("", None)
    target = model_in_url(url)
    body = _body(values, positional, keywords) if target is not None else None
    if target is None or body is None:
        return None
    headers = keywords.get("headers")
    mode: Literal["run", "train"] = "train" if target.training else "run"
    return Snippet(
        kind="python",
        mode=mode,
        span=span(call),
        anchor=span(function),
        model=target.model or body.model,
        entries=body.entries,
        inputs_span=body.span,
        complete=body.complete,
        slips=body.slips,
        hosted=target.hosted,
        pinned=body.pinned,
        stream=body.stream or (headers is not None and "text/event-stream" in values.source.of(headers)),
        port=_port(target, at),
    )


def _address(values: Values, node: Node | None) -> tuple[str, int | None]:
    """An address with `x` for each unknown piece of it, and where its text begins if it stands here in one piece."""
    address_node = values.resolved(node)
    return ("", None) if address_node is None else values.address(address_node)


def _port(target: Target, at: int | None) -> Port | None:
    return None if target.port is None or at is None else Port(target.port.number, target.port.span.shifted(at))


def _body(values: Values, positional: list[Node], keywords: dict[str, Node]) -> Body | None:
    """What a request sends; None where nothing is known to be sent."""
    if "json" in keywords:
        return _object(values, keywords["json"])
    if "files" in keywords:
        return Body(slips=(Slip("form", span(keywords["files"]), "", "json="),))
    data = next((keywords[name] for name in ("data", "content", "body") if name in keywords), None)
    data = values.resolved(data if data is not None else positional[-1] if len(positional) > 1 else None)
    while data is not None and data.type == "call" and _is_encoded(values, data):
        data = values.resolved(field(field(data, "function"), "object"))
    if data is None:
        return None
    if data.type == "call" and values.source.of(field(data, "function") or data).endswith("dumps"):
        nodes, _ = values.arguments(field(data, "arguments") or data)
        return _object(values, nodes[0]) if nodes else None
    if data.type == "dictionary" and "data" in keywords:
        return Body(slips=(Slip("form", span(data), "", "json="),))
    text, at = values.address(data) if data.type == "string" else ("", None)
    return body_of(text, lambda place: place.shifted(at)) if at is not None else None


def _is_encoded(values: Values, call: Node) -> bool:
    """Whether a call is `text.encode()`."""
    function = field(call, "function")
    return function is not None and values.source.of(field(function, "attribute") or function) == "encode"


def _object(values: Values, node: Node) -> Body | None:
    """The inputs in the dictionary of a body."""
    body = values.resolved(node)
    if body is None or body.type != "dictionary":
        return None
    members = {values.text(key): value for key, value in values.pairs(body) if isinstance(values.text(key), str)}
    if "input" not in members:
        return None
    inputs: Given = values.inputs(members["input"])
    version, stream = values.text(members.get("version")), members.get("stream")
    place: Span | None = inputs.span
    return Body(
        inputs.entries,
        place,
        inputs.complete,
        model_of(version),
        is_pinned(version),
        stream is not None and values.source.of(stream) == "True",
    )
