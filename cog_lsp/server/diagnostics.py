"""Findings as the protocol's diagnostics: pushed by the session, or pulled through `textDocument/diagnostic`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.rules import page_of
from cog_lsp.rules.rule import Finding

if TYPE_CHECKING:
    from cog_lsp.server.session import Document, Session

SOURCE = "cog-lsp"
TAGS = {
    "old-api": types.DiagnosticTag.Deprecated.value,
    "unused-suppression": types.DiagnosticTag.Unnecessary.value,
}
"""Editors strike through what is deprecated and fade what is unnecessary."""

SEVERITIES = {
    "error": types.DiagnosticSeverity.Error.value,
    "warning": types.DiagnosticSeverity.Warning.value,
    "information": types.DiagnosticSeverity.Information.value,
    "hint": types.DiagnosticSeverity.Hint.value,
}


def build(session: Session, document: Document, findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """The diagnostics of a document as JSON, in the order of its text.

    Written as JSON at once: the typed records of 60 findings and their conversion take a millisecond per keystroke.
    """
    position, encoding = document.index.position, session.client.encoding
    links, tags = session.client.links_codes, session.client.tags
    found = []
    for finding in findings:
        start, end = position(finding.span.start, encoding), position(finding.span.end, encoding)
        item = {
            "range": {
                "start": {"line": start[0], "character": start[1]},
                "end": {"line": end[0], "character": end[1]},
            },
            "message": finding.message,
            "severity": SEVERITIES[finding.severity],
            "code": finding.rule,
            "source": SOURCE,
            "data": {"input": finding.input, **finding.data},
        }
        if tags and finding.rule in TAGS:
            item["tags"] = [TAGS[finding.rule]]
        if links:
            item["codeDescription"] = {"href": page_of(finding.rule)}
        found.append(item)
    return found


def publish(session: Session, document: Document, findings: tuple[Finding, ...]) -> None:
    """Push the diagnostics of a document."""
    session.server.protocol._send_data(
        {
            "jsonrpc": "2.0",
            "method": types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS,
            "params": {
                "uri": document.uri,
                "version": document.version,
                "diagnostics": build(session, document, findings),
            },
        }
    )


def typed(session: Session, document: Document, findings: tuple[Finding, ...]) -> list[types.Diagnostic]:
    """The same as typed records, for answers that hold them."""
    structure = session.server.protocol._converter.structure
    return [structure(item, types.Diagnostic) for item in build(session, document, findings)]


def perform(session: Session, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    """Answer a pull. The result id names a version and its findings, so that an unchanged document costs no list."""
    document = session.document(params.text_document.uri)
    if document is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    findings = session.findings(document)
    session.told(document, findings)
    name = result_id(session, document, findings)
    if params.previous_result_id == name:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
    return types.RelatedFullDocumentDiagnosticReport(items=typed(session, document, findings), result_id=name)


def result_id(session: Session, document: Document, findings: tuple[Finding, ...]) -> str:
    """A name for the diagnostics of a document: another one as soon as anything in them differs, columns included."""
    return f"{hash(json.dumps(build(session, document, findings))) & 0xFFFFFFFFFFFFFFFF:016x}"
