"""Completion: keywords, drafts and choices inside `Input(...)`, names of `cog`, inputs and choices in snippets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.predictor.reading.cursor import Typing, imported_names_at, typing_at
from cog_lsp.predictor.source import read_source
from cog_lsp.project.context import Context
from cog_lsp.prose.keywords import keywords
from cog_lsp.readme.completion import completions
from cog_lsp.readme.snippets.test_cases import typed_entry
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.server.document import Document
    from cog_lsp.server.session import Session

COG_NAMES = (
    "AsyncConcatenateIterator",
    "AsyncIterator",
    "BaseModel",
    "BasePredictor",
    "BaseRunner",
    "ConcatenateIterator",
    "Input",
    "Opaque",
    "Path",
    "Secret",
    "concurrent",
    "streaming",
)
"""What `from cog import` offers (replicate/cog: python/cog/__init__.py), deprecated names left out."""


def perform(session: Session, params: types.CompletionParams) -> types.CompletionList | None:
    """What fits at the cursor; nothing where other servers know better."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        return None
    offset = session.offset(document, params.position)
    items = [*_items(session, document, model, offset)]
    for number, item in enumerate(items):
        item.sort_text = f"{number:03}"
    return types.CompletionList(is_incomplete=False, items=items) if items else None


def _items(session: Session, document: Document, model: Model, offset: int) -> Iterator[types.CompletionItem]:
    """What can be typed at an offset: in a README, in a test case, in an import or in an `Input(...)`."""
    if model.card is not None and document.path == model.files.readme:
        yield from _in_readme(session, document, model, offset)
    if document.path in model.files.safe_push:
        yield from _in_test_case(session, document, model, offset)
    if document.path not in model.predictors and not model.predictors_in(document.path):
        return
    names = imported_names_at(document.text, offset)
    if names is not None:
        yield from _cog_names(session, document, names)
        return
    typing = typing_at(document.text, offset, _calls(model, document))
    if typing is None:
        return
    predictor, input = _input(document, model, typing, offset)
    if typing.keyword is None and typing.string is None:
        yield from _keywords(session, document, typing, input)
    elif typing.keyword == "description" and input is not None:
        yield from _drafts(session, document, typing, input, model.context_of(predictor))
    elif typing.keyword == "default" and input is not None:
        yield from _choices(session, document, typing, input)


def _input(
    document: Document, model: Model, typing: Typing, offset: int
) -> tuple[Predictor, Input] | tuple[None, None]:
    """The input that the cursor is in, with its predictor.

    An argument without a value makes its call unreadable: then it is read again with something in that place.
    """
    at_cursor = model.input_at(document.path, offset)
    if at_cursor is not None and not at_cursor[1].opaque:
        return at_cursor
    filler = typing.string or ("None" if typing.keyword is not None else "")
    text = document.text[:offset] + filler + document.text[offset:]
    source = read_source(text)
    for entry in model.files.predictors:
        for predictor in (
            source.predictors(entry.name, entry.mode, model.files.read) if entry.path == document.path else ()
        ):
            again = predictor.input_at(offset)
            if again is not None:
                return predictor, again
    return at_cursor or (None, None)


def _calls(model: Model, document: Document) -> frozenset[str]:
    """The names that `Input` goes by in a file."""
    scopes = [predictor.scope for predictor in model.predictors_in(document.path)]
    return frozenset({"Input", *(name for scope in scopes for name, full in scope.items() if full == "cog.Input")})


def _item(
    session: Session, document: Document, label: str, text: str, span: Span, kind: types.CompletionItemKind
) -> types.CompletionItem:
    edit = types.TextEdit(session.range(document.index, span), text)
    return types.CompletionItem(
        label, kind=kind, text_edit=edit, filter_text=document.text[span.start : span.end] + label
    )


