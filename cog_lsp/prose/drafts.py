"""Drafts of descriptions: at most three alternatives, each of which our own rules accept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from cog_lsp.identity import Same
from cog_lsp.predictor.model import Input
from cog_lsp.prose.compose import Sentences, first_sentence, marked_gap, sentences
from cog_lsp.prose.contradictions import contradictions
from cog_lsp.prose.facets import Facets, raw_words
from cog_lsp.prose.jargon import candidates, meaning
from cog_lsp.prose.judge import facets_of, has_bounds, is_terse, lacks_choices, lacks_effect
from cog_lsp.prose.phrases import find
from cog_lsp.prose.terms import spell
from cog_lsp.prose.words import tokens

Kind = Literal["complete", "short", "append"]
ADDED = frozenset(["effect", "choices", "range", "start", "omit"])
"""The facets that a sentence of its own can add."""
MOST = 3
"""So many alternatives are offered."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed description."""

    text: str
    kind: Kind
    complete: bool
    """False where the text holds a gap that only the author can fill."""


def drafts(input: Input, *, facets: Iterable[str] = ()) -> tuple[Draft, ...]:
    """Alternatives in a stable order: the complete one, a short one, and the author's text with what it lacks.

    `facets` are what is missing, by the names of `Facets`. The author's text gets those, where something can be said
    about them, and whatever else our own rules ask for.
    """
    return _drafts(Same(input), tuple(facets))


@lru_cache(maxsize=1024)
def _drafts(same: Same[Input], facets: tuple[str, ...]) -> tuple[Draft, ...]:
    drafting = _drafting(same)
    said = drafting.said
    added = tuple(detail for facet in facets if (detail := getattr(said, facet, "")) and facet in ADDED)
    found: dict[str, Draft] = {}
    for kind, text in drafting.whole(added):
        if text and text not in found and drafting.is_acceptable(text):
            found[text] = Draft(text, kind, True)
            if len(found) == MOST:
                break
    if found:
        return tuple(found.values())
    best = next(filter(drafting.is_acceptable, drafting.with_gap()), None)
    return () if best is None else (Draft(best, "complete", False),)


@lru_cache(maxsize=256)
def _drafting(same: Same[Input]) -> _Drafting:
    return _Drafting(same.record)


class _Drafting:
    """What can be written about one input. Each text is judged once, whatever is asked for."""

    def __init__(self, input: Input) -> None:
        self.input = input
        self._complete: set[str] = set()
        """Texts to which no rule would add anything."""

    @cached_property
    def said(self) -> Sentences:
        """What can be said without the author."""
        return sentences(self.input)

    @cached_property
    def written(self) -> str:
        """What the author wrote, on one line."""
        return " ".join((self.input.description or "").split())

    @cached_property
    def own(self) -> str:
        """The same as whole sentences; empty where it says nothing beyond the name."""
        text = self.written
        said = facets_of(self.input, text) if text else None
        if said is None or not publishable(text) or not said.english or (said.fresh < 1 and is_terse(said)):
            return ""
        return "" if contradictions(text, self.input) else sentence(text)

    @property
    def details(self) -> tuple[str, ...]:
        """The sentences that can follow the first one."""
        return self.said.effect, self.said.choices, self.said.range, self.said.start, self.said.omit

    def whole(self, added: Sequence[str]) -> Iterator[tuple[Kind, str]]:
        """The texts without a gap that could be offered, in the order of the drafts; empty ones are none. They are made
        as they are asked for. `added` are sentences that the author's text lacks."""
        own, known = self.own, self.said.known
        if own and not (known and self.says_little):
            yield "complete", self.kept
            if self.says_little:
                yield "complete", self.complete
        else:
            tail = self.said.what[len(first_sentence(self.said.what)) :].strip()
            if own and tail.startswith("Upload"):
                yield "complete", self._explained(join(own, tail, *self.details))
            yield "complete", self.complete
        if known or not own:
            yield "short", self.brief
        if own:
            yield "append", self._enough(self._followed(*added))
            if not known:
                yield "short", self.brief

    def with_gap(self) -> Iterator[str]:
        """The texts that only the author can finish, the best first."""
        gap = marked_gap(self.input)
        for text in (join(self.own, gap, *self.details), join(self.own, gap), gap):
            yield self._explained(text)

    @cached_property
    def own_says(self) -> Facets | None:
        """What the author's text says: read as it was written, which the rules did at the same keystroke."""
        return facets_of(self.input, self.written) if self.own else None

    @cached_property
    def says_little(self) -> bool:
        """Whether the author's text is so short that the glossary's replaces it."""
        return self.own_says is None or is_terse(self.own_says)

    @cached_property
    def complete(self) -> str:
        """Everything that can be said without the author."""
        said = self.said
        return "" if said.gap else self._explained(self._enough(join(said.what, *self.details)))

    @cached_property
    def brief(self) -> str:
        """The shortest text that our rules accept."""
        return "" if self.said.gap else self._explained(self._enough(self.said.brief))

    @cached_property
    def kept(self) -> str:
        """The author's text with everything that it does not say."""
        return self._explained(self._followed(*fresh_sentences(self.input, self.own_says, self.details)))

    def _followed(self, *details: str) -> str:
        """The author's text with more sentences. At each keystroke the text is a new one and they are the same: often
        they alone tell that nothing is left to add, which saves reading the whole."""
        text = join(self.own, *details)
        if self.own_says is not None and not self.own_says.terms and settles(join(*details)):
            self._complete.add(text)
        return text

    def _explained(self, text: str) -> str:
        return text if text in self._complete else explained(self.input, text)

    def _enough(self, base: str) -> str:
        """The base with as many sentences as the rules ask for, and no more."""
        said = self.said
        text = self._explained(base)
        for detail in (said.effect, said.choices, said.omit, said.range, said.start):
            if not self._is_wanting(text):
                break
            if detail and detail not in text:
                text = join(text, detail)
        if base == said.brief and text == said.brief and not self.is_acceptable(text):
            return said.what
        return text

    def _is_wanting(self, text: str) -> bool:
        """Whether a rule asks for more than the text says."""
        facets = None if text in self._complete else facets_of(self.input, text)
        return facets is not None and wanting(self.input, facets)

    def is_acceptable(self, text: str) -> bool:
        """Whether no rule reports the input with this description."""
        return (
            bool(text.strip())
            and publishable(text)
            and not self._is_wanting(text)
            and not contradictions(text, self.input)
        )


