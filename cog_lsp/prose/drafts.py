"""Drafts of descriptions: lists of sentences that each have a ground. The author's words stay; where nothing is certain
there is an outline that only the author can fill in, and no draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from cog_lsp.identity import Same
from cog_lsp.predictor.model import Input
from cog_lsp.predictor.values.written import string
from cog_lsp.prose.about import NOTHING, About
from cog_lsp.prose.compose import Sentences, sentences
from cog_lsp.prose.contradictions import contradictions
from cog_lsp.prose.facets import Facets
from cog_lsp.prose.glosses import glossed
from cog_lsp.prose.judge import facets_of, has_bounds, is_terse, lacks_choices, lacks_effect
from cog_lsp.prose.keeping import keeps, only_restates
from cog_lsp.prose.placeholders import is_empty, placeholder

Kind = Literal["complete", "short", "append", "outline"]
MOST = 3
"""So many alternatives are offered."""
LONGEST = 300
"""So long may a text become, unless its author's own was longer."""
GAPS = {
    "purpose": "[What it does.]",
    "switch": "[What changes when it is on.]",
    "file": "[What the file is for, and what it should hold.]",
    "text": "[What to write, with an example.]",
    "data": "[What this number is, and its unit.]",
    "effect": "[What lower and higher values do.]",
    "choices": "[How the choices differ.]",
    "terms": "[What the technical terms are, in plain words.]",
}
"""What an outline asks the author for, by the facet that is missing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed description."""

    text: str
    kind: Kind

    @property
    def complete(self) -> bool:
        """False for an outline, which only the author can finish."""
        return self.kind != "outline"


def drafts(
    input: Input, *, facets: Iterable[str] = (), about: About = NOTHING, facts: Sequence[str] = ()
) -> tuple[Draft, ...]:
    """Alternatives in a stable order: the complete one, a short one, the author's text with just what it lacks; an
    outline where nothing can be said. None for a text in another language.

    `facets` are what is missing, by the names of `Facets`; `about` is what is known of the model, and `facts` what its
    code does with the input, in sentences that the text does not say yet.
    """
    return _drafts(Same(input), tuple(facets), about, tuple(facts))


@lru_cache(maxsize=1024)
def _drafts(same: Same[Input], facets: tuple[str, ...], about: About, facts: tuple[str, ...]) -> tuple[Draft, ...]:
    """The drafts for one input, kept by what they are made from: whole ones, else an outline."""
    drafting = _Drafting(same.record, about, facts)
    if drafting.is_left_alone:
        return ()
    by_text: dict[str, Draft] = {}
    for kind, text in drafting.whole():
        if text and text not in by_text and drafting.is_acceptable(text):
            by_text[text] = Draft(text, kind)
            if len(by_text) == MOST:
                break
    return tuple(by_text.values()) or tuple(drafting.outline(facets))


