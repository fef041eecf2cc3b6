"""Calls of a model in Go, Swift and Elixir, as Replicate documents its clients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.literals import Piece, Token, given_of, inside, map_of, pieces, tokens, value_of
from cog_lsp.readme.snippets.records import Given, Snippet, is_bare, is_pinned, model_of
from cog_lsp.regex import regex
from cog_lsp.text import Span

Client = Literal["go", "swift", "elixir"]

CLIENTS: dict[str, Client] = {
    "go": "go",
    "golang": "go",
    "swift": "swift",
    "elixir": "elixir",
    "ex": "elixir",
    "exs": "elixir",
    "iex": "elixir",
}
"""Languages of fences."""
_SIGNS: tuple[tuple[Client, re.Pattern[str]], ...] = (
    ("go", regex(r"\breplicate\.(?:PredictionInput|NewClient)\b")),
    ("elixir", regex(r"\bReplicate\.(?:run|async_run|Predictions|Models|Deployments)\b")),
    ("swift", regex(r"\bReplicate\.Client\(|\btry await \w+\.(?:run|createPrediction)\(")),
)
_CALLS = {
    "go": regex(r"\w{1,60}\.(?:Run|Stream|CreatePrediction|CreateTraining)\w{0,40}"),
    "swift": regex(r"\w{1,60}\.(?:run|createPrediction|predict|createTraining)"),
    "elixir": regex(
        r"Replicate\.(?:run|async_run|stream|Predictions\.create|Deployments\.create_prediction|Trainings\.create)!?"
    ),
}


def client_of(language: str, code: str) -> Client | None:
    """Which of these clients a piece of code uses; None where it uses none."""
    if language in CLIENTS:
        return CLIENTS[language]
    return next((client for client, sign in _SIGNS if sign.search(code)), None) if not language else None


def client_snippets(code: str, client: Client) -> Iterator[Snippet]:
    """The calls of a model in code of that client."""
    sequence = tokens(code)
    names = _assigned(sequence)
    for number, token in enumerate(sequence[:-1]):
        if token.kind != "word" or sequence[number + 1].text != "(" or not _CALLS[client].fullmatch(token.text):
            continue
        content = inside(sequence, number + 1)
        if content is None:
            continue
        snippet = _snippet(code, client, token, content, names)
        if snippet is not None:
            yield snippet


def _assigned(sequence: list[Token]) -> dict[str, tuple[Token, ...]]:
    """What each name is given, where that happens once; nothing for one that is written to afterwards."""
    values: dict[str, tuple[Token, ...]] = {}
    for number, token in enumerate(sequence[:-2]):
        before = sequence[number - 1].text if number else ""
        following = sequence[number + 1].text
        if token.kind != "word" or before == ".":
            continue
        start = number + 2 if following == "=" and sequence[number + 2].text != "=" else None
        if following == ":" and sequence[number + 2].text == "=":
            start = number + 3
        elif following == ":" and before in ("let", "var"):
            start = next(
                (n + 1 for n in range(number, min(number + 12, len(sequence))) if sequence[n].text == "="), None
            )
        if start is not None:
            values[token.text] = () if token.text in values else _expression(sequence, start)
        elif following == "[" and token.text in values and _is_written(sequence, number + 1):
            values[token.text] = ()
    return values


def _is_written(sequence: list[Token], opening: int) -> bool:
    """Whether `name[…]` stands in front of `=`."""
    content = inside(sequence, opening)
    after = sequence[opening + len(content) + 2 :] if content is not None else []
    return bool(after) and after[0].text == "="


def _expression(sequence: list[Token], start: int) -> tuple[Token, ...]:
    """The literal that begins here, with the type that stands in front of it without a space: `map[string]any{…}`."""
    end = start
    while end < len(sequence) and (end == start or sequence[end].span.start == sequence[end - 1].span.end):
        opens = sequence[end].kind == "mark" and sequence[end].text in ("{", "[", "%{", "(")
        content = inside(sequence, end) if opens else None
        if not opens and end > start and sequence[end].kind != "word":
            break
        end += 1 if content is None else len(content) + 2
    return tuple(sequence[start:end])


def _snippet(
    code: str, client: Client, callee: Token, content: list[Token], names: dict[str, tuple[Token, ...]]
) -> Snippet | None:
    """The record of a call; None where nothing tells that it calls a model."""
    arguments = list(pieces(content))
    reference = _reference(callee, arguments, names)
    inputs = _given(code, client, arguments, names)
    # Many things can be run: without a model it has to be one of Replicate's.
    is_known = model_of(reference) is not None or "reate" in callee.text or "eplicate" in code
    if (inputs is None and model_of(reference) is None) or not is_known:
        return None
    inputs = inputs or Given()
    is_training = "raining" in callee.text
    end = content[-1].span.end + 1 if content else callee.span.end + 2
    is_own = "eployment" not in callee.text
    return Snippet(
        kind=client,
        mode="train" if is_training else "run",
        span=Span(callee.span.start, end),
        anchor=callee.span,
        model=model_of(reference) if is_own else None,
        entries=inputs.entries,
        inputs_span=inputs.span,
        complete=inputs.complete,
        hosted=True,
        bare=is_own and not is_training and is_bare(reference),
        pinned=is_pinned(reference),
        stream=callee.text.rpartition(".")[2].lower() == "stream",
    )


def _resolved(piece: Piece, names: dict[str, tuple[Token, ...]]) -> tuple[Token, ...]:
    if len(piece.value) == 1 and piece.value[0].kind == "word":
        return names.get(piece.value[0].text) or piece.value
    return piece.value


def _reference(callee: Token, arguments: list[Piece], names: dict[str, tuple[Token, ...]]) -> object:
    """What names the model: the first text that can, or owner and name one behind the other."""
    texts = [value_of(_resolved(piece, names)) for piece in arguments]
    if callee.text.endswith("WithModel") and len(texts) > 2 and all(isinstance(t, str) for t in texts[1:3]):
        return f"{texts[1]}/{texts[2]}"
    candidates = (text for text in texts if isinstance(text, str) and (model_of(text) or is_pinned(text)))
    return next(candidates, UNKNOWN)


def _given(code: str, client: Client, arguments: list[Piece], names: dict[str, tuple[Token, ...]]) -> Given | None:
    """The inputs: a map among the arguments, or in Elixir the arguments with names."""
    for piece in arguments:
        if piece.label is not None and piece.label.text != "input":
            continue
        inputs = map_of(code, _resolved(piece, names))
        if inputs is not None and (inputs.entries or inputs.complete):
            return inputs
    labelled = [piece for piece in arguments if piece.label is not None]
    return given_of(code, labelled) if client == "elixir" and labelled else None
