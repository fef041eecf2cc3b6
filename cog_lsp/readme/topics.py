"""The eight topics of a model card, and where a README covers them: by a heading, or in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cog_lsp.readme.parts import per_part
from cog_lsp.toml import read_toml

if TYPE_CHECKING:
    from cog_lsp.config import Settings
    from cog_lsp.readme.document import ModelCard
    from cog_lsp.readme.records import Part

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
    """Finds the topic in a paragraph, in lower case."""


@cache
def topics() -> Mapping[str, Topic]:
    """All topics by slug."""
    data = read_toml(files("cog_lsp.readme").joinpath("topics.toml").read_text(encoding="utf-8"))
    return {slug: _topic(slug, data[slug]) for slug in TOPICS}


def _topic(slug: str, entry: Mapping[str, object]) -> Topic:
    headings, unless, cues = (_strings(entry[key]) for key in ("headings", "unless", "cues"))
    return Topic(
        slug,
        str(entry["title"]),
        str(entry["short"]),
        str(entry["guidance"]).strip(),
        Phrases(headings),
        Phrases(unless),
        re.compile("|".join(f"(?:{cue})" for cue in cues)),
    )


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


_RUNS = re.compile(
    r"""
    ^[ \t]*[$>%]?[ \t]*(?:(?:sudo|uv\ run|poetry\ run|\w+=\S+)[ \t]+)*
    (?:c?og\ (?:predict|run|train|exec)\b | python3?\ (?!\S*train)\S+ | uv\ run | accelerate\ launch | torchrun
      | (?:nvidia-)?docker\ run | curl\b | replicate\ (?:run|predictions) | (?:ba)?sh\ \S+\.sh | \./\S+ | make\ \w
      | npm\ run | pnpm\ (?:run\ )?dev)
    | \breplicate\.(?:run|stream|predictions|use|async_run)\b
    | ^[ \t]*(?:from\ \S+\ )?import\ \w
    | \w\ =\ \w[\w.]*\(
    """,
    re.MULTILINE | re.VERBOSE,
)
"""What code looks like that runs something: for a reader, such a block says how the model is used."""


_BIBTEX = re.compile(r"@\w+\s*\{\s*[^\s,{}]+\s*,")


_URL = re.compile(r"https?://\S+")


_BY_NAMES = re.compile(r"\bby (?:[A-Z][\w.-]*,? ){3,}(?:and )?[A-Z]")


@per_part
def _running_text(part: Part) -> str:
    """The paragraphs of a part in lower case, one on a line, without addresses."""
    return "\n".join(_URL.sub(" ", paragraph.text.lower()) for paragraph in part.paragraphs)


def _in_running_text(parts: Iterable[Part], wanted: frozenset[str]) -> set[str]:
    """Which of these topics the running text or the code of some part covers. Most are covered by a heading: a part
    keeps its answer about those that are not."""
    found = set[str]()
    for part in parts:
        kept = part.memo.get(_in_running_text)
        if kept is None or kept[0] != wanted:
            kept = part.memo[_in_running_text] = wanted, {slug for slug in wanted if _covers(part, slug)}
        found |= kept[1]
    return found


def _covers(part: Part, slug: str) -> bool:
    return any(map(topics()[slug].cue.search, _running_text(part).split("\n"))) or _by_form(part, slug)


def _by_form(part: Part, slug: str) -> bool:
    if slug == "how-to-use":
        return any(_RUNS.search(code.content) for code in part.codes)
    if slug == "citations":
        cited = any(_BIBTEX.search(code.content) for code in part.codes)
        return cited or any(_BY_NAMES.search(paragraph.text) for paragraph in part.paragraphs)
    return False


def missing(card: ModelCard, settings: Settings) -> tuple[str, ...]:
    """The topics that a README should cover and does not, in their usual order; none where it is in another language
    than English, because there is no telling what its text says."""
    if not card.english:
        return ()
    wanted = settings.topics or TOPICS
    found = covered(card, settings.headings)
    return tuple(slug for slug in TOPICS if slug in wanted and slug not in found)


def covered(card: ModelCard, headings: Mapping[str, tuple[str, ...]] | None = None) -> frozenset[str]:
    """The topics that a README covers. `headings` are further wordings by topic, from the settings."""
    found = set[str]()
    for section in card.sections:
        found |= section.topics
    if card.lead is not None and _says_something(card.lead[0].text):
        found.add("what-it-does")
    for slug, wordings in (headings or {}).items():
        if slug not in found and wordings:
            phrases = Phrases(tuple(wordings))
            if any(phrases.found_in(plain_heading(h.text)) for h in card.headings):
                found.add(slug)
    return frozenset(found | _in_running_text(card.parts, frozenset(TOPICS) - found))


def _says_something(lead: str) -> bool:
    """Whether a lead paragraph is more than a label and an address."""
    words = _URL.sub(" ", lead).split()
    return len(words) >= 4 or (bool(words) and not lead.isascii())
