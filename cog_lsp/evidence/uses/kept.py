"""Facts that are kept for as long as what they were read from stays the same.

The code is read again only where it, or another file that it led to, changed; where the declarations changed alone, the
facts are recognized anew from the same reading. What is kept equals what a fresh reading gives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cog_lsp.evidence.uses.code import Predictor
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.reading import Reading, read
from cog_lsp.evidence.uses.recognize import recognized
from cog_lsp.predictor.syntax.piece import Piece

MOST = 64
"""Predictors whose facts are kept."""


class _Known(NamedTuple):
    predictor: Predictor
    code: tuple[object, ...]
    reading: Reading | None
    facts: tuple[Fact, ...]


class KeptFacts:
    """The facts of predictors, by where they stand."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], _Known] = {}

    def of(
        self, predictor: Predictor, path: str, read_file: Callable[[str], str | None] | None = None
    ) -> tuple[Fact, ...]:
        """What the code of a predictor at `path` does with its inputs; see `facts_of`."""
        return self._read(predictor, path, read_file).facts

    def reading(
        self, predictor: Predictor, path: str, read_file: Callable[[str], str | None] | None = None
    ) -> Reading | None:
        """What happens in the code; see `read`."""
        return self._read(predictor, path, read_file).reading

    def _read(self, predictor: Predictor, path: str, read_file: Callable[[str], str | None] | None) -> _Known:
        """The code as it is, read again only as far as it must be."""
        key = path, predictor.name, predictor.mode
        entry = self._known.get(key)
        others_same = entry is not None and _others_same(entry.reading, read_file)
        if entry is not None and others_same and entry.predictor is predictor:
            return entry
        code = _code(predictor)
        if entry is not None and others_same and entry.code == code:
            reading = entry.reading
        else:
            reading = read(predictor, path, read_file)
        if entry is not None and entry.reading is reading and entry.predictor == predictor:
            facts = entry.facts
        else:
            facts = () if reading is None else tuple(recognized(reading, predictor))
        if entry is not None and entry.facts == facts:
            facts = entry.facts
        if len(self._known) >= MOST and key not in self._known:
            self._known.pop(next(iter(self._known)))
        self._known[key] = _Known(predictor, code, reading, facts)
        return self._known[key]


def _code(predictor: Predictor) -> tuple[object, ...]:
    """All that a reading depends on: the text but for the inputs, of which names and lines count, and whether it is
    whole."""
    text, span = predictor.text, predictor.signature_span
    names = tuple(input.name for input in predictor.inputs), tuple(lost.name for lost in predictor.lost)
    is_broken = Piece(f"def run{text[span.start : span.end]}: ...").root.has_error  # what stands around it is compared
    first = min(predictor.origins, default=span.end)  # before it stands `self`, or not
    return text[:first], text[span.end :], text.count("\n", span.start, span.end), names, is_broken


def _others_same(reading: Reading | None, read_file: Callable[[str], str | None] | None) -> bool:
    """Whether the other files that were looked for are what they were."""
    if reading is None or read_file is None:
        return reading is None or not reading.modules.texts
    return all(read_file(path) == text for path, text in reading.modules.texts.items())
