"""What is known of a model, for the sentences and senses that depend on it."""

from __future__ import annotations

import re
from functools import lru_cache

from cog_lsp.predictor.model import Predictor
from cog_lsp.prose.about import About
from cog_lsp.regex import regex

PROMPT = regex(r"prompt|question|query|instruction|lyrics|message|caption", re.I)
"""Names of the text that steers a result."""
WORDS = regex(r"(?:Async)?ConcatenateIterator\[")
"""What a model returns that writes text piece by piece."""


def about_of(predictor: Predictor) -> About:
    """What the declarations of a predictor tell of its model."""
    names = tuple((i.name, "" if i.type is None else i.type.name) for i in predictor.inputs)
    imports = tuple(sorted({full.split(".")[0] for full in predictor.scope.values()}))
    output = "" if predictor.output is None else predictor.output.source
    return _about(names, imports, output, predictor.mode == "train")


@lru_cache(maxsize=64)
def _about(names: tuple[tuple[str, str], ...], imports: tuple[str, ...], output: str, trains: bool) -> About:
    steers = any(type in ("str", "list", "") and PROMPT.search(name) and "negative" not in name for name, type in names)
    return About(
        inputs=frozenset(name for name, _ in names),
        makes=frozenset({"text"} if WORDS.search(output) else ()),
        prompt=steers if names else None,
        trains=trains or None,
        imports=frozenset(imports),
    )
