"""The eight topics of a model card, and where a README covers them: by a heading, or in running text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from cog_lsp.regex import regex
from cog_lsp.toml import read_toml

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


class Topic(Struct, frozen=True, eq=False):
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
    asides: tuple[str, ...]
    """Patterns for beginnings of paragraphs, in lower case, that say nothing on the topic."""
    cues: tuple[str, ...]
    """Patterns, each of which finds the topic in sentences, in lower case, one on a line."""
    others: tuple[str, ...]
    """Patterns that find what a sentence says of other things than this model."""


@cache
def topics() -> Mapping[str, Topic]:
    """All topics by slug."""
    data, cues = _read("topics.toml"), _read("topic_cues.toml")
    words = _words(cues["words"])
    return {slug: _topic(slug, data[slug], cues[slug], words) for slug in TOPICS}


def _read(name: str) -> Mapping[str, Mapping[str, object]]:
    return read_toml((Path(__file__).parent / name).read_text(encoding="utf-8"))


def _words(table: Mapping[str, object]) -> Mapping[str, str]:
    """The patterns that others name, each with those that stand before it filled in."""
    words: dict[str, str] = {}
    for name, entry in table.items():
        pattern = entry if isinstance(entry, str) else f"(?:{'|'.join(_strings(entry))})"
        words[name] = _filled(pattern, words)
    return words


_NAME = regex(r"\{([a-z]+)\}")


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return _NAME.sub(lambda match: words[match[1]], pattern)


def _topic(slug: str, entry: Mapping[str, object], said: Mapping[str, object], words: Mapping[str, str]) -> Topic:
    """The record of a topic from its entries in the data files."""
    headings, unless = (_strings(entry[key]) for key in ("headings", "unless"))
    asides, cues, others = (
        tuple(_filled(item, words) for item in _strings(said.get(key))) for key in ("asides", "cues", "others")
    )
    return Topic(
        slug,
        str(entry["title"]),
        str(entry["short"]),
        str(entry["guidance"]).strip(),
        Phrases(headings),
        Phrases(unless),
        asides,
        cues,
        others,
    )


_MARKS = r"[^\w\n]{0,9}"
"""What stands before the first word of a sentence: a bullet, a bracket."""
_BEGINNINGS = {r"\b": r"\b(?=\w)", f"^{_MARKS}": f"^{_MARKS}", "^": "^", f"(?:^|: ){_MARKS}": f"(?:^|: ){_MARKS}"}
"""How most patterns begin, and what is tried once for all that begin so."""


@cache
def cue_of(topic: Topic) -> re.Pattern[str]:
    """Finds a topic in sentences, in lower case, one on a line."""
    return any_of(topic.cues)


@cache
def aside_of(topic: Topic) -> re.Pattern[str]:
    """Matches the beginning of a paragraph that says nothing on a topic."""
    return re.compile("|".join(topic.asides) or "(?!)")


@cache
def others_of(topic: Topic) -> re.Pattern[str]:
    """Finds what a sentence says of other things than this model."""
    return any_of(topic.others)


def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds what any of them finds, `^` where a line begins.

    There are hundreds, and each is tried wherever its beginning fits: a place that is no beginning costs one look."""
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        beginning = next((b for b in _BEGINNINGS if pattern.startswith(b)), "")
        groups.setdefault(_BEGINNINGS.get(beginning, ""), []).append(f"(?:{pattern[len(beginning) :]})")
    return re.compile("|".join(f"{b}(?:{'|'.join(rest)})" for b, rest in groups.items()) or "(?!)", re.MULTILINE)


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


_SPACED = regex("[a-z\u0400-\u04ff]")
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


_SHORTCODE = regex(r":[a-z0-9_+-]+:")
_NUMBERING = regex(r"^(?:(?:step|part|section|option)\s+)?(?:\d+(?:\.\d+)*|[ivx]+(?=[.)]))\s*[.):\-]*\s+", re.I)
_NOT_WORDS = regex(r"[\W_]+")


def plain_heading(text: str) -> str:
    """A heading for comparison: lower case, without emoji, shortcodes, numbers in front, and punctuation."""
    text = _SHORTCODE.sub(" ", text.lower()).strip(" #*_:\ufe0f\u200d")
    return _NOT_WORDS.sub(" ", _NUMBERING.sub("", text.lstrip("-\u2022\u2013\u2014.() "))).strip()


_HOW_IT_WORKS = regex(r"how (?:\w+ ){1,4}works?\Z")
"""Whatever it is called."""


@lru_cache(maxsize=4096)
def topics_of_heading(text: str) -> frozenset[str]:
    """The topics that a heading names."""
    plain = plain_heading(text)
    if not plain:
        return frozenset()
    slugs = {s for s, topic in topics().items() if topic.headings.found_in(plain) and not topic.unless.found_in(plain)}
    return frozenset(slugs | {"model-details"}) if _HOW_IT_WORKS.match(plain) else frozenset(slugs)
