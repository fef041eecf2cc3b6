"""Sentences about an input, each with a ground: the declaration, or general knowledge that holds for every model with
such an input and of which every claim is known of this one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cog_lsp.predictor.model import Input
from cog_lsp.prose.about import About
from cog_lsp.prose.contradictions import number, show
from cog_lsp.prose.data import load
from cog_lsp.prose.glossary import Entry, has_twin, humanize, kind_of, lookup
from cog_lsp.prose.grounds import grounded, in_its_nouns
from cog_lsp.prose.judge import choices_of, shown

MOST = 1_000_000
"""Defaults beyond this are limits of the machine, not of the model."""
LONGEST_NUMBER = 8
"""Signs of a default that can be recommended: 3.0250266148558606 is nothing that anybody would say."""
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\d])")


@dataclass(frozen=True, slots=True)
class Sentences:
    """What can be said about an input. Empty where nothing is certain."""

    what: str = ""
    """What it does."""
    brief: str = ""
    effect: str = ""
    """What lower and higher values do."""
    choices: str = ""
    """How the choices differ."""
    start: str = ""
    """That its default is a good value."""


def sentences(input: Input, about: About) -> Sentences:
    """Everything that can be said about an input without its author."""
    kind = kind_of(input)
    entry = lookup(input.name, kind, number(input, "default"), about)
    if entry is None or has_twin(input.name, entry, about):
        return Sentences(choices=about_choices(input))
    what = _grounded(entry.what(kind, about), input, about) or _grounded(entry.instead, input, about)
    effect = _grounded(effect_of(entry, input), input, about)
    return Sentences(
        what=what,
        brief=_grounded(entry.brief, input, about) if what and entry.brief else first_sentence(what),
        effect=effect,
        choices=about_choices(input),
        start=about_start(input, entry) if effect else "",
    )


def _grounded(text: str | None, input: Input, about: About) -> str:
    """The sentences of a text whose claims are all known of the model, in its own nouns. A text without its first one
    is none."""
    whole = SENTENCE.split(text) if text else []
    claims = [sentence for sentence in whole if grounded(sentence, about)]
    if not claims or claims[0] != whole[0]:
        return ""
    return in_its_nouns(" ".join(claims).replace("{name}", humanize(input.name)), about)


def effect_of(entry: Entry, input: Input) -> str:
    """The sentences about lower and higher values."""
    parts = [entry.effect]
    if entry.extremes and (number(input, "ge"), number(input, "le")) == (0, 1):
        parts.append(entry.extremes)
    if entry.zero and number(input, "default") == 0:
        parts.append(entry.zero)
    return " ".join(part for part in parts if part)


def first_sentence(text: str) -> str:
    """The text up to its first full stop."""
    return SENTENCE.split(text, maxsplit=1)[0]


def about_start(input: Input, entry: Entry) -> str:
    """The default as a recommendation, for settings whose values are a matter of taste."""
    default = number(input, "default")
    if default is None or not entry.start or abs(default) > MOST or default in (0, -1):
        return ""
    start = show(default)
    return f"{start} is a good start." if len(start) <= LONGEST_NUMBER else ""


def about_choices(input: Input) -> str:
    """How the choices differ, where that is known of most of them: "webp makes small files; png keeps every detail"."""
    choices = [text for choice in choices_of(input) if (text := shown(choice))]
    meanings = load("choices.toml")["means"]
    grouped: dict[str, list[str]] = {}
    for choice in choices:
        meaning = meanings.get(choice.lower().lstrip(".").replace(" ", "_"))
        if meaning is not None:
            grouped.setdefault(meaning, []).append(choice)
    count = sum(map(len, grouped.values()))
    if len(grouped) < 2 or count * 3 < len(choices) * 2:
        return ""
    return f"{'; '.join(_clause(names, meaning) for meaning, names in grouped.items())}."


def _clause(names: Sequence[str], meaning: str) -> str:
    """ "DDIM and PNDM are steady" from their names and "is steady"."""
    if len(names) == 1:
        return f"{names[0]} {meaning}"
    verb, _, rest = meaning.partition(" ")
    return f"{', '.join(names[:-1])} and {names[-1]} {load('choices.toml')['plural'].get(verb, verb)} {rest}"
