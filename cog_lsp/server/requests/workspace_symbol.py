"""Symbols of the whole workspace: the predictor of each model, and its inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.server.requests.definition import location
from cog_lsp.server.turns import in_turns

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.server.session import Session

MOST = 1_000
"""Symbols that are told at most; an editor asks again with each letter."""


async def perform(session: Session, params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
    """The symbols whose name has the letters of the query in their order, whatever their case."""
    query = params.query.lower()
    return await in_turns(lambda: _fitting(session, query))


def _fitting(session: Session, query: str) -> list[types.SymbolInformation]:
    result: list[types.SymbolInformation] = []
    for files in session.everywhere.models():
        symbols = _symbols(session, session.model(files))
        result += [symbol for symbol in symbols if fits(query, symbol.name)]
        if len(result) >= MOST:
            break
    return result[:MOST]


def fits(query: str, name: str) -> bool:
    """Whether a name has all letters of a query, which is in lower case, in their order."""
    letters = iter(name.lower())
    return all(letter in letters for letter in query)


def _symbols(session: Session, model: Model) -> list[types.SymbolInformation]:
    """The symbols of a model's predictors and inputs, each once."""
    by_place: dict[tuple[str, str], types.SymbolInformation] = {}
    for path, predictor in model.signatures():
        if session.index_of(path) is None:
            continue
        kind = types.SymbolKind.Class if predictor.kind == "class" else types.SymbolKind.Function
        name, place = predictor.name, location(session, path, predictor.name_span)
        by_place.setdefault((name, str(place)), types.SymbolInformation(place, name, kind, container_name=path.name))
        for origin, input in predictor.placed():
            place = location(session, path, input.name_span.shifted(origin))
            symbol = types.SymbolInformation(place, input.name, types.SymbolKind.Field, container_name=predictor.name)
            by_place.setdefault((input.name, str(place)), symbol)
    return list(by_place.values())
