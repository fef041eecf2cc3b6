"""Which topics a model card covers: by its headings, its running text and its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.topics import TOPICS, Phrases, plain_heading, topics

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Part


_RUNS = re.compile(
    r"""
    ^[ \t]*(?:[$>%][ \t]*)?(?:(?:sudo|uv\ run|poetry\ run|\w+=\S+)[ \t]+)*
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


def missing(
    card: ModelCard, wanted: Iterable[str] = TOPICS, headings: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[str, ...]:
    """The `wanted` topics that a README does not cover, in their usual order; none where it is in another language than
    English, because there is no telling what its text says. `headings` are further wordings by topic."""
    if not card.english:
        return ()
    found = covered(card, headings)
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
