"""Drafts of descriptions: at most three alternatives, each of which our own rules accept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cog_lsp.predictor.model import Input
from cog_lsp.prose.compose import Sentences, first_sentence, marked_gap, sentences
from cog_lsp.prose.contradictions import contradictions
from cog_lsp.prose.facets import Facets
from cog_lsp.prose.jargon import meaning, spell
from cog_lsp.prose.judge import facets_of, has_bounds, is_terse, lacks_choices, lacks_effect

Kind = Literal["complete", "short", "append"]
ADDED = frozenset(["effect", "choices", "range", "start", "omit"])
"""The facets that a sentence of its own can add."""


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
    said = sentences(input)
    own = authors_text(input)
    added = [detail for facet in facets if (detail := getattr(said, facet, "")) and facet in ADDED]
    found: dict[str, Draft] = {}
    for kind, text, whole in candidates(input, said, own, added):
        if text not in found and is_acceptable(input, text):
            found[text] = Draft(text, kind, whole)
    ready = [draft for draft in found.values() if draft.complete]
    return tuple(ready[:3]) or tuple(found.values())[:1]


def candidates(input: Input, said: Sentences, own: str, added: Sequence[str]) -> Iterator[tuple[Kind, str, bool]]:
    """All texts that could be offered, in the order of the drafts: kind, text, and whether it is whole."""
    details = [said.effect, said.choices, said.range, said.start, said.omit]
    whole = "" if said.gap else explained(input, enough(input, join(said.what, *details), said))
    brief = "" if said.gap else explained(input, enough(input, said.brief, said))
    kept = explained(input, join(own, *fresh_sentences(input, own, details))) if own else ""
    least = enough(input, join(own, *added), said) if own else ""
    first: list[tuple[Kind, str]] = [("complete", kept)]
    if not own or (said.known and says_little(input, own)):
        tail = said.what[len(first_sentence(said.what)) :].strip()
        first = [("complete", explained(input, join(own, tail, *details)) if own and tail.startswith("Upload") else "")]
        first.append(("complete", whole))
    elif says_little(input, own):
        first.append(("complete", whole))
    if said.known or not own:
        first.append(("short", brief))
    first.append(("append", least))
    if not said.known and own:
        first.append(("short", brief))
    for kind, text in first:
        if text:
            yield kind, text, True
    for text in (join(own, marked_gap(input), *details), join(own, marked_gap(input)), marked_gap(input)):
        yield "complete", explained(input, text), False


def says_little(input: Input, own: str) -> bool:
    """Whether the author's text is so short that the glossary's replaces it."""
    said = facets_of(input, own) if own else None
    return said is None or is_terse(said)


def authors_text(input: Input) -> str:
    """What the author wrote, as whole sentences; empty where it says nothing beyond the name."""
    text = " ".join((input.description or "").split())
    said = facets_of(input, text) if text else None
    if said is None or not publishable(text) or contradictions(text, input) or not said.english:
        return ""
    if said.fresh < 1 and is_terse(said):
        return ""
    return sentence(text)


def sentence(text: str) -> str:
    """The text with a capital letter in front and a full stop behind."""
    text = text.strip()
    first = text.split(" ", 1)[0]
    if first.islower() and first.isalpha():
        text = text[0].upper() + text[1:]
    return text if text.rstrip(")")[-1:] in (".", "!", "?", "…") else text.rstrip(",;:") + "."


def fresh_sentences(input: Input, own: str, details: Iterable[str]) -> list[str]:
    """Those sentences that say what the author's text does not."""
    said = facets_of(input, own)
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


def enough(input: Input, base: str, said: Sentences) -> str:
    """The base with as many sentences as the rules ask for, and no more."""
    text = explained(input, base)
    for detail in (said.effect, said.choices, said.omit, said.range, said.start):
        facets = facets_of(input, text)
        if facets is None or not wanting(input, facets):
            break
        if detail and detail not in text:
            text = join(text, detail)
    if base == said.brief and text == said.brief and not is_acceptable(input, text):
        return said.what
    return text


def explained(input: Input, text: str) -> str:
    """The text with a sentence for each technical term in it."""
    facets = facets_of(input, text)
    if facets is None or not facets.terms:
        return text
    notes = []
    for term in facets.terms:
        written = said_as(text[term.start : term.end], term.name)
        notes.append(f"{written[0].upper()}{written[1:]} means {term.meaning}.")
    return join(text, *dict.fromkeys(notes))


def said_as(written: str, name: str) -> str:
    """The term as the author spells it, in the singular, or in its usual capitals."""
    singular = written[:-1] if written.endswith("s") and meaning(written[:-1]) is not None else written
    return name if spell(singular) == spell(name) else singular


def join(*parts: str) -> str:
    """Sentences in a row."""
    return " ".join(part for part in parts if part)


def publishable(text: str) -> bool:
    """Whether Cog publishes the text as it is written: no backslash, no double quote."""
    return "\\" not in text and '"' not in text


def wanting(input: Input, facets: Facets) -> bool:
    """Whether a rule asks for more than the text says."""
    bounds = has_bounds(input) and lacks_effect(facets, input)
    return is_terse(facets) or bounds or lacks_choices(facets, input) or bool(facets.terms)


def is_acceptable(input: Input, text: str) -> bool:
    """Whether no rule reports an input with this description."""
    facets = facets_of(input, text)
    return facets is not None and publishable(text) and not wanting(input, facets) and not contradictions(text, input)
