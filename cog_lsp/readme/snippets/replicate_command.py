"""`replicate run owner/name name=value` and its kin, of Replicate's command line."""

from __future__ import annotations

import re
from typing import Literal

from cog_lsp.readme.snippets.records import Entry, Snippet, is_pinned, model_of
from cog_lsp.readme.snippets.shell import Command, pair_entry
from cog_lsp.regex import regex
from cog_lsp.text import Span

_FLAGS = frozenset({"--destination", "--output-directory", "--separator", "--hardware", "-o"})
_NAME_VALUE = regex(r"([A-Za-z_][\w-]*)=(.*)", re.DOTALL)
_GROUPS = ("prediction", "predictions", "training", "trainings", "train")


def replicate_snippet(command: Command) -> Snippet | None:
    """The call; None for what asks nothing of a model."""
    words = command.words
    action = words[1].text
    start = 2 if action in ("run", "stream", "train") else None
    if action in _GROUPS and len(words) > 2 and words[2].text == "create":
        start = 3
    if start is None:
        return None
    mode: Literal["run", "train"] = "train" if action.startswith("train") else "run"
    reference: str | None = None
    entries: list[Entry] = []
    complete = command.whole
    at = start
    while at < len(words):
        word = words[at]
        pair = _NAME_VALUE.fullmatch(word.text)
        if word.text in _FLAGS:
            at += 1
        elif word.text.startswith("-"):
            pass
        elif pair is not None:
            entries.append(pair_entry(word, pair))
        elif reference is None and model_of(word.text):
            reference = word.text
        else:
            complete = False
        at += 1
    if reference is None:
        return None
    anchor = Span(words[0].span.start, words[1].span.end)
    return Snippet(
        kind="replicate",
        mode=mode,
        span=command.span,
        anchor=anchor,
        model=model_of(reference),
        entries=tuple(entries),
        inputs_span=None,
        complete=complete,
        form="text",
        pinned=is_pinned(reference),
        stream=action == "stream",
        hosted=True,
    )
