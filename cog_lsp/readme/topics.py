"""The eight topics of a model card, and where a README covers them: by a heading, or in running text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cog_lsp.toml import read_toml

if TYPE_CHECKING:
    pass

TOPICS = (
    "what-it-does",
    "how-to-use",
    "use-cases",
    "limitations",
    "model-details",
    "intended-use",
    "troubleshooting",
    "citations",
)
"""The slugs, in the order in which Replicate's model cards have them."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: how it is called, what belongs there, and how to recognize it."""

    slug: str
    title: str
    """The heading that a draft gets."""
    short: str
    """How a message names the topic."""
    guidance: str
    headings: Phrases
    """What names the topic in a heading."""
    unless: Phrases
    """What says that a heading is about something else."""
    cue: re.Pattern[str]
    """Finds the topic in a sentence, in lower case."""
    others: re.Pattern[str] | None
    """Finds what a sentence says of other things than this model, in lower case."""


@cache
def topics() -> Mapping[str, Topic]:
    """All topics by slug."""
    data = read_toml(files("cog_lsp.readme").joinpath("topics.toml").read_text(encoding="utf-8"))
    return {slug: _topic(slug, data[slug]) for slug in TOPICS}


def _topic(slug: str, entry: Mapping[str, object]) -> Topic:
    """The record of a topic from its entry in the data file."""
    headings, unless, cues = (_strings(entry[key]) for key in ("headings", "unless", "cues"))
    return Topic(
        slug,
        str(entry["title"]),
        str(entry["short"]),
        str(entry["guidance"]).strip(),
        Phrases(headings),
        Phrases(unless),
        _any(cues),
        _any(_strings(entry["others"])) if "others" in entry else None,
    )


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


_SPACED = re.compile("[a-z\u0400-\u04ff]")
"""Scripts that put spaces between words."""


class Phrases:
    """Phrases to be found in normalized headings."""

    __slots__ = ("longest", "parts", "pieces", "wholes")

    def __init__(self, phrases: tuple[str, ...]) -> None:
        plain = [(plain_heading(p.lstrip("=")), p.startswith("=")) for p in phrases]
        self.wholes = frozenset(text for text, whole in plain if whole)
        """Those that must be the whole heading."""
        self.parts = frozenset(text for text, whole in plain if not whole and _SPACED.search(text))
        """Those that are found as whole words."""
        self.pieces = tuple(text for text, whole in plain if not whole and not _SPACED.search(text))
        """Those of scripts without spaces, found anywhere."""
        self.longest = max((text.count(" ") + 1 for text in self.parts), default=0)

    def found_in(self, heading: str) -> bool:
        """Whether a normalized heading holds one of them."""
        if heading in self.wholes or any(piece in heading for piece in self.pieces):
            return True
        words = heading.split()
        return any(
            " ".join(words[start:end]) in self.parts
            for start in range(len(words))
            for end in range(start + 1, min(start + self.longest, len(words)) + 1)
        )


_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")
_NUMBERING = re.compile(r"^(?:(?:step|part|section|option)\s+)?(?:\d+(?:\.\d+)*|[ivx]+(?=[.)]))\s*[.):\-]*\s+", re.I)
_NOT_WORDS = re.compile(r"[\W_]+")


def plain_heading(text: str) -> str:
    """A heading for comparison: lower case, without emoji, shortcodes, numbers in front, and punctuation."""
    text = _SHORTCODE.sub(" ", text.lower()).strip(" #*_:\ufe0f\u200d")
    return _NOT_WORDS.sub(" ", _NUMBERING.sub("", text.lstrip("-\u2022\u2013\u2014.() "))).strip()


@lru_cache(maxsize=4096)
def topics_of_heading(text: str) -> frozenset[str]:
    """The topics that a heading names."""
    plain = plain_heading(text)
    if not plain:
        return frozenset()
    return frozenset(
        slug for slug, topic in topics().items() if topic.headings.found_in(plain) and not topic.unless.found_in(plain)
    )