class _Drafting:
    """What can be written about one input."""

    def __init__(self, input: Input, about: About, facts: Sequence[str]) -> None:
        self.input = input
        self.about = about
        self.facts = [fact for fact in facts if string(fact) is not None]

    @cached_property
    def said(self) -> Sentences:
        """What can be said without the author."""
        return sentences(self.input, self.about)

    @cached_property
    def written(self) -> str:
        """What the author wrote, on one line; empty where it is nothing but a placeholder."""
        text = " ".join((self.input.description or "").split())
        return "" if is_empty(text) else text

    @cached_property
    def facets(self) -> Facets | None:
        """What the author's text says; None where there is none."""
        return self._read(self.written) if self.written else None

    @property
    def is_left_alone(self) -> bool:
        """Whether only the author can go on: in another language, at a place marked to be filled in, or where the text
        and the code say different things."""
        text = self.written
        foreign = self.facets is not None and not self.facets.english
        return foreign or placeholder(text) is not None or bool(contradictions(text, self.input))

    @cached_property
    def own(self) -> str:
        """The author's text as whole sentences; empty where every word of it restates the name or type."""
        if self.facets is None or only_restates(self.written, self.facets):
            return ""
        return sentence(self.written)

    def whole(self) -> Iterator[tuple[Kind, str]]:
        """The texts that could be offered, the best first; empty ones are none."""
        texts = self.said
        if not self.own:
            if texts.what:
                yield "complete", self._fitted(texts.what, texts.effect, texts.choices, texts.start, *self.facts)
                yield "short", self._enough(texts.brief)
            return
        facets = self.facets
        assert facets is not None
        lacking = []
        if not (facets.effect or facets.special or (facets.plain and facets.start)):
            lacking.append(texts.effect)
        if lacks_choices(facets, self.input):
            lacking.append(texts.choices)
        if not facets.start and not facets.special and lacking[:1] != [""] and texts.effect in lacking:
            lacking.append(texts.start)
        base = self._glossed(self.own, bool(texts.effect and texts.effect in lacking))
        yield "complete", self._fitted(base, *lacking, *self.facts)
        yield "append", self._enough(base)

    def outline(self, facets: Iterable[str]) -> Iterator[Draft]:
        """What the author has to say, with the author's own words in front."""
        gaps = dict.fromkeys(GAPS[facet] for facet in facets if facet in GAPS) or {GAPS["purpose"]: None}
        text = join(sentence(self.written) if self.written else "", *self.facts, *gaps)
        if string(text) is not None:
            yield Draft(text, "outline")

    def _glossed(self, text: str, effect_follows: bool) -> str:
        """The text with the terms explained that no sentence about their effect will explain."""
        facets = self._read(text)
        if facets is None or not facets.terms:
            return text
        after = self._read(join(text, self.said.effect)) if effect_follows else facets
        left = {term.start for term in after.terms} if after is not None else set()
        return glossed(text, [term for term in facets.terms if term.start in left])

    def _enough(self, base: str) -> str:
        """The base with as many sentences as the rules ask for, and no more."""
        text = base
        for detail in (self.said.effect, self.said.choices):
            facets = self._read(text) if text else None
            if facets is None or not self._is_wanting(facets):
                break
            if detail and detail not in text:
                text = join(text, detail)
        return text

    def _fitted(self, base: str, *details: str) -> str:
        """The base with the details for which there is room."""
        text = base
        room = max(LONGEST, len(self.written))
        for detail in details:
            if detail and detail not in text and len(join(text, detail)) <= room:
                text = join(text, detail)
        return text

    def _read(self, text: str) -> Facets | None:
        return facets_of(self.input, text, self.about)

    def _is_wanting(self, facets: Facets) -> bool:
        """Whether a rule asks for more than a new text says."""
        bounds = has_bounds(self.input) and lacks_effect(facets, self.input)
        return is_terse(facets) or bounds or lacks_choices(facets, self.input)

    def is_acceptable(self, text: str) -> bool:
        """Whether the text can be published as it is, keeps what the author wrote, and leaves nothing that a rule would
        report, but for terms whose sense is not certain."""
        facets = self._read(text)
        before = self.facets
        return (
            facets is not None
            and text not in (self.written, sentence(self.written) if self.written else "")
            and len(text) <= max(LONGEST, len(self.written))
            and string(text) is not None
            and not self._is_wanting(facets)
            and (not facets.terms or (before is not None and len(facets.terms) < len(before.terms)) or self._mended)
            and keeps(self.written, text, replaced=not self.own)
            and not contradictions(text, self.input)
        )

    @property
    def _mended(self) -> bool:
        """Whether the author's text lacks more than the sense of a term, so that a draft helps without it."""
        return self.facets is not None and bool(self.own) and self._is_wanting(self.facets)


def sentence(text: str) -> str:
    """The text with a capital letter in front and a full stop behind."""
    text = text.strip()
    first = text.split(" ", 1)[0]
    if first.islower() and first.isalpha():
        text = text[0].upper() + text[1:]
    return text if text.rstrip(")'\"\u2019\u201d")[-1:] in (".", "!", "?", "…") else text.rstrip(",;:") + "."


def join(*parts: str) -> str:
    """Sentences in a row."""
    return " ".join([part for part in parts if part])
