"""Hover: an input as its form field, a term as its meaning, a heading as what belongs there, a rule as its page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from cog_lsp.playground.field import markdown, svg
from cog_lsp.playground.field.field import form_field
from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.prose.keywords import keywords
from cog_lsp.readme.lookup import topic_at, topic_hover
from cog_lsp.rules import BY_SLUG
from cog_lsp.rules.page import page
from cog_lsp.server.requests.mentions import input_named_at
from cog_lsp.settings.record import SETTINGS_FILES
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.check.model import Model, Part
    from cog_lsp.server.document import Document
    from cog_lsp.server.session import Session


def perform(session: Session, params: types.HoverParams) -> types.Hover | None:
    """What is under the cursor, in Markdown, or in plain text for clients that show no Markdown."""
    document = session.document(params.text_document.uri)
    if document is None:
        return None
    offset = session.offset(document, params.position)
    rule = _rule_name(session, document, offset)
    if rule is not None:
        return rule
    model = session.model_at(document)
    if model is None:
        return None
    at_cursor = model.input_at(document.path, offset)
    if at_cursor is not None:
        return _input(session, document, model, *at_cursor, offset)
    if model.card is not None and document.path == model.files.readme:
        topic = topic_at(model.card, offset)
        if topic is not None:
            return _hover(session, document, topic_hover(topic[0]), topic[1])
    return _named(session, document, model, offset)


def _rule_name(session: Session, document: Document, offset: int) -> types.Hover | None:
    """The page of a rule that a comment or a settings file names under the cursor."""
    start, end = document.text.rfind("\n", 0, offset) + 1, document.text.find("\n", offset)
    line = document.text[start : end if end >= 0 else len(document.text)]
    if document.path.name not in SETTINGS_FILES and "cog-lsp:" not in line:
        return None
    for word in re.finditer(r"[\w-]+", line):
        if word.start() <= offset - start <= word.end() and word[0] in BY_SLUG:
            return _hover(session, document, page(BY_SLUG[word[0]]), Span(start + word.start(), start + word.end()))
    return None


def _input(
    session: Session, document: Document, model: Model, predictor: Predictor, input: Input, offset: int
) -> types.Hover:
    origin = predictor.origins[predictor.inputs.index(input)]
    span = input.span.shifted(origin)
    if not span.holds(offset) and input.call_span is not None:  # the cursor is on `Inputs.prompt = Input(...)`
        span = input.call_span.shifted(origin)
    parts = [_keyword(input, offset - origin), *_terms(model.parts(document.path), offset)]
    sections = [*parts, field_text(session, input), _in_the_code(session, document, model, predictor, input)]
    return _hover(session, document, "\n\n".join(filter(None, sections)), span)


ORDER = ("refuses", "requires", "clamps", "only_if", "special", "maps", "unused")
MOST_FACTS = 4


def _in_the_code(session: Session, document: Document, model: Model, predictor: Predictor, input: Input) -> str:
    """What the code does with an input: at most four sentences, each with the line that shows it."""
    facts = session.facts.in_model(model, predictor)
    own = sorted(
        (fact for fact in facts if fact.inputs[0] == input.name and fact.kind in ORDER),
        key=lambda fact: ORDER.index(fact.kind),
    )
    lines = []
    for fact in own[:MOST_FACTS]:
        path = model.files.root / fact.at.file
        label = f"line {fact.at.line}" if path == document.path else f"{fact.at.file}, line {fact.at.line}"
        uri = document.uri if path == document.path else from_fs_path(str(path))
        where = f"[{label}]({uri}#L{fact.at.line})" if session.client.reads_markdown and uri else label
        lines.append(f"{markdown.escape(fact.sentence.rstrip('.'))} ({where})")
    return f"**In the code**: {' · '.join(lines)}" if lines else ""


def _keyword(input: Input, offset: int) -> str:
    """What the keyword of the argument under the cursor means; nothing on its value."""
    for argument in input.arguments:
        entry = keywords().get(argument.keyword or "")
        if entry is not None and argument.span.start <= offset < argument.value_span.start:
            return f"`{entry.name}`: {entry.text}"
    return ""


def _terms(parts: Iterable[Part], offset: int) -> list[str]:
    """The meaning of a flagged term under the cursor."""
    here = (part.findings for part in parts if part.judged.touches(part.origin, Span(offset, offset)))
    data = [dict(finding.data) for findings in here for finding in findings if finding.span.holds(offset)]
    return [
        f"**{markdown.escape(term)}**: {markdown.escape(meaning)}"
        for entry in data
        for term, meaning in zip(entry.get("terms", ()), entry.get("meanings", ()), strict=True)
        if meaning
    ]


def _named(session: Session, document: Document, model: Model, offset: int) -> types.Hover | None:
    """The field of an input that a snippet, a table or a test case names."""
    name_and_span = input_named_at(model, document.path, document.text, offset)
    if name_and_span is None:
        return None
    every = (predictor for group in model.predictors.values() for predictor in group)
    input = next((i for predictor in every if (i := predictor.find(name_and_span[0])) is not None), None)
    return None if input is None else _hover(session, document, field_text(session, input), name_and_span[1])


def field_text(session: Session, input: Input) -> str:
    """The form field of an input, with a picture where the client shows one."""
    field = form_field(input)
    theme: svg.Theme = "dark" if session.theme == "dark" else "light"
    picture = svg.data_uri(field, theme) if session.client.shows_pictures else ""
    return markdown.hover(field, picture)


def _hover(session: Session, document: Document, text: str, span: Span) -> types.Hover:
    if session.client.reads_markdown:
        content = types.MarkupContent(types.MarkupKind.Markdown, text)
    else:
        content = types.MarkupContent(types.MarkupKind.PlainText, markdown.plain(text))
    return types.Hover(content, range=session.range(document.index, span))
