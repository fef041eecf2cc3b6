"""Requests to a prediction endpoint: which model an address means, and the inputs of a JSON body."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from cog_lsp.readme.snippets.json_text import Node, is_no_json, parse_json
from cog_lsp.readme.snippets.records import Entry, Port, Slip, is_pinned, model_of, with_placeholders
from cog_lsp.regex import regex
from cog_lsp.text import Span

_ENDPOINT = regex(
    r"(?:https?://)?(?P<host>[^/\s]{0,300}?)(?::(?P<port>\d{2,5}))?"
    r"(?:/v1)?(?:/(?P<of>models|deployments)/(?P<model>[^/\s]+/[^/\s]+))?"
    r"(?:/versions/[^/\s]+)?/(?P<what>predictions|trainings)(?:/[^/?\s]*)?/?(?:\?\S*)?"
)
_HERE = frozenset({"", "localhost", "127.0.0.1", "0.0.0.0", "[::1]"})


class Target(Struct, frozen=True):
    """Where a request goes."""

    model: str | None
    training: bool
    hosted: bool
    port: Port | None = None
    """The port of this machine, with its place in the address."""


def model_in_url(url: str) -> Target | None:
    """What an address asks for; None where it is no prediction endpoint (replicate/cog: docs/http.md). A path alone,
    `/predictions`, is one."""
    match = _ENDPOINT.fullmatch(url)
    if match is None:
        return None
    host = match["host"] or ""
    hosted = host.endswith("replicate.com")
    if not hosted and match["of"]:
        return None
    model = match["model"].lower() if match["of"] == "models" else None
    here = match["port"] is not None and host.rpartition("@")[2] in _HERE
    port = Port(int(match["port"]), Span(*match.span("port"))) if here else None
    return Target(model, match["what"] == "trainings", hosted, port)


class Body(Struct, frozen=True):
    """What a request sends. Spans are those of the code around it."""

    entries: tuple[Entry, ...] = ()
    span: Span | None = None
    """The braces of the inputs."""
    complete: bool = False
    model: str | None = None
    pinned: bool = False
    stream: bool = False
    slips: tuple[Slip, ...] = ()


def body_of(text: str, place: Callable[[Span], Span]) -> Body:
    """The inputs in a body that is written as text."""
    node = parse_json(text)
    whole = place(Span(0, len(text)))
    if node is None or node.members is None:
        return Body(slips=(Slip("json", whole, "", text),) if is_no_json(text) else ())
    inputs, version, stream = node.member("input"), node.member("version"), node.member("stream")
    if inputs is None:
        names = [key for key, _, _ in node.members if key not in _OTHER_KEYS]
        return Body(slips=tuple(Slip("unwrapped", whole, name, text) for name in names[:1]))
    reference = version.value if version is not None else None
    return Body(
        tuple(entries_of(inputs, place)),
        place(inputs.span),
        inputs.members is not None,
        model_of(reference),
        is_pinned(reference),
        stream is not None and stream.value is True,
    )


_OTHER_KEYS = frozenset(
    {"id", "created_at", "context", "output_file_prefix", "version", "webhook", "webhook_events_filter", "stream"}
)
"""Members of a request beside `input`."""


def entries_of(node: Node, place: Callable[[Span], Span]) -> list[Entry]:
    """The inputs of a JSON object."""
    return [
        Entry(key, place(name), with_placeholders(value.value), place(value.span))
        for key, name, value in node.members or ()
    ]
