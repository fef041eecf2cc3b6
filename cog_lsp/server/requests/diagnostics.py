"""Findings as the protocol's diagnostics: pushed by the session, or pulled through `textDocument/diagnostic`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.findings.finding import Finding
from cog_lsp.rules import page_of
from cog_lsp.server.wire.protocol import Json
from cog_lsp.text import Encoding, LineIndex

if TYPE_CHECKING:
    from cog_lsp.findings.judged import Placed
    from cog_lsp.server.session import Document, Session

SOURCE = "cog-lsp"
TAGS = {
    "old-api": types.DiagnosticTag.Deprecated.value,
    "unused-suppression": types.DiagnosticTag.Unnecessary.value,
}
"""Editors strike through what is deprecated and fade what is unnecessary."""

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


@dataclass(frozen=True, slots=True)
class Written:
    """What a client was sent last of a document."""

    index: LineIndex
    parts: Sequence[Placed] = ()
    """What was found in inputs."""
    pieces: Sequence[str] = ()
    """The same as JSON."""


def write(session: Session, document: Document, parts: Sequence[Placed]) -> str:
    """The diagnostics of a document as a JSON array, in the order of its text.

    Written piece by piece, since most of it is the same at every keystroke: the typed records of 60 findings and their
    conversion take a millisecond. What was found in an input is written anew only around an edit, and below one that
    moves lines.
    """
    before, inputs = document.written, [part for part in parts if part[1].input is not None]
    above, below = _unmoved(before, document.index, inputs, session.client.encoding)
    end = len(inputs) - below
    changed = [items(session, document, judged.at(origin)) for origin, judged in inputs[above:end]]
    pieces = [*before.pieces[:above], *changed, *before.pieces[len(before.pieces) - below :]]
    document.written = Written(document.index, inputs, pieces)
    if len(inputs) < len(parts):
        rest = iter(pieces)
        pieces = [items(session, document, j.findings) if j.input is None else next(rest) for _, j in parts]
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


def items(session: Session, document: Document, findings: Sequence[Finding]) -> str:
    """Diagnostics as JSON objects, with a comma between them; the findings in the order of their starts."""
    links, tags = session.client.links_codes, session.client.tags
    places = document.index.ranges([finding.span for finding in findings], session.client.encoding)
    return ",".join(
        [
            ITEM % (*place, _without_range(f.rule, f.severity, f.message, f.input, f.data, links, tags))
            for f, place in zip(findings, places, strict=True)
        ]
    )


@lru_cache(maxsize=2048)
def _without_range(
    rule: str, severity: str, message: str, input: str | None, data: tuple[Any, ...], links: bool, tags: bool
) -> str:
    item: dict[str, Any] = {
        "message": message,
        "severity": SEVERITIES[severity],
        "code": rule,
        "source": SOURCE,
        "data": {"input": input, **dict(data)},
    }
    if tags and rule in TAGS:
        item["tags"] = [TAGS[rule]]
    if links:
        item["codeDescription"] = {"href": page_of(rule)}
    return json.dumps(item, separators=(",", ":"))[1:-1]


def publish(session: Session, document: Document, written: str) -> None:
    """Push what `write` gave."""
    session.server.protocol.send_text(PUBLISH % (json.dumps(document.uri), document.version, written))


def typed(session: Session, written: str) -> list[types.Diagnostic]:
    """What `write` gave as typed records, for answers that hold them."""
    structure = session.server.protocol._converter.structure
    return [structure(item, types.Diagnostic) for item in json.loads(written)]


def perform(session: Session, params: types.DocumentDiagnosticParams) -> Json:
    """Answer a pull. The result id names a version and its findings, so that an unchanged document costs no list."""
    document = session.document(params.text_document.uri)
    if document is None:
        return Json('{"kind":"full","items":[]}')
    written = session.diagnostics(document)
    session.told(document, written)
    name = result_id(written)
    if params.previous_result_id == name:
        return Json(f'{{"kind":"unchanged","resultId":"{name}"}}')
    return Json(f'{{"kind":"full","resultId":"{name}","items":{written}}}')


def result_id(written: str) -> str:
    """A name for what `write` gave: another one as soon as anything in it differs, columns included."""
    return f"{hash(written) & 0xFFFFFFFFFFFFFFFF:016x}"
