"""Findings as the protocol's diagnostics: pushed by the session, or pulled through `textDocument/diagnostic`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.rules import page_of
from cog_lsp.rules.rule import Finding

if TYPE_CHECKING:
    from cog_lsp.server.session import Document, Session

METHOD = types.TEXT_DOCUMENT_DIAGNOSTIC
OPTIONS = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="cog-lsp")
SOURCE = "cog-lsp"

SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}


def build(session: Session, document: Document, findings: tuple[Finding, ...]) -> list[types.Diagnostic]:
    """The diagnostics of a document, in the order of its text."""
    return [diagnostic(session, document, finding) for finding in findings]


def diagnostic(session: Session, document: Document, finding: Finding) -> types.Diagnostic:
    """One finding, with the link to its rule's page and the name of its input."""
    return types.Diagnostic(
        range=session.range(document.index, finding.span),
        message=finding.message,
        severity=SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(page_of(finding.rule)) if session.client.links_codes else None,
        source=SOURCE,
        data={"input": finding.input, **finding.data},
    )


def perform(session: Session, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    """Answer a pull. The result id names a version and its findings, so that an unchanged document costs no list."""
    document = session.document(params.text_document.uri)
    if document is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    findings = session.findings(document)
    session.told(document, findings)
    name = result_id(document, findings)
    if params.previous_result_id == name:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
    return types.RelatedFullDocumentDiagnosticReport(items=build(session, document, findings), result_id=name)


def result_id(document: Document, findings: tuple[Finding, ...]) -> str:
    """A name for a list of findings: equal for equal findings in equally long lines before them."""
    places = tuple((f.rule, document.index.position(f.span.start), f.span, f.message, f.severity) for f in findings)
    return f"{hash(places) & 0xFFFFFFFFFFFFFFFF:016x}"
