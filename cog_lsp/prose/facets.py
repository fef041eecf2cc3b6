"""What a description says: judged by its wordings, compared with the name and the declaration of its input.

Word lists are data (`wordings.toml`); this module only counts. It runs on every keystroke in a description, so it
makes one pass over the words and asks nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from cog_lsp.predictor.cog.types import FILES
from cog_lsp.prose import phrases
from cog_lsp.prose.about import NOTHING, About
from cog_lsp.prose.data import load
from cog_lsp.prose.jargon import Surroundings, Term, find_terms
from cog_lsp.prose.words import Token, name_parts, name_words, stem, tokens
from cog_lsp.regex import regex

STOPS = frozenset([".", ";", "("])
"""What ends the clause that says what is counted."""
ENDS = regex(r"\(([-\u2212]?\d{1,9}(?:\.\d{1,9})?)\)")
"""What a value at one end does stands before it: "the loudness of the song (0) or a fixed one (1)"."""
SHORT = 3
"""So few new words do not tell what an input does."""


class Facets(Struct, frozen=True):
    """What a description says. Each flag is one thing that a reader may look for."""

    english: bool
    words: int
    """How many words the text has, signs and numbers left out."""
    length: int
    """How many characters it has."""
    fresh: int
    """How many different words say more than the name, the type and the words of grammar do."""
    purpose: bool
    """What the input does, beyond its name and type."""
    gist: bool
    """Announces what the input does ("how closely …", "controls the …")."""
    use: bool
    """How or when to use it, and what depends on it."""
    form: bool
    """Unit, notation, file formats or an example."""
    omit: bool
    """When it may be left out, and what happens then."""
    effect: bool
    """What lower, higher or different values do."""
    special: bool
    """What single values mean (0, -1, empty)."""
    range: bool
    """Where values lie."""
    start: bool
    """Where good results lie."""
    choices: bool
    """Names or explains at least one of the choices; also set where there are none."""
    plain: bool
    """A plain count or measure, which needs no effect explained."""
    terms: tuple[Term, ...]
    """Technical terms that the text does not explain, in the order of the text."""


def facets(
    description: str,
    *,
    name: str = "",
    type: str = "",
    choices: Sequence[object] | None = None,
    about: About = NOTHING,
) -> Facets:
    """What the description of an input says. `type` is the name of its type as `str(Type)` has it, `about` what is
    known of its model."""
    return analyse(description, name, type, tuple(map(str, choices)) if choices else (), about)


@lru_cache(maxsize=4_000)
def analyse(description: str, name: str, type: str, choices: tuple[str, ...], about: About) -> Facets:
    """The cached core of `facets`."""
    words = tokens(description)
    plain_words = [word for word in words if word.stem[0].isalpha()]
    wordings = phrases.find(words)
    heavy, light = find_terms(description, words, facets=wordings, where=surroundings(name, choices, about))
    stems = known_stems(name, type)
    fresh = new_words(plain_words, stems, name, (*heavy, *light))
    folded = fold(description) if choices else ""
    count = sum(choice in folded for choice in {fold(choice) for choice in choices} if choice)
    special = any(not counts_parts(words, first) for first, _ in wordings.get("special", ()))
    use = "use" in wordings or count > 1 or ("modal" in wordings and len(fresh) > 1)
    form = says_form(words, apart(words, wordings.get("form", ()), heavy), fresh, stems)
    purpose = says_purpose(words, fresh, "gist" in wordings, type)
    speaks = use or form or purpose or special or any(kind in wordings for kind in ("omit", "effect", "start"))
    return Facets(
        english=is_english(description, plain_words),
        words=len(plain_words),
        length=len(description.strip()),
        fresh=len(fresh),
        purpose=purpose,
        gist="gist" in wordings,
        use=use,
        form=form,
        omit="omit" in wordings,
        effect="effect" in wordings or len(set(ENDS.findall(description))) > 1,
        special=special,
        range="range" in wordings,
        start="start" in wordings,
        choices=not choices or count > 0,
        plain=only_counts(words, wordings.get("gist", ())) and is_plain(words, name),
        terms=heavy if speaks or not light else tuple(sorted((*heavy, *light), key=lambda term: term.start)),
    )


@lru_cache(maxsize=2_000)
def surroundings(name: str, choices: tuple[str, ...], about: About) -> Surroundings:
    """What decides the sense of a word in the description of such an input."""
    own = frozenset(fold(choice) for choice in choices)
    beside = {name.lower(), *name_parts(name), *(part for choice in own for part in (choice, *choice.split()))}
    return Surroundings(about, frozenset(beside), own)


def fold(text: str) -> str:
    """The text in one case and on one line."""
    return " ".join(text.casefold().split())


@lru_cache(maxsize=2_000)
def known_stems(name: str, type: str) -> frozenset[str]:
    """The stems that the name and the type account for."""
    return frozenset(stem(part) for part in (*name_parts(name), *name_words(name), type))


def new_words(words: Sequence[Token], stems: frozenset[str], name: str, terms: Sequence[Term]) -> set[str]:
    """The stems that the name, the type, technical terms and grammar do not account for."""
    squashed = "".join(name_parts(name))
    grammar, generic = phrases.stems("stop"), phrases.stems("generic")
    return {
        word.stem
        for word in words
        if not (word.stem in grammar or word.stem in generic or word.stem in stems)
        and len(word.stem) > 1
        and not (len(word.word) > 2 and word.word in squashed)
        and not any(term.start <= word.start < term.end for term in terms)
    }


def says_purpose(words: Sequence[Token], fresh: set[str], gist: bool, type: str) -> bool:
    """Whether enough new words tell what the input does; a switch and "… to transcribe" need fewer."""
    if type == "Secret":
        return len([word for word in words if word.word[0].isalpha() and word.stem not in phrases.stems("grades")]) > 2
    needed = SHORT - 1 if gist or type == "bool" else SHORT
    if len(fresh) >= needed:
        return True
    if len(fresh) >= SHORT - 1 and (starts_with_verb(words) or aims(words, fresh)):
        return True
    if (type in FILES and shows(words, fresh)) or (type == "bool" and tells_what_happens(words, fresh)):
        return True
    return any(one.word in {"to", "be"} and two.stem in fresh for one, two in pairwise(words)) or makes(words, fresh)


def makes(words: Sequence[Token], fresh: set[str]) -> bool:
    """Whether it says what is made of a thing ("Photos to generate an avatar from")."""
    return any(
        one.word == "to"
        and two.stem in phrases.stems("makes")
        and any(word.stem in fresh for word in words[at : at + 3])
        for at, (one, two) in enumerate(pairwise(words), 2)
    )


def starts_with_verb(words: Sequence[Token]) -> bool:
    """Whether the text begins with what happens to a thing ("Remove the sky from this photo")."""
    return bool(words) and words[0].stem in phrases.stems("actions")


def tells_what_happens(words: Sequence[Token], fresh: set[str]) -> bool:
    """Whether the text of a switch begins with a word of its own and goes on ("Preserve the colors of the picture")."""
    return len(words) > SHORT and words[0].stem in fresh


def aims(words: Sequence[Token], fresh: set[str]) -> bool:
    """Whether it says what something is for ("for grouping results")."""
    return any(one.word == "for" and two.word.endswith("ing") and two.stem in fresh for one, two in pairwise(words))


def shows(words: Sequence[Token], fresh: set[str]) -> bool:
    """Whether it says what a file holds ("Photo of your room")."""
    return any(
        word.word == "of" and any(content.stem in fresh for content in words[at : at + 2])
        for at, word in enumerate(words, 1)
    )


def says_form(
    words: Sequence[Token], places: Sequence[tuple[int, int]], fresh: set[str], stems: frozenset[str]
) -> bool:
    """Whether wordings of form say more than the name, and the text more than "JSON input"."""
    telling = [place for place in places if not repeats(words, place, stems)]
    formal = {word.stem for first, last in telling for word in words[first:last]}
    return bool(telling) and (len(words) > SHORT or not formal <= phrases.stems("carriers") or bool(fresh - formal))


def apart(
    words: Sequence[Token], places: Sequence[tuple[int, int]], terms: Sequence[Term]
) -> Sequence[tuple[int, int]]:
    """The wordings that are no part of a technical term ("Structured Latent")."""
    return [
        (first, last)
        for first, last in places
        if not any(term.start <= words[first].start and words[last - 1].start < term.end for term in terms)
    ]


def only_counts(words: Sequence[Token], places: Sequence[tuple[int, int]]) -> bool:
    """Whether a text announces nothing but a count ("How many pixels to add")."""
    return all([word.word for word in words[first:last]] == ["how", "many"] for first, last in places)


def counts_parts(words: Sequence[Token], at: int) -> bool:
    """Whether a number only counts stages ("Stage 1: Coarse shape")."""
    return at > 0 and words[at].stem == "#" and words[at - 1].stem in phrases.stems("parts")


def repeats(words: Sequence[Token], place: tuple[int, int], stems: frozenset[str]) -> bool:
    """Whether a wording is only a part of the name ("Save npz file" for `save_npz`)."""
    return all(word.stem in stems for word in words[place[0] : place[1]])


def is_english(description: str, words: Sequence[Token]) -> bool:
    """Whether the wordings of this module apply to the text."""
    if not description.isascii():
        letters = [c for c in description if c.isalpha()]
        if sum(c > "\u024f" for c in letters) > len(letters) * 0.3:
            return False
    foreign, english = raw_words("words"), raw_words("english")
    strange = sum(w.word in foreign and w.word not in english for w in words)
    if strange and not any(w.word in english for w in words) and any(w.word in raw_words("only") for w in words):
        return False  # as short as "Anzahl der Schritte"
    return strange < 2 or strange <= sum(w.word in english for w in words)


@lru_cache(maxsize=4)
def raw_words(name: str) -> frozenset[str]:
    """A word list of the section `foreign`, as it is written."""
    return frozenset(load("wordings.toml")["foreign"][name])


def is_plain(words: Sequence[Token], name: str) -> bool:
    """Whether the text is about a count or a measure of a thing that everybody knows."""
    parts = [stem(part) for part in name_words(name)]
    end = next((at for at, word in enumerate(words) if at and word.stem in STOPS), len(words))
    opening = [word for word in words[:end] if word.stem[0].isalpha()]
    dials, measures = phrases.stems("dials"), phrases.stems("measure")
    if any(word.stem in dials or "=" + word.word in dials for word in opening) or not dials.isdisjoint(parts):
        return False
    stems = [word.stem for word in opening]
    return not measures.isdisjoint((*stems[:4], *parts)) or holds(stems, phrases.phrases("measure"))


def holds(stems: Sequence[str], wanted: Sequence[tuple[str, ...]]) -> bool:
    """Whether one of the wordings stands in the text."""
    return any(
        tuple(stems[at : at + len(phrase)]) == phrase for phrase in wanted for at in range(len(stems) - len(phrase) + 1)
    )
