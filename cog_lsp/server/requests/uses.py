"""Where the code uses an input: by its name in the method that runs, and by any name in what that calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cog_lsp.predictor.reading.occurrences import occurrences
from cog_lsp.text import LineIndex, Span, word_at

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.predictor.model import Predictor
    from cog_lsp.server.document import Document
    from cog_lsp.server.session import Session

Place = tuple[Path, Span]


def uses(session: Session, model: Model, name: str) -> list[Place]:
    """The places of the code that use an input, its parameter left out, in the order of the files and their texts."""
    places: dict[Place, None] = {}
    for path, predictor in model.signatures():
        input = predictor.find(name)
        if input is not None:
            parameter = input.name_span.shifted(predictor.origins[predictor.inputs.index(input)])
            spans = [span for span in occurrences(predictor, name) or () if span != parameter]
            places |= dict.fromkeys((path, span) for span in spans)
            places |= dict.fromkeys(_followed(session, model, predictor, name, path, spans))
    return sorted(places)


def _followed(
    session: Session, model: Model, predictor: Predictor, name: str, path: Path, spans: list[Span]
) -> list[Place]:
    """The lines that use the value under another name, or in other functions and files."""
    reading = session.facts.reading(model, predictor)
    if reading is None:
        return []
    lines = {LineIndex(predictor.text).line_of(span.start) + 1 for span in spans}
    method = reading.module.place(reading.entry)
    uses_of_name = {use.at for use in (*reading.trace.uses, *reading.trace.opened) if use.name == name} - {method}
    indexes = {file: session.index_of(model.files.root / file) for file in {at.file for at in uses_of_name}}
    places: list[Place] = []
    for at in uses_of_name:
        file, index = model.files.root / at.file, indexes[at.file]
        is_there = file == path and not lines.isdisjoint(range(at.line, at.end_line + 1))
        if not is_there and index is not None:
            places.append((file, _line(index, at.line - 1)))
    return places


def _line(index: LineIndex, number: int) -> Span:
    """A line without the blanks around it."""
    start, end = index.line_span(min(number, len(index.starts) - 1))
    text = index.text[start:end]
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def input_used_at(model: Model, document: Document, offset: int) -> str | None:
    """The input that a place of the code names: its parameter, or a use of it by its name."""
    word = word_at(document.text, offset)
    name = document.text[word.start : word.end]
    for path, predictor in model.signatures():
        if path == document.path and predictor.find(name) and word in (occurrences(predictor, name) or ()):
            return name
    return None
