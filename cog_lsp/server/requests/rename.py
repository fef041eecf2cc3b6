"""Rename an input: in the predictor, in the README and in the test cases of cog-safe-push."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from cog_lsp.fixes.edits import Edit
from cog_lsp.predictor.reading.occurrences import names_in_method, occurrences
from cog_lsp.readme.lookup import spelled
from cog_lsp.server.edits import workspace_edit
from cog_lsp.server.requests.mentions import input_named_at, mentions
from cog_lsp.text import Span, word_at

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.predictor.model import Predictor
    from cog_lsp.server.document import Document
    from cog_lsp.server.session import Session


class _Target(NamedTuple):
    """An input, where the cursor names it, and whose it is."""

    name: str
    span: Span
    predictors: tuple[tuple[Path, Predictor], ...]


def prepare(session: Session, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The name under the cursor; None where it is none of an input."""
    document, _, target = _asked(session, params)
    if document is None or target is None:
        return None
    return types.PrepareRenamePlaceholder(session.range(document.index, target.span), target.name)


def perform(session: Session, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits of all files that name the input.

    Raises:
        JsonRpcException: the new name is none, or is taken.
    """
    _, model, target = _asked(session, params)
    if model is None or target is None:
        return None
    new = params.new_name.strip()
    refusal = _refusal(target, new)
    if refusal is not None:
        raise JsonRpcException(refusal, types.LSPErrorCodes.RequestFailed.value)
    changes: dict[Path, set[Edit]] = {}
    for path, span in _places(session, model, target):
        changes.setdefault(path, set()).add(Edit(span, new))
    return workspace_edit(session, {path: sorted(edits, key=lambda e: e.span) for path, edits in changes.items()})


def _asked(
    session: Session, params: types.PrepareRenameParams | types.RenameParams
) -> tuple[Document | None, Model | None, _Target | None]:
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        return None, None, None
    return document, model, _target(model, document, session.offset(document, params.position))


def _target(model: Model, document: Document, offset: int) -> _Target | None:
    """The input that a place of a file names."""
    word = word_at(document.text, offset)
    name = document.text[word.start : word.end]
    here = tuple(
        (path, predictor)
        for path, predictor in model.signatures()
        if path == document.path and predictor.find(name) and word in (occurrences(predictor, name) or ())
    )
    if here:
        return _Target(name, word, here)
    target = input_named_at(model, document.path, document.text, offset)
    if target is None:
        return None
    name, span = target
    having = tuple((path, predictor) for path, predictor in model.signatures() if predictor.find(name) is not None)
    return _Target(name, span, having) if having and document.text[span.start : span.end] == name else None


def _refusal(target: _Target, new: str) -> str | None:
    """Why an input cannot have a name; None where it can."""
    if new == target.name:
        return None
    if not new.isidentifier() or keyword.iskeyword(new):
        return f"“{new}” is no name that Python takes. Use letters, digits and underscores."
    for _, predictor in target.predictors:
        if predictor.find(new) is not None:
            return f"The model has an input “{new}” already."
        if new in names_in_method(predictor):
            return f"The code of {predictor.method} uses the name “{new}” already."
    return None


def _places(session: Session, model: Model, target: _Target) -> Iterator[tuple[Path, Span]]:
    for path, predictor in target.predictors:
        yield from ((path, span) for span in occurrences(predictor, target.name) or ())
        texts = {path: session.workspace.read(path) or "" for path in model.files.safe_push}
        yield from mentions(model, target.name, texts, predictor)
    if model.card is not None and model.files.readme is not None:
        yield from ((model.files.readme, span) for span in spelled(model.card, target.name))
