"""Findings as the protocol's diagnostics, as JSON: whether they are pushed or pulled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.findings.finding import Finding, Related
from cog_lsp.rules import BY_SLUG
from cog_lsp.server.document import Document, Written
from cog_lsp.server.pages import address
from cog_lsp.server.wire.convert import from_json
from cog_lsp.text import Encoding, LineIndex, Span

if TYPE_CHECKING:
    from cog_lsp.check.model import Part
    from cog_lsp.findings.judged import Placed
    from cog_lsp.server.client import Client

SOURCE = "cog-lsp"
TAGS = {
    "deprecated": types.DiagnosticTag.Deprecated.value,
    "unnecessary": types.DiagnosticTag.Unnecessary.value,
}

ITEM = '{"range":{"start":{"line":%d,"character":%d},"end":{"line":%d,"character":%d}},%s}'
PUBLISH = (
    f'{{"jsonrpc":"2.0","method":"{types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS}",'
    '"params":{"uri":%s,"version":%d,"diagnostics":%s}}'
)
SEVERITIES = {
    "error": types.DiagnosticSeverity.Error.value,
    "warning": types.DiagnosticSeverity.Warning.value,
    "information": types.DiagnosticSeverity.Information.value,
    "hint": types.DiagnosticSeverity.Hint.value,
}


def write(client: Client, document: Document, parts: Sequence[Part]) -> str:
    """The diagnostics of a document as a JSON array, in the order of its text.

    Written piece by piece, since most of it is the same at every keystroke: the typed records of 60 findings and their
    conversion take a millisecond. What was found in an input is written anew only around an edit, and below one that
    moves lines.
    """
    before = document.written
    inputs = [(part.origin, part.judged) for part in parts if part.judged.input is not None]
    above, below = _unmoved(before, document.index, inputs, client.encoding)
    end = len(inputs) - below
    changed = [items(client, document, judged.at(origin)) for origin, judged in inputs[above:end]]
    pieces = [*before.pieces[:above], *changed, *before.pieces[len(before.pieces) - below :]]
    document.written = Written(document.index, inputs, pieces)
    if len(inputs) < len(parts):
        rest = iter(pieces)
        pieces = [items(client, document, p.findings) if p.judged.input is None else next(rest) for p in parts]
    return f"[{','.join(pieces)}]"


def _unmoved(before: Written, index: LineIndex, parts: Sequence[Placed], encoding: Encoding) -> tuple[int, int]:
    """How many parts stand where they stood, at the beginning and at the end."""
    old, new = before.index.text, index.text
    limit = min(len(before.parts), len(parts))
    above = next((n for n in range(limit) if before.parts[n] != parts[n]), limit)
    if above and not new.startswith(old[: parts[above - 1][0]]):
        above = 0
    below = 0
    while below < limit - above and before.parts[~below][1] is parts[~below][1]:
        below += 1
    if below:
        now = parts[-below][0]
        was = now - len(new) + len(old)
        moved = index.position(now, encoding) != before.index.position(was, encoding)
        if moved or not new.endswith(old[was:]):
            below = 0
    return above, below


def items(client: Client, document: Document, findings: Sequence[Finding]) -> str:
    """Diagnostics as JSON objects, with a comma between them; the findings in the order of their starts."""
    links, tags, relates = client.links_codes, client.tags, client.relates
    places = document.index.ranges([_on_one_line(document.text, f.span) for f in findings], client.encoding)
    return ",".join(
        [
            ITEM
            % (
                *place,
                _without_range(f.rule, f.severity, f.message, f.input, f.data, links, tags)
                + (_related(document, f.related) if relates and f.related else ""),
            )
            for f, place in zip(findings, places, strict=True)
        ]
    )


def _on_one_line(text: str, span: Span) -> Span:
    """The part of a span in its first line: a squiggle over several would run through their indentation."""
    ends = (text.find(mark, span.start, span.end) for mark in "\r\n")
    end = min((end for end in ends if end >= 0), default=span.end)
    return span if end == span.end else Span(span.start, span.start + len(text[span.start : end].rstrip()))


def _related(document: Document, related: Sequence[Related]) -> str:
    """The member that names the places which show why something is reported."""
    listed = []
    for path, line, message in related:
        start = {"line": line - 1, "character": 0}
        uri = document.uri if path is None else path.as_uri()
        listed.append({"location": {"uri": uri, "range": {"start": start, "end": start}}, "message": message})
    return f',"relatedInformation":{json.dumps(listed, separators=(",", ":"))}'


@lru_cache(maxsize=2048)
def _without_range(
    rule: str, severity: str, message: str, input: str | None, data: tuple[Any, ...], links: bool, tags: bool
) -> str:
    """A diagnostic as JSON but for its range, without the outer braces."""
    item: dict[str, Any] = {
        "message": message,
        "severity": SEVERITIES[severity],
        "code": rule,
        "source": SOURCE,
        "data": {"input": input, **dict(data)},
    }
    tag = BY_SLUG[rule].tag
    if tags and tag is not None:
        item["tags"] = [TAGS[tag]]
    page = address(rule) if links else None
    if page is not None:
        item["codeDescription"] = {"href": page}
    return json.dumps(item, separators=(",", ":"))[1:-1]


def result_id(array: str) -> str:
    """A name for what `write` gave: another one as soon as anything in it differs, columns included."""
    return f"{hash(array) & 0xFFFFFFFFFFFFFFFF:016x}"


def notification(document: Document, array: str) -> str:
    """The message that pushes what `write` gave."""
    return PUBLISH % (json.dumps(document.uri), document.version, array)


def cleared(uri: str) -> str:
    """The message that takes the diagnostics of a closed document away; it has no version any more."""
    params = {"uri": uri, "diagnostics": []}
    message = {"jsonrpc": "2.0", "method": types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, "params": params}
    return json.dumps(message, separators=(",", ":"))


def typed(array: str) -> list[types.Diagnostic]:
    """What `write` gave as typed records, for answers that hold them."""
    return [from_json(item, types.Diagnostic) for item in json.loads(array)]