def sentence(text: str) -> str:
    """The text with a capital letter in front and a full stop behind."""
    text = text.strip()
    first = text.split(" ", 1)[0]
    if first.islower() and first.isalpha():
        text = text[0].upper() + text[1:]
    return text if text.rstrip(")")[-1:] in (".", "!", "?", "…") else text.rstrip(",;:") + "."


def fresh_sentences(input: Input, said: Facets | None, details: Iterable[str]) -> list[str]:
    """Those sentences that say what the author's text does not."""
    effect, choices, span, start, omit = details
    assert said is not None
    keep = []
    if not (said.effect or said.special or (said.plain and said.start)):
        keep.append(effect)
    if lacks_choices(said, input):
        keep.append(choices)
    if keep and keep[0] and not said.range:
        keep.append(span)
    if not said.start and not said.special:
        keep.append(start)
    if not said.omit and not said.special:
        keep.append(omit)
    return keep


def explained(input: Input, text: str) -> str:
    """The text with a sentence for each technical term in it."""
    facets = facets_of(input, text)
    if facets is None or not facets.terms:
        return text
    notes = []
    for term in (term for term in facets.terms if term.meaning):
        written = said_as(text[term.start : term.end], term.name)
        notes.append(f"{written[0].upper()}{written[1:]} means {term.meaning}.")
    return join(text, *dict.fromkeys(notes))


def said_as(written: str, name: str) -> str:
    """The term as the author spells it, in the singular, or in its usual capitals."""
    singular = written[:-1] if written.endswith("s") and meaning(written[:-1]) is not None else written
    return name if spell(singular) == spell(name) else singular


def join(*parts: str) -> str:
    """Sentences in a row."""
    return " ".join([part for part in parts if part])


def publishable(text: str) -> bool:
    """Whether Cog publishes the text as it is written: no backslash, no double quote."""
    return "\\" not in text and '"' not in text


def wanting(input: Input, facets: Facets) -> bool:
    """Whether a rule asks for more than the text says."""
    bounds = has_bounds(input) and lacks_effect(facets, input)
    return is_terse(facets) or bounds or lacks_choices(facets, input) or any(term.meaning for term in facets.terms)


@lru_cache(maxsize=1024)
def settles(text: str) -> bool:
    """Whether no rule asks for more once these sentences stand behind a text that leaves no term unexplained: they say
    what values do, and hold nothing that could be read as a term, as a condition or in another language."""
    words = tokens(text)
    found = find(words)
    foreign = any(word.word in raw_words("words") for word in words)
    effect = "effect" in found and "condition" not in found
    return effect and not foreign and text.isascii() and "`" not in text and not candidates(text, words, None)
