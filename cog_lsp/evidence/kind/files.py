"""What a returned file holds: votes from the code, the settings and what is said of the result."""

from __future__ import annotations

from cog_lsp.evidence.kind.case import Case
from cog_lsp.evidence.kind.reach import Reach
from cog_lsp.evidence.kind.returned import Returned
from cog_lsp.evidence.kind.tasks import entries
from cog_lsp.evidence.kind.votes import Votes
from cog_lsp.evidence.kind.words import kind_of_file, phrases, suffix_kinds, table
from cog_lsp.evidence.texts import ModelTexts

CERTAIN = 6.0
"""The weight of a suffix that the returned path ends with."""
WEAKER = {"file": 2.0, "text": 2.0, "data": 2.0, "weights": 3.0}
"""That of suffixes of files which often accompany the result, or hold it."""
UNFILED = ("text", "embedding", "labels", "data")
"""Kinds that a file seldom holds, unless its suffix says so."""


def vote_on_files(case: Case, votes: Votes) -> None:
    """Votes for what a returned file holds."""
    texts, tasks = case.texts, case.tasks
    vote_on_returned(case.returned, texts, votes)
    _settings(texts, votes)
    _written(case.reach, votes)
    _said(texts, votes)
    for task, entry in entries().items():
        weight, first = tasks.weight(task), entry["makes"][0]
        if not weight or task == "tool" or first in UNFILED:
            continue  # a file is seldom any of these, unless its suffix says so
        if {"picture", "video"} <= set(entry["makes"]) and first != "3d":
            first = "video" if "video" in case.takes else "picture"
        piece = tasks.strongest(task, 1)[0]
        votes.add(first, weight * (0.5 if len(entry["makes"]) == 1 or first == "3d" else 0.3), piece.offset, piece.what)


def vote_on_returned(returned: Returned, texts: ModelTexts, votes: Votes) -> None:
    """What the returned path ends with, and what it comes from."""
    kinds: set[str] = set()
    for text, offset in returned.texts:
        kind = kind_of_file(text)
        if kind is not None and kind not in kinds:
            kinds.add(kind)
            weight = WEAKER.get(kind, CERTAIN)
            votes.add(kind, weight, offset, f"a path that ends with {text[-12:]}")
    for name, offset in returned.placeholders:
        input = texts.predictor.find(name)
        for kind in _format_kinds(input.meant("choices") if input is not None else None):
            votes.add(kind, CERTAIN, offset, f"a path that ends with {name}")
    words = {word: kind for kind, words in table("kinds")["words_out"].items() for word in words}
    kinds = set()
    for word, offset in returned.words:
        kind = words.get(word)
        if kind is not None and kind not in kinds:
            kinds.add(kind)
            votes.add(kind, 1.0, offset, word)


def _format_kinds(choices: object) -> set[str]:
    """The kinds of files that the choices of an input name by suffix."""
    if not isinstance(choices, list):
        return set()
    return {
        kind for c in choices if isinstance(c, str) and (kind := suffix_kinds().get(c.lower().lstrip("."))) is not None
    }


def _settings(texts: ModelTexts, votes: Votes) -> None:
    """What the names of the settings speak of."""
    hints = {name: kind for kind, names in table("kinds")["settings"].items() for name in names}
    kinds: set[str] = set()
    for origin, input in texts.predictor.placed():
        kind = hints.get(input.name)
        if kind is not None and kind not in kinds:
            kinds.add(kind)
            votes.add(kind, 1.5, origin, f"the input {input.name}")
        if "format" in input.name:
            for kind in _format_kinds(input.meant("choices")):
                votes.add(kind, 4.0, origin, f"the input {input.name}")


def _written(reach: Reach, votes: Votes) -> None:
    """What the reached code writes, and which files it mentions."""
    writers = {writer: kind for kind, names in table("kinds")["writers"].items() for writer in names}
    kinds: set[str] = set()
    for call in reach.calls:
        kind = writers.get(call.callee) or writers.get(call.callee.rpartition(".")[2])
        if kind is not None and kind not in kinds:
            kinds.add(kind)
            votes.add(kind, 2.0, reach.place(call.start), call.callee)
    mentioned: set[str] = set()
    for string in reach.strings:
        kind = kind_of_file(string.text)
        if kind in ("picture", "video", "audio", "3d") and kind not in mentioned:
            mentioned.add(kind)
            votes.add(kind, 1.0, reach.place(string.start), f"a file that ends with {string.text[-12:]}")
    if "video" in kinds | mentioned and "picture" in kinds | mentioned:
        # Frames are written on the way to a video, and seldom the other way round.
        votes.add("video", 1.0, -2, "frames")


def _said(texts: ModelTexts, votes: Votes) -> None:
    """What the descriptions, the docstring and the README speak of as the result."""
    look = phrases("kinds", "outputs")
    count: dict[str, int] = {}
    for origin, input in texts.predictor.placed():
        for match in look.find(input.description or ""):
            if match.label in UNFILED:
                continue
            count[match.label] = count.get(match.label, 0) + 1
            if count[match.label] <= 2:
                votes.add(match.label, 1.5, origin, f"“{match.phrase}” in the description of {input.name}")
    for text, offset, weight in (
        (texts.predictor.docstring or "", texts.predictor.name_span.start, 1.5),
        (_title(texts), -1, 1.5),
        (_lead(texts), -1, 1.0),
    ):
        for kind in look.labels(text):
            if kind in UNFILED:
                continue
            votes.add(kind, weight, offset, "what is said of the result")


def _title(texts: ModelTexts) -> str:
    return texts.card.title.text if texts.card is not None and texts.card.title is not None else ""


def _lead(texts: ModelTexts) -> str:
    return texts.card.lead[0].text[:600] if texts.card is not None and texts.card.lead is not None else ""
