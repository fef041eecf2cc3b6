"""Commands that code lenses and editors run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.check.explained import about_descriptions, descriptions_in
from cog_lsp.check.topic_states import topics_in
from cog_lsp.evidence.uses.empty import of_nothing
from cog_lsp.rules import BY_SLUG
from cog_lsp.rules.page import page
from cog_lsp.server.edits import workspace_edit

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.server.document import Document
    from cog_lsp.server.session import Session


def show_first(session: Session, uri: str) -> None:
    """Lead to the first input that is not explained well enough."""
    document, model = opened(session, uri)
    if document is None or model is None:
        return
    lacking = about_descriptions(model.findings.get(document.path, ()))
    if not lacking:
        session.editor.say("Every input here is explained.")
    elif session.client.shows_documents:
        place = session.range(document.index, lacking[0].span)
        session.editor.show(types.ShowDocumentParams(document.uri, take_focus=True, selection=place))
    else:
        line, _ = document.index.position(lacking[0].span.start)
        session.editor.say(f"Line {line + 1}: {lacking[0].message}.")


def show_empty(session: Session, uri: str) -> None:
    """Lead to the first line of code that handles an empty value."""
    document, model = opened(session, uri)
    if document is None or model is None:
        return
    predictors = model.predictors_in(document.path)
    empty = [each for p in predictors for each in of_nothing(session.facts.in_model(model, p)).values()]
    if not empty:
        session.editor.say("The code handles no empty value apart.")
        return
    _, fact = empty[0]
    uri = session.documents.uri_of(model.files.root / fact.at.file)
    if session.client.shows_documents:
        start = types.Position(fact.at.line - 1, 0)
        session.editor.show(types.ShowDocumentParams(uri, take_focus=True, selection=types.Range(start, start)))
    else:
        session.editor.say(f"{fact.at.file}, line {fact.at.line}: {fact.sentence}")


def draft_all(session: Session, uri: str) -> None:
    """Draft a description for every input of a signature that asks for one."""
    document, model = opened(session, uri)
    if document is None or model is None:
        return
    from cog_lsp import fixes

    edits: list[fixes.Edit] = []
    for group in model.groups:
        if group.path == document.path:
            offer = fixes.draft_all(group.by_input(), model.context_of(group.predictor), document.text)
            edits += offer.work() if offer is not None else ()
    if not edits:
        session.editor.say("Fewer than two inputs here need a description; use the quick fix of the input.")
        return
    _apply(session, document, edits, "Draft descriptions", asks=True)


def fix_all(session: Session, uri: str) -> None:
    """Apply all safe fixes of a file."""
    document, model = opened(session, uri)
    if document is None or model is None:
        return
    from cog_lsp.fixes import edits_between

    after = session.checker.fixed(model, document.path)
    if after == document.text:
        session.editor.say("Nothing here can be fixed without a person reading it; look at the quick fixes.")
        return
    _apply(session, document, edits_between(document.text, after), "Apply all safe fixes")


def show_topics(session: Session, uri: str) -> None:
    """Say which topics of the model card are covered and which are not."""
    document, model = opened(session, uri)
    if document is None or model is None or model.card is None:
        return
    open_topics = [topic.title for topic in topics_in(model) if topic.state != "covered"]
    session.editor.say(
        f"Not covered yet: {', '.join(open_topics)}." if open_topics else "The README covers every topic."
    )


def explain(session: Session, slug: str) -> str | None:
    """The page of a rule in Markdown; None where there is no such rule."""
    del session
    rule = BY_SLUG.get(slug)
    return None if rule is None else page(rule)


def inputs(session: Session, uri: str) -> str | None:
    """How many inputs of the model of a file are explained, and what is left, in words. Empty where it has no inputs,
    None where that is no model."""
    document = session.document(uri)
    model = session.model_at(document) if document is not None else None
    if model is None:
        return None
    counts = descriptions_in(model)
    return counts.words if counts.total else ""


def change_theme(session: Session, theme: str) -> None:
    """Draw pictures for a client whose theme is another one from now on."""
    session.theme = theme


def opened(session: Session, uri: str) -> tuple[Document | None, Model | None]:
    """An open document with its model; a message where it has none."""
    document = session.document(uri)
    model = session.model_at(document) if document is not None else None
    if model is None:
        session.editor.say("This file is no part of a Cog model.")
    return document, model


def _apply(session: Session, document: Document, edits: Any, label: str, *, asks: bool = False) -> None:
    """Let the client apply edits; `asks`: show them first where it can."""
    edit = workspace_edit(session, {document.path: list(edits)}, confirmed=label if asks else None)
    if edit is not None:
        session.editor.apply(edit, label)
