"""Drafts of descriptions: lists of sentences that each have a ground. The author's words stay; where nothing is certain
there is an outline that only the author can fill in, and no draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Literal

from msgspec import Struct

from cog_lsp.identity import Same
from cog_lsp.predictor.model import Input
from cog_lsp.predictor.values.written import string
from cog_lsp.prose.about import NOTHING, About
from cog_lsp.prose.compose import Sentences, sentences
from cog_lsp.prose.contradictions import contradictions
from cog_lsp.prose.facets import Facets
from cog_lsp.prose.glossary import humanize
from cog_lsp.prose.glosses import glossed
from cog_lsp.prose.judge import facets_of, has_bounds, is_terse, lacks_choices, lacks_effect
from cog_lsp.prose.keeping import has_fact, keeps, only_restates, says_as_much
from cog_lsp.prose.placeholders import is_empty, placeholder

Kind = Literal["complete", "short", "append", "outline"]
MOST = 3
"""So many alternatives are offered."""
FEW = 3
"""A text of so many words has none to lose to one that fits every such input."""
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


class Draft(Struct, frozen=True):
    """A proposed description."""

    text: str
    kind: Kind

    @property
    def complete(self) -> bool:
        """False for an outline, which only the author can finish."""
        return self.kind != "outline"


def drafts(
    input: Input,
    *,
    facets: Iterable[str] = (),
    about: About = NOTHING,
    facts: Sequence[str] = (),
    is_doubled: bool = False,
) -> tuple[Draft, ...]:
    """Alternatives in a stable order: the complete one, a short one, the author's text with just what it lacks; an
    outline where nothing can be said. None for a text in another language.

    `facets` are what is missing, by the names of `Facets`; `about` is what is known of the model, and `facts` what its
    code does with the input, in sentences that the text does not say yet. Where another input has the very same text
    (`is_doubled`), only the author can tell the two apart.
    """
    return _drafts(Same(input), tuple(facets), about, tuple(facts), is_doubled)


@lru_cache(maxsize=1024)
def _drafts(
    same: Same[Input], facets: tuple[str, ...], about: About, facts: tuple[str, ...], is_doubled: bool
) -> tuple[Draft, ...]:
    """The drafts for one input, kept by what they are made from: whole ones, else an outline."""
    drafting = _Drafting(same.record, about, facts, is_doubled)
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

    def __init__(self, input: Input, about: About, facts: Sequence[str], is_doubled: bool) -> None:
        self.input = input
        self.is_doubled = is_doubled
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
        return foreign or self._is_of_another or placeholder(text) is not None or bool(contradictions(text, self.input))

    @property
    def _is_of_another(self) -> bool:
        """Whether a text that says too little is probably meant for another input, which it names."""
        is_poor = self.facets is not None and is_terse(self.facets)
        first = self.written.split(" ", 1)[0]
        return is_poor and "_" in first and first != self.input.name and first in self.about.inputs

    @cached_property
    def own(self) -> str:
        """The author's text as whole sentences, without a beginning of which every word restates the name or type and
        that can be said better."""
        if self.facets is None:
            return ""
        first, _, rest = self.written.partition(". ")
        if rest and self.said.what and self._only_restates(first):
            return sentence(rest)
        can_be_said = self.said.what or not (self.said.effect or self.said.more)
        is_replaced = can_be_said and (self._only_restates(self.written) or self._is_said_better)
        return "" if is_replaced else sentence(self.written)

    @property
    def _is_said_better(self) -> bool:
        """Whether a text that says too little is contained in what can be said."""
        facets, better = self.facets, join(self.said.what, self.said.effect)
        is_poor = facets is not None and is_terse(facets) and not has_fact(self.written)
        return is_poor and bool(self.said.what) and says_as_much(self.written, better, self.input.name)

    def _only_restates(self, text: str) -> bool:
        """Whether every word restates the name or type; the name itself says no more with an underscore."""
        text = text.replace(self.input.name, humanize(self.input.name))
        facets = self._read(text)
        return facets is not None and only_restates(text, facets)

    def whole(self) -> Iterator[tuple[Kind, str]]:
        """The texts that could be offered, the best first; empty ones are none."""
        if self.own and self.facets is not None:
            if not self.is_doubled:
                yield from self._extended(self.facets)
            return
        texts = self.said
        is_bare = len(self.written.split()) <= FEW
        what = texts.what or (texts.general if is_bare else "")
        if what:
            yield "complete", self._fitted(what, texts.effect, texts.choices, texts.start, *self.facts)
            yield "short", self._enough(texts.brief)

    def _extended(self, facets: Facets) -> Iterator[tuple[Kind, str]]:
        """The author's text with what it lacks."""
        texts = self.said
        is_begun_anew = sentence(self.written) != self.own
        is_telling = facets.effect or (facets.special and not is_begun_anew) or (facets.plain and facets.start)
        explains = facets.terms and len(self._left(self.own, texts.effect)) < len(facets.terms)
        effect = texts.effect if explains or not is_telling else ""
        choices = texts.choices if lacks_choices(facets, self.input) else ""
        start = texts.start if effect and not facets.start and not facets.special else ""
        base = self._glossed(self.own, effect)
        if is_begun_anew:
            base, effect = join(texts.what, effect, base), ""
        facets_then = self._read(join(base, effect, choices))
        more = texts.more if facets_then is None or is_terse(facets_then) else ""
        yield "complete", self._fitted(base, more, effect, choices, start, *self.facts)
        yield "append", self._enough(base)

    def outline(self, facets: Iterable[str]) -> Iterator[Draft]:
        """What the author has to say, with the author's own words in front."""
        gaps = dict.fromkeys(GAPS[facet] for facet in facets if facet in GAPS) or {GAPS["purpose"]: None}
        text = join(sentence(self.written) if self.written else "", *self.facts, *gaps)
        if string(text) is not None:
            yield Draft(text, "outline")

    def _glossed(self, text: str, effect: str) -> str:
        """The text with the terms explained that no sentence about their effect behind it will explain."""
        facets = self._read(text)
        if facets is None or not facets.terms:
            return text
        left = self._left(text, effect)
        return glossed(text, [term for term in facets.terms if term.start in left])

    def _left(self, text: str, effect: str) -> set[int]:
        """Where the terms of a text stand that a sentence about the effect behind it does not explain."""
        facets = self._read(join(text, effect))
        return {term.start for term in facets.terms} if facets is not None else set()

    def _enough(self, base: str) -> str:
        """The base with as many sentences as the rules ask for, and no more."""
        text = base
        for detail in (self.said.effect, self.said.choices, self.said.more):
            facets = self._read(text) if text else None
            if facets is None or not self._is_wanting(facets):
                break
            if detail and detail not in text:
                text = join(text, detail)
        return text

    def _fitted(self, base: str, *details: str) -> str:
        """The base with the details for which there is room."""
        text = base
        for detail in details:
            if detail and detail not in text and len(join(text, detail)) <= self._room:
                text = join(text, detail)
        return text

    @property
    def _room(self) -> int:
        """So long may the text be: a long one of the author's needs room for what it lacks."""
        return LONGEST if len(self.written) <= LONGEST else len(self.written) + LONGEST // 2

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
            and len(text) <= self._room
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
