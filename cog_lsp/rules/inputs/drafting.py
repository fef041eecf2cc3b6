"""Drafts of a description from all that is known of its model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.prose.drafts import Draft, drafts

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+[dD]\b|\w*\d\w*")


def drafts_for(input: Input, context: Context, facets: Iterable[str] = ()) -> tuple[Draft, ...]:
    """What can be offered for an input of `context.predictor`. `facets` are what its description lacks."""
    about = context.about
    if context.predictor is not None:
        about = replace(about, words=_words(context.predictor.text))
    return drafts(input, facets=facets, about=about)


@lru_cache(maxsize=8)
def _words(text: str) -> frozenset[str]:
    """The words of a file, those in its names too, in lower case."""
    return frozenset(word.lower() for word in WORD.findall(text))
