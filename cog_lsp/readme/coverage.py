"""Which topics a model card covers: by its headings, its running text and its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.topics import (
    TOPICS,
    Phrases,
    Topic,
    aside_of,
    cue_of,
    others_of,
    plain_heading,
    topics,
    topics_of_heading,
)
from cog_lsp.regex import regex

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Part


_RUNS = regex(
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


_BIBTEX = regex(r"@\w+\s*\{\s*[^\s,{}]+\s*,")


_URL = regex(r"https?://\S+")


_BY_NAMES = regex(r"\bby (?:[A-Z][\w.-]*,? ){3,}(?:and )?[A-Z]")


_FENCED_PROSE = regex(r"^(?![ \t]{0,40}-{1,2}\w)[^\n{}=<>|]{60,}[.]$", re.MULTILINE)
"""A line of a code block that is a sentence: some put their disclaimer in one."""


@per_part
def _running_text(part: Part) -> str:
    """The paragraphs of a part in lower case, one on a line, without addresses."""
    fenced = (line for code in part.codes if not code.language for line in _FENCED_PROSE.findall(code.content))
    texts = (*(paragraph.text for paragraph in part.paragraphs), *fenced)
    return "\n".join(_URL.sub(" ", text.lower()) for text in texts)


def _in_running_text(parts: Iterable[Part], wanted: frozenset[str]) -> set[str]:
    """Which of these topics the running text or the code of some part covers. A part keeps its answers, also where its
    text stands in several places."""
    topics = set[str]()
    aside, has_title = 0, False
    for part in parts:
        was_aside = aside
        for heading in part.headings:
            if not aside or heading.level <= aside:
                # A title may name the way of training that made the model.
                aside = heading.level if has_title and _is_aside(heading.text) else 0
            has_title = True
        # Most parts have one heading at most; of what holds several, nothing is left out.
        here = wanted - _OF_THE_MODEL if aside and (was_aside or len(part.headings) < 2) else wanted
        answers: dict[str, bool] = part.memo.setdefault(_in_running_text, {})
        for slug in here - topics:
            if slug not in answers:
                answers[slug] = _covers(part, slug)
            if answers[slug]:
                topics.add(slug)
    return topics


_OF_THE_MODEL = frozenset({"limitations", "use-cases"})
"""Topics that are about the finished model: not about how it is trained or installed."""
_ASIDE = regex(
    r"\b(?:train|training(?! data)|retrain\w*|install(?:ation|ing)?|setup|set up|environments?|dependenc(?:y|ies)"
    r"|change ?log|contribut\w+|data preparation|acknowledge?ments?|citations?"
    r"|related (?:work|projects?))\b"
)


@lru_cache(maxsize=4096)
def _is_aside(heading: str) -> bool:
    """Whether what stands below a heading is about work on the model, its repository or others."""
    return _ASIDE.search(plain_heading(heading)) is not None


def _covers(part: Part, slug: str) -> bool:
    topic = topics()[slug]
    paragraphs = _running_text(part).split("\n")
    return any(says(topic, text) or _begins_with(topic, text) for text in paragraphs) or _by_form(part, slug)


_SENTENCE = regex(r"(?<=[.!?])\s+")


def says(topic: Topic, paragraph: str) -> bool:
    """Whether a sentence of a paragraph says something on a topic about this model, and not about something else.

    What two sentences say together counts: a symptom, and what to do about it."""
    text = paragraph.lower()
    if aside_of(topic).match(text) is not None:
        return False
    others = others_of(topic)
    own = (sentence for sentence in _SENTENCE.split(text) if others.search(sentence) is None)
    return cue_of(topic).search("\n".join(own)) is not None


_RUN_IN = regex(r"([^\n:.]{3,40}):\s")
"""A heading that stands at the start of a paragraph."""
_RUN_IN_TOPICS = frozenset({"limitations", "intended-use", "use-cases", "troubleshooting"})


def _begins_with(topic: Topic, paragraph: str) -> bool:
    """Whether a paragraph begins with a bold heading: `**Limitations:** …`."""
    match = _RUN_IN.match(paragraph) if topic.slug in _RUN_IN_TOPICS else None
    return match is not None and match[1].count(" ") < 4 and topic.slug in topics_of_heading(match[1])


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
    there = covered(card, headings)
    return tuple(slug for slug in TOPICS if slug in wanted and slug not in there)


def covered(card: ModelCard, headings: Mapping[str, tuple[str, ...]] | None = None) -> frozenset[str]:
    """The topics that a README covers. `headings` are further wordings by topic, from the settings."""
    there = set[str]()
    for section in card.sections:
        if not section.topics <= there and not is_hollow(card.text[section.body.start : section.body.end]):
            there |= section.topics
    there |= _of_front_matter(card)
    if card.lead is not None and _says_something(card.lead[0].text):
        there.add("what-it-does")
    for slug, wordings in (headings or {}).items():
        if slug not in there and wordings:
            phrases = Phrases(tuple(wordings))
            if any(phrases.found_in(plain_heading(h.text)) for h in card.headings):
                there.add(slug)
    return frozenset(there | _in_running_text(card.parts, frozenset(TOPICS) - there))


_HOLLOW = regex(
    r"""
    \W*(?:more\ information\ needed|todo|tbd|tba|wip|coming\ soon|to\ be\ (?:added|written|done))\b[^\n]{0,80}
    | \W*users\ (?:\(both\ direct\ and\ downstream\)\ )?should\ be\ made\ aware\ of\ the\ risks[^\n]*
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_hollow(body: str) -> bool:
    """Whether a section holds template sentences and notes to the author alone. An empty one is not hollow: it may be
    all headings and code."""
    lines = [line for line in map(str.strip, body.splitlines()) if line and not line.startswith("#")]
    return bool(lines) and all(_HOLLOW.fullmatch(line) for line in lines)


_FRONT = regex(r"(?m)^(license|base_model|datasets)[ \t]*:[ \t]*(?:[^\s#]|\r?\n[ \t]*- )")
_IN_FRONT = {"license": "citations", "base_model": "model-details", "datasets": "model-details"}


def _of_front_matter(card: ModelCard) -> set[str]:
    """The topics that the settings at the top of a README tell."""
    if card.front_matter is None:
        return set()
    return {_IN_FRONT[match[1]] for match in _FRONT.finditer(card.text, card.front_matter.start, card.front_matter.end)}


_POINTER = regex(
    r"(?:run|try|use|see|view|test)\b(?: \w+)? (?:this|the|it|our)\b(?: model)?\b.{0,20}(?:replicate|here|demo)\W*",
    re.IGNORECASE,
)
"""A line that only says where to go."""


def _says_something(lead: str) -> bool:
    """Whether a lead paragraph is more than a label, an address or a placeholder."""
    words = _URL.sub(" ", lead).split()
    if _POINTER.fullmatch(" ".join(words)) is not None or is_hollow(lead):
        return False
    is_sentence = len(words) >= 2 and words[-1][-1] in ".!?"
    return len(words) >= 4 or is_sentence or (bool(words) and not lead.isascii())
