"""Where the files of a model name its inputs: snippets and tables of the README, test cases of cog-safe-push."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cog_lsp.readme.lookup import mention_at, mentions_of, place_at
from cog_lsp.readme.snippets.test_cases import snippets_of_cases
from cog_lsp.text import Span
from cog_lsp.writing.identity import own_name

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.predictor.model import Predictor


def input_named_at(model: Model, path: Path, text: str, offset: int) -> tuple[str, Span] | None:
    """The name of the input that a README or a test case names at an offset (or gives a value there), and its place."""
    if path in model.files.safe_push:
        for snippet in snippets_of_cases(text):
            for entry in snippet.entries:
                for span in (entry.name_span, entry.value_span):
                    if span.holds(offset):
                        return entry.name, span
        return None
    if model.card is None or path != model.files.readme:
        return None
    place = place_at(model.card, offset)
    if place is not None:
        return place.entry.name, place.span
    return mention_at(model.card, offset, model.predictor) if model.predictor is not None else None


def mentions(
    model: Model, name: str, read: dict[Path, str], predictor: Predictor | None = None
) -> list[tuple[Path, Span]]:
    """Every place that names an input of a predictor, by default the one that runs. `read` holds the texts of the
    cog-safe-push files."""
    predictor = predictor or model.predictor
    result: list[tuple[Path, Span]] = []
    if model.card is not None and model.files.readme is not None and predictor is not None:
        own = own_name(model.context_of())
        places = mentions_of(model.card, name, predictor, own)
        result += [(model.files.readme, span) for span in sorted(places)]
    for path, text in read.items():
        cases = (s for s in snippets_of_cases(text, failing=True) if predictor is None or s.mode == predictor.mode)
        result += [(path, entry.name_span) for s in cases for entry in s.entries if entry.name == name]
    return result
