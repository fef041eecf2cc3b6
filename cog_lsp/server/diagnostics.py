"""Findings as the protocol's diagnostics: pushed by the session, or pulled through `textDocument/diagnostic`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.predictor.model import Span
from cog_lsp.rules import page_of
from cog_lsp.rules.rule import Finding
from cog_lsp.server.protocol import Json

if TYPE_CHECKING:
    from cog_lsp.check import Placed
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


def write(session: Session, document: Document, parts: Sequence[Placed]) -> str:
    """The diagnostics of a document as a JSON array, in the order of its text.

    Written piece by piece, since most of it is the same at every keystroke: the typed records of 60 findings and their
    conversion take a millisecond. What was found in an input is written anew only where the input changed or stands in
    another line or column.
    """
    index, encoding = document.index, session.client.encoding
    places = index.ranges([Span(origin, origin) for origin, judged in parts if judged.input is not None], encoding)
    before, document.written = document.written, {}
    pieces: list[str] = []
    for origin, judged in parts:
        if judged.input is None:
            pieces.append(items(session, document, judged.findings))
            continue
        place = next(places)
        written = before.get(judged)
        if written is None or written[0] != place:
            written = place, items(session, document, judged.at(origin))
        document.written[judged] = written
        pieces.append(written[1])
    return f"[{','.join(pieces)}]"


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
