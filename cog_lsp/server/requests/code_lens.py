"""Code lenses: how well the signature and the README are explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.check.explained import descriptions_in
from cog_lsp.check.topic_states import topics_in
from cog_lsp.evidence.uses.empty import of_nothing

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.server.document import Document
    from cog_lsp.server.session import Session
    from cog_lsp.text import Span

DRAFT_ALL = "cog-lsp.draftAll"
PREVIEW = "cog-lsp.preview"
SHOW_EMPTY = "cog-lsp.showEmpty"
SHOW_FIRST = "cog-lsp.showFirst"
SHOW_TOPICS = "cog-lsp.showTopics"
LONGEST = 100
"""Characters of what empty values become."""


def perform(session: Session, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    """One line above the signature, one above the README's title."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        return None
    return [*_signatures(session, document, model), *_card(session, document, model)]


def _signatures(session: Session, document: Document, model: Model) -> list[types.CodeLens]:
    """A count leads to what it counts; only a verb changes the text."""
    from cog_lsp.fixes import draft_all

    lenses = []
    for predictor in model.predictors_in(document.path):
        inputs = descriptions_in(model, predictor)
        if inputs.total:
            lenses.append(_lens(session, document, predictor.method_span, inputs.words, SHOW_FIRST))
        group = next((g for g in model.groups if g.predictor is predictor), None)
        drafts = draft_all(group.by_input(), model.context_of(predictor), document.text) if group is not None else None
        if drafts is not None:
            lenses.append(_lens(session, document, predictor.method_span, drafts.title, DRAFT_ALL))
        lenses.append(_lens(session, document, predictor.method_span, "Preview playground", PREVIEW))
        empty = of_nothing(session.facts.in_model(model, predictor)) if model.settings.empty_values else {}
        if empty:
            listed = ", ".join(f"{name} ({words})" for name, (words, _) in empty.items())
            title = f"Empty: {listed if len(listed) <= LONGEST else f'{listed[:LONGEST]}…'}"
            lenses.append(_lens(session, document, predictor.method_span, title, SHOW_EMPTY))
    return lenses


def _card(session: Session, document: Document, model: Model) -> list[types.CodeLens]:
    if model.card is None or document.path != model.files.readme:
        return []
    states = topics_in(model)
    title = f"{sum(topic.state == 'covered' for topic in states)} of {len(states)} topics"
    return [_lens(session, document, model.card.title_span, title, SHOW_TOPICS)]


def _lens(session: Session, document: Document, span: Span, title: str, command: str) -> types.CodeLens:
    return types.CodeLens(
        range=session.range(document.index, span),
        command=types.Command(title=title, command=command, arguments=[document.uri]),
    )
