"""Sentences about an input, each with a ground: the declaration, or general knowledge that holds for every model with
such an input and of which every claim is known of this one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from cog_lsp.predictor.model import Input
from cog_lsp.prose.about import About
from cog_lsp.prose.contradictions import number, show
from cog_lsp.prose.data import load
from cog_lsp.prose.glossary import Entry, humanize, kind_of
from cog_lsp.prose.grounds import grounded, in_its_nouns
from cog_lsp.prose.judge import choices_of, shown
from cog_lsp.prose.lookup import entry_inside, entry_of, has_twin
from cog_lsp.prose.words import name_parts
from cog_lsp.regex import regex

MOST = 1_000_000
"""Defaults beyond this are limits of the machine, not of the model."""
LONGEST_NUMBER = 8
"""Signs of a default that can be recommended: 3.0250266148558606 is nothing that anybody would say."""
SIZE_WORD = regex(r"(?<!\d)\d{1,4}(?:\.\d{1,3})?[mb](?![a-z\d])|[a-z]+")
PARAMETERS = regex(r"\d+(?:\.\d+)?[mb]")
LINKS = regex(r"\b(?:upload|URL|link|address)", re.I)
SENTENCE = regex(r"(?<=[.!?])\s+(?=[A-Z\d])")


class Sentences(Struct, frozen=True):
    """What can be said about an input. Empty where nothing is certain."""

    what: str = ""
    """What it does."""
    general: str = ""
    """The same, as it holds for every input that holds such a thing."""
    brief: str = ""
    more: str = ""
    """What helps to fill the field in, behind a text that says what it is."""
    effect: str = ""
    """What lower and higher values do."""
    choices: str = ""
    """How the choices differ."""
    start: str = ""
    """That its default is a good value."""


def sentences(input: Input, about: About) -> Sentences:
    """Everything that can be said about an input without its author."""
    kind = kind_of(input)
    entry = entry_of(input, about)
    if entry is None:
        inside = entry_inside(input, about)
        effect = _grounded(effect_of(inside, input), input, about) if inside is not None else ""
        return Sentences(effect=effect, choices=about_choices(input, inside.choices if inside is not None else {}))
    what = _grounded(entry.what(kind, about), input, about) or _grounded(entry.instead, input, about)
    brief = _grounded(entry.brief, input, about) if what and entry.brief else first_sentence(what)
    effect = _grounded(effect_of(entry, input), input, about)
    is_told_apart = not has_twin(input.name, entry, about)
    return Sentences(
        what=what if is_told_apart else "",
        general=_grounded(entry.general, input, about) if is_told_apart else "",
        brief=brief if is_told_apart else "",
        more=_more(entry, what, input, about),
        effect=effect,
        choices=about_choices(input, entry.choices),
        start=about_start(input, entry) if effect else "",
    )


def _more(entry: Entry, what: str, input: Input, about: About) -> str:
    """What helps to fill the field in, whatever is said of it before."""
    further = entry.further(about)
    if further is not None and LINKS.search(further) and LINKS.search(input.description or ""):
        return ""
    return what.removeprefix(first_sentence(what)).strip() if further is None else _grounded(further, input, about)


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
    low, high = number(input, "ge"), number(input, "le")
    is_two_sided = low is not None and high is not None and low < 0 < high
    parts = [entry.two_sided if entry.two_sided and is_two_sided else entry.effect]
    if entry.extremes and (low, high) == (0, 1):
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


def about_choices(input: Input, own: Mapping[str, str]) -> str:
    """How the choices differ, where that is known of most of them: "webp makes small files; png keeps every detail".
    `own` are the clauses for choices of this input, by name."""
    choices = [text for choice in choices_of(input) if (text := shown(choice))]
    meanings = own or load("choices.toml")["means"]
    grouped: dict[str, list[str]] = {}
    for choice in choices:
        meaning = meanings.get(choice.lower().lstrip(".").replace(" ", "_"))
        if meaning is not None:
            grouped.setdefault(meaning, []).append(choice)
    count = sum(map(len, grouped.values()))
    if len(grouped) < 2 or count * 3 < len(choices) * 2:
        return _about_sizes(input.name, choices)
    return f"{'; '.join(_clause(names, meaning) for meaning, names in grouped.items())}."


def _about_sizes(name: str, choices: Sequence[str]) -> str:
    """What larger models do, where all choices name a size and not the same one."""
    sizes = load("choices.toml")["sizes"]
    words = [
        {word for word in SIZE_WORD.findall(choice.lower()) if PARAMETERS.fullmatch(word) or word in sizes["words"]}
        for choice in choices
    ]
    is_about_models = not set(sizes["names"]).isdisjoint(name_parts(name)) or "model" in name.lower()
    is_ladder = len(choices) > 1 and all(words) and len(set(map(frozenset, words))) > 1
    return str(sizes["says"]) if is_about_models and is_ladder else ""


def _clause(names: Sequence[str], meaning: str) -> str:
    """ "DDIM and PNDM are steady" from their names and "is steady". A name of several words is quoted."""
    names = [f"“{name}”" if " " in name else name for name in names]
    if len(names) == 1:
        return f"{names[0]} {meaning}"
    verb, _, rest = meaning.partition(" ")
    verb = load("choices.toml")["plural"].get(verb) or verb.removesuffix("s")
    return f"{', '.join(names[:-1])} and {names[-1]} {verb} {rest}"
