"""Verdicts on a description: too terse, bounds unexplained, choices unexplained. Rules and drafts share them, so that
no draft is offered that a rule would report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from cog_lsp.predictor.model import ABSENT, Input
from cog_lsp.prose.about import NOTHING, About
from cog_lsp.prose.contradictions import number
from cog_lsp.prose.facets import Facets, facets, surroundings
from cog_lsp.prose.jargon import Term, find_terms
from cog_lsp.prose.phrases import find, stems
from cog_lsp.prose.words import name_parts, tokens
from cog_lsp.regex import regex

SIZE = regex(r"v?\d+(?:[.,:x\u00d7/*-]\d+)*\s*[a-z%]{0,3}", re.I)
PLAIN_WORD = regex(r"(?!.*[^aeiouyAEIOUY\W]{4})(?=.*[aeiouy])(?:[A-Z]?[a-z]+|[A-Z]{6,})", re.ASCII)
LONG = 40
WORDS = regex(r"[\s_\-/,.()+&]+")


def facets_of(input: Input, description: str | None = None, about: About = NOTHING) -> Facets | None:
    """What the description of an input says, or another text in its place; None where the text cannot be known. `about`
    is what is known of its model."""
    text = input.description if description is None else description
    if text is None or not text.strip():
        return None
    return facets(
        text,
        name=input.name,
        type="" if input.type is None else input.type.name,
        choices=choices_of(input),
        about=about,
    )


def choices_of(input: Input) -> tuple[object, ...]:
    """The choices as Python means them; empty where there are none or they cannot be known."""
    value = input.meant("choices")
    return tuple(value) if isinstance(value, list | tuple) else ()


def is_terse(said: Facets) -> bool:
    """Whether the text says too little to tell what the input does or how to choose a value."""
    if not said.english:
        return said.length < 5
    if said.use or said.form or said.omit or said.effect or said.special or said.start:
        return False
    return not said.purpose


def has_bounds(input: Input) -> bool:
    """Whether `ge` or `le` is written."""
    return input.argument("ge") is not None or input.argument("le") is not None


def lacks_effect(said: Facets, input: Input) -> bool:
    """Whether the text, of an input that has bounds, leaves open what low and high values do."""
    if "seed" in name_parts(input.name):  # no seed is better than another, but a negative one is special
        return said.english and (number(input, "ge") or 0) < 0 and not (said.special or said.omit)
    if not said.english or said.effect or said.special or said.plain:
        return False
    return not (said.start or (said.range and (said.form or said.fresh > 1)))


def lacks_choices(said: Facets, input: Input) -> bool:
    """Whether the choices do not explain themselves and the text, which mentions none, does not either."""
    choices = choices_of(input)
    if not said.english or said.choices or said.effect or len(choices) < 2 or "language" in input.name.lower():
        return False
    return sum(not explains_itself(choice) for choice in choices) * 2 > len(choices)


def shown(choice: object) -> str:
    """A choice as it can stand in a description; empty where it cannot, as with whole sentences and quotes."""
    text = str(choice).strip()
    return "" if any(c in text for c in '"\\\n\r{}') or len(text) > LONG else text


@lru_cache(maxsize=4_000)
def explains_itself(choice: object) -> bool:
    """Whether a choice is a number, a size, a file type or made of plain words."""
    if not isinstance(choice, str):
        return True
    text = shown(choice)
    if not any(c.isalnum() for c in text) or SIZE.fullmatch(text) or "=" + text.lower() in stems("plain_codes"):
        return True
    parts = [part for part in WORDS.split(text) if part]
    if not all(part.isalpha() or part.isdigit() for part in parts):
        return False
    words = [part for part in parts if part.isalpha()]
    small = stems("small_words")
    longer = [word for word in words if "=" + word.lower() not in small]
    return bool(longer) and all(len(word) > 2 and PLAIN_WORD.fullmatch(word) for word in longer)


def terms_of(input: Input, own: Mapping[str, str], about: About = NOTHING) -> tuple[Term, ...]:
    """The technical terms that the description leaves unexplained, with the terms of the settings."""
    analysis = facets_of(input, about=about)
    text = input.description
    if analysis is None or text is None or not analysis.english:
        return ()
    if not own:
        return analysis.terms
    words = tokens(text)
    where = surroundings(input.name, tuple(map(str, choices_of(input))), about)
    heavy, light = find_terms(text, words, facets=find(words), own=own, where=where)
    return heavy if not is_terse(analysis) else tuple(sorted((*heavy, *light), key=lambda term: term.start))


def missing(input: Input, said: Facets) -> tuple[str, ...]:
    """What a reader looks for in vain, the most important first; never empty."""
    kind = "" if input.type is None else input.type.name
    first = "purpose"
    if choices_of(input):
        first = "choices"
    elif kind in {"int", "float"}:
        if not has_bounds(input) and input.meant("default") is ABSENT:
            first = "data"  # a measured number, such as a column of a table: no value is better than another
        else:
            first = "purpose" if said.plain or "seed" in name_parts(input.name) else "effect"
    elif kind in {"bool", "Path", "File", "str"}:
        first = {"bool": "switch", "Path": "file", "File": "file", "str": "text"}[kind]
    facets = [first]
    if has_bounds(input) and lacks_effect(said, input) and "effect" not in facets:
        facets.append("effect")
    if said.terms:
        facets.append("terms")
    return tuple(facets)
