"""Which input a name means that no input has."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from cog_lsp.predictor.model import Predictor

CERTAIN = 0.8
"""Likeness of two names above which one is taken for the other."""
LIKELY = 0.7
"""Likeness above which it is asked about."""


def nearest(name: str, predictor: Predictor, taken: frozenset[str] = frozenset()) -> str | None:
    """The one input that a name certainly means."""
    scores = sorted(((likeness(name, i.name), i.name) for i in predictor.inputs if i.name not in taken), reverse=True)
    if not scores or scores[0][0] < CERTAIN or (len(scores) > 1 and scores[0][0] - scores[1][0] < 0.05):
        return None
    return scores[0][1]


@lru_cache(maxsize=4096)
def likeness(a: str, b: str) -> float:
    """How much two names look alike, from 0 to 1."""
    words_a, words_b = _words(a), _words(b)
    plain_a, plain_b = "".join(words_a), "".join(words_b)
    if plain_a == plain_b:
        return 1.0
    shared = min(len(words_a), len(words_b))
    whole = words_a[:shared] == words_b[:shared] or words_a[-shared:] == words_b[-shared:]
    # "guidance" for "guidance_scale", "steps" for "num_inference_steps": likely, and no more than that
    return max(SequenceMatcher(None, plain_a, plain_b).ratio(), 0.75 if whole and len(plain_a) >= 4 else 0.0)


def _words(name: str) -> list[str]:
    return name.lower().replace("-", "_").split("_")


def is_misspelt(name: str, meant: str) -> bool:
    """Whether a name is another one with a letter too many, too few or in the wrong place: a slip, and no old name."""
    if abs(len(name) - len(meant)) > 1 or min(len(name), len(meant)) < 4 or name[-1:] != meant[-1:]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(name, meant, strict=False)) if a != b), min(len(name), len(meant)))
    one, other = name[start:], meant[start:]
    if "_" in one[:1] + other[:1] or (one[:1] + other[:1]).isdigit():
        return False
    return one[1:] == other or one == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
