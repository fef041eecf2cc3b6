"""Quick fixes tied to their findings, fix-all for a file, and drafts for a whole signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.predictor.model import Span
from cog_lsp.rules.rule import Describe, Finding
from cog_lsp.server import diagnostics
from cog_lsp.server.features import FIX_ALL

if TYPE_CHECKING:
    from cog_lsp.check import Model
    from cog_lsp.fixes import Fix
    from cog_lsp.server.session import Document, Session


def perform(session: Session, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The actions for a range, in a stable order: the fixes, drafts for all inputs, silencing, fix-all."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        return []
    only = params.context.only
    actions: list[types.CodeAction] = []
    if _wanted(types.CodeActionKind.QuickFix, only):
        here = Span(session.offset(document, params.range.start), session.offset(document, params.range.end))
        actions += _quick_fixes(session, document, model, here)
    if _wanted(FIX_ALL, only) and (only or model.findings.get(document.path)):
        actions += _fix_all(session, document, model)
    return actions


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether the client asks for a kind: it may name the kind itself or one above it."""
    if not only:
        return True
    return any(kind == asked or kind.startswith(f"{asked}.") for asked in (getattr(o, "value", o) for o in only))


def _quick_fixes(session: Session, document: Document, model: Model, here: Span) -> Iterator[types.CodeAction]:
    from cog_lsp import fixes

    touched = [f for f in model.findings.get(document.path, ()) if _touches(session, document, f, here)]
    offered: dict[object, tuple[Fix, list[Finding]]] = {}
    for finding in touched:
        for fix in fixes.fixes(finding, model.context(document.path, finding), document.text):
            # Several rules may ask for the same text: one action settles them all.
            offered.setdefault((fix.edits, fix.creates), (fix, []))[1].append(finding)
    for fix, settled in offered.values():
        yield from _action(session, document, model, fix, settled)
    if any(isinstance(repair, Describe) for finding in touched for repair in finding.repairs):
        yield from draft_all(session, document, model, touched)
    for finding in touched:
        silenced = fixes.suppression(finding, model.context(document.path, finding), document.text)
        if silenced is not None:
            yield from _action(session, document, model, silenced, [finding])


def _touches(session: Session, document: Document, finding: Finding, here: Span) -> bool:
    """Whether a finding lies in the range, or on the line of the cursor where nothing is selected there."""
    if finding.span.start <= here.end and here.start <= finding.span.end:
        return True
    if here.start != here.end or finding.input is None:
        return False
    found = session.input_at(document, here.start)
    return found is not None and found[1].name == finding.input


def draft_all(session: Session, document: Document, model: Model, touched: list[Finding]) -> Iterator[types.CodeAction]:
    """Drafts for every input of the signature that asks for one."""
    from cog_lsp import fixes

    context = model.context(document.path, touched[0])
    predictor = context.predictor
    if predictor is None:
        return
    names = {input.name for input in predictor.inputs}
    findings = [f for f in model.findings.get(document.path, ()) if f.input in names]
    fix = fixes.draft_all(findings, context, document.text)
    if fix is not None:
        yield from _action(session, document, model, fix, [])


def _fix_all(session: Session, document: Document, model: Model) -> Iterator[types.CodeAction]:
    """Fix-all for a file in which something can be fixed; its edits are worked out when they are asked for."""
    findings = model.findings.get(document.path, ())
    if not any(repair.kind == "safe" for finding in findings for repair in finding.repairs):
        return
    action = types.CodeAction("Apply all safe fixes of cog-lsp", kind=FIX_ALL, data={"uri": document.uri})
    yield action if session.client.resolves_edits else resolve(session, action)


def resolve(session: Session, action: types.CodeAction) -> types.CodeAction:
    """Fill in the edits of fix-all, against the text as it is now."""
    from cog_lsp.fixes import edits_between

    uri = action.data.get("uri") if isinstance(action.data, dict) else None
    document = session.document(uri) if isinstance(uri, str) else None
    model = session.model_at(document) if document is not None else None
    if document is not None and model is not None:
        after = session.checker.fixed(model, document.path)
        action.edit = session.edit({document.path: list(edits_between(document.text, after))})
    return action


def _action(
    session: Session, document: Document, model: Model, fix: Fix, settled: list[Finding]
) -> Iterator[types.CodeAction]:
    """The action of a fix; none where the client cannot create the file that it takes."""
    if fix.creates is None:
        edit = session.edit({document.path: list(fix.edits)})
    else:
        edit = session.edit({}, new={model.files.root / fix.creates: "".join(e.text for e in fix.edits)})
    if edit is not None:
        yield types.CodeAction(
            title=fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=diagnostics.typed(session, document, tuple(settled)) or None,
            is_preferred=fix.preferred or None,
            edit=edit,
        )