def _keywords(
    session: Session, document: Document, typing: Typing, input: Input | None
) -> Iterator[types.CompletionItem]:
    """The keywords that the call does not have yet and that fit the type of the input."""
    for keyword in keywords().values():
        if keyword.name not in typing.keywords and keyword.fits(input.type if input is not None else None):
            item = _item(
                session, document, keyword.name, f"{keyword.name}=", typing.span, types.CompletionItemKind.Property
            )
            item.filter_text = keyword.name
            item.detail = keyword.type
            item.documentation = types.MarkupContent(types.MarkupKind.Markdown, keyword.markdown)
            yield item


def _drafts(
    session: Session, document: Document, typing: Typing, input: Input, context: Context
) -> Iterator[types.CompletionItem]:
    """The drafts of a description."""
    from cog_lsp.fixes.offers import preview
    from cog_lsp.predictor.values.written import string
    from cog_lsp.rules.inputs.drafting import drafts_for

    for draft in drafts_for(input, context):
        text = draft.text if typing.string is not None else string(draft.text)
        if text is not None and (typing.string is None or typing.string not in draft.text):
            item = _item(session, document, preview(draft.text), text, typing.span, types.CompletionItemKind.Text)
            item.documentation = draft.text
            yield item


def _choices(session: Session, document: Document, typing: Typing, input: Input) -> Iterator[types.CompletionItem]:
    from cog_lsp.predictor.values.written import literal

    choices = input.meant("choices")
    for choice in choices if isinstance(choices, list) else ():
        source = literal(choice)
        if typing.string is not None:
            source = choice if isinstance(choice, str) and typing.string not in choice else None
        if source is not None:
            yield _item(session, document, source, source, typing.span, types.CompletionItemKind.EnumMember)


def _cog_names(session: Session, document: Document, span: Span) -> Iterator[types.CompletionItem]:
    """Names that are not imported yet, those that the file uses first."""
    text = document.text
    rest = text[: span.start] + text[span.end :]
    statement = re.compile(r"^[ \t]*from[ \t]+cog[ \t]+import[ \t]+(\([^)]*\)?|[^\n]*)", re.MULTILINE)
    names = {name for match in statement.finditer(rest) for name in re.findall(r"\w+", match[1])}
    used = set(re.findall(r"\w+", statement.sub("", rest)))
    for name in sorted(COG_NAMES, key=lambda name: (name not in used, name)):
        if name not in names:
            item = _item(session, document, name, name, span, types.CompletionItemKind.Class)
            item.filter_text = name
            item.detail = "used in this file" if name in used else "cog"
            yield item


def _in_test_case(session: Session, document: Document, model: Model, offset: int) -> Iterator[types.CompletionItem]:
    """Names of inputs and their choices in a test case of cog-safe-push."""
    typed = typed_entry(document.text, offset)
    if typed is None or model.predictor is None:
        return
    name, span, names = typed
    if name is None:
        for each in model.predictor.inputs:
            if each.name not in names:
                item = _item(session, document, each.name, f"{each.name}: ", span, types.CompletionItemKind.Field)
                item.filter_text = each.name
                item.documentation = " ".join((each.description or "").split()) or None
                yield item
        return
    input = model.predictor.find(name)
    choices = input.meant("choices") if input is not None else ()
    for choice in choices if isinstance(choices, list) else ():
        text = str(choice)
        item = _item(session, document, text, text, span, types.CompletionItemKind.EnumMember)
        item.filter_text = text
        yield item


def _in_readme(session: Session, document: Document, model: Model, offset: int) -> Iterator[types.CompletionItem]:
    """Names and values of inputs in the calls of a README."""
    if model.card is None or model.predictor is None:
        return
    for completion in completions(model.card, offset, model.predictor):
        kind = types.CompletionItemKind.Field if completion.kind == "input" else types.CompletionItemKind.EnumMember
        item = _item(session, document, completion.text, completion.text, completion.span, kind)
        item.filter_text = completion.text
        input = model.predictor.find(completion.input)
        if input is not None and input.description:
            item.documentation = " ".join(input.description.split())
        yield item
