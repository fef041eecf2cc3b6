"""A request as it goes over the wire: `POST /predictions HTTP/1.1`, headers, an empty line, the body."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.readme.snippets.records import Port, Snippet
from cog_lsp.readme.snippets.requests import body_of, model_in_url
from cog_lsp.regex import regex
from cog_lsp.text import Span

_REQUEST = regex(
    r"\s*(?P<method>POST|PUT)[ \t]+(?P<url>\S+)(?!\S)[^\n]*\n(?P<headers>(?:[ \t]*[\w-]+:[^\n]*\n)*)[ \t]*\n"
)


def is_http_message(content: str) -> bool:
    """Whether a code block is a request to a prediction endpoint."""
    match = _REQUEST.match(content)
    return match is not None and model_in_url(match["url"]) is not None


def http_snippets(content: str) -> Iterator[Snippet]:
    """The call that the request makes."""
    match = _REQUEST.match(content)
    target = model_in_url(match["url"]) if match is not None else None
    if match is None or target is None:
        return
    body = body_of(content[match.end() :].rstrip(), lambda span: span.shifted(match.end()))
    port, headers = target.port, match["headers"].lower()
    yield Snippet(
        kind="json",
        mode="train" if target.training else "run",
        span=Span(match.start("method"), len(content.rstrip())),
        anchor=Span(match.start("method"), match.end("url")),
        model=target.model or body.model,
        entries=body.entries,
        inputs_span=body.span,
        complete=body.complete,
        slips=body.slips,
        hosted=target.hosted or "api.replicate.com" in headers,
        pinned=body.pinned,
        stream=body.stream or "text/event-stream" in headers,
        port=None if port is None else Port(port.number, port.span.shifted(match.start("url"))),
    )
