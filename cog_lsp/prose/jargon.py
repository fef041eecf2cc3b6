"""Technical terms: where they stand in a text, whether the text explains them, and what they mean in plain words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter

from msgspec import Struct

from cog_lsp.prose import terms
from cog_lsp.prose.about import NOTHING, About
from cog_lsp.prose.phrases import stems
from cog_lsp.prose.shapes import unknown_terms
from cog_lsp.prose.terms import Entry, spell
from cog_lsp.prose.words import Token, key
from cog_lsp.regex import regex

EXAMPLE = regex(r"\b(?:such as|e\.?\s?g\.?|like|for example|for instance|aka|a\.k\.a\.|i\.e\.)[^.;]*$", re.I)
"""A term in an example, or given as another name of what was said in plain words, asks nothing of the reader."""
GLOSS = regex(
    r"""\s*(?:['"`]\s*)?(?:\(\s*(?P<inner>[^)]{0,400})|(?:,\s+|(?<=\s))(?:which|i\.e\.|that\ is|meaning|means)\s
        |(?:,|:|(?<=\s)[-\u2013\u2014])\s+(?:an?|the)\s(?=\w+\s\w+))""",
    re.X | re.I,
)
"""What follows a term where the text explains it."""
SAYS = regex(
    r"['\"`]?(?:\s+(?:scale|strength|value|weight|parameter|setting))?\s+(?:is|says|sets|tells|controls|determines|decides|defines|adjusts)"
    r"\s+(?:how|what|which|whether)\s",
    re.I,
)
"""The same, said as what the term does: "CFG scale says how much …"."""
LIKELY = regex(r"\s+(?:percent|percentage|%|most|likeliest|highest)\b", re.I)
"""The same for "the top p percent most likely words"."""
NEAR = 60
"""So many characters before a term an example may open."""
SENTENCE = regex(r"[.!?](?=\s)|\n\s*\n")
MEANS = regex(r"['\"`]?\s{1,9}(?:means|stands\ for)\s", re.I)
"""What follows a term that the text defines."""
MOST = 100
"""Definitions of a text."""
WORD = regex(r"\b\w")


class Term(Struct, frozen=True):
    """A technical term in a text."""

    name: str
    """The usual spelling, as the data file has it; as it is written where no list has it."""
    start: int
    end: int
    meaning: str
    """A clause that completes "X is …"; empty where the sense is not certain."""
    known: bool = True
    """Whether a list has it. Else its shape says that it is no plain word."""


class Surroundings(Struct, frozen=True):
    """What a text is about: it decides what a word in it means."""

    about: About = NOTHING
    beside: frozenset[str] = frozenset()
    """The words of the input's name and choices, in lower case."""
    own: frozenset[str] = frozenset()
    """The choices themselves, in lower case: their names are no terms of the text."""


def meaning(term: str, own: Mapping[str, str] | None = None) -> str | None:
    """The plain meaning of a term in any spelling where it is the same for every model, completing "X is …"; own terms
    of the settings come first."""
    spelling = spell(term)
    for name, text in (own or {}).items():
        if spell(name) == spelling:
            return text or None
    entry = terms.known(term)
    return (entry.meaning(NOTHING, frozenset(spelling)) or None) if entry is not None else None


def find_terms(
    text: str,
    words: Sequence[Token],
    *,
    facets: Mapping[str, Collection[tuple[int, int]]] | None = None,
    own: Mapping[str, str] | None = None,
    where: Surroundings | None = None,
) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The terms that the text leaves unexplained, each once: those that always matter, and the light ones.

    `words` are the tokens of the text, `facets` the wordings found in it, by kind, as word numbers. `own` adds terms
    (with a meaning) or silences them (with an empty one).
    """
    where = where or Surroundings()
    silenced = {" ".join(spell(name)) for name, text_ in (own or {}).items() if not text_}
    by_weight: dict[bool, list[Term]] = {False: [], True: []}
    explained: set[str] = set()
    for term, entry, is_told in _told(text, words, own, where, facets or {}):
        if silenced and any(" ".join(spell(word)) in silenced for word in (text[term.start : term.end], term.name)):
            continue
        if _is_another_name(text, term) or _is_example(text, term):
            continue
        if is_told or is_explained(text, term):
            explained.add(term.name)
        else:
            by_weight[entry.light].append(term)
    places = sorted((term.start, term.end) for some in by_weight.values() for term in some)
    for place in unknown_terms(text, words, where.own, where.about.names | where.beside):
        shaped = Term(text[slice(*place)], *place, "", known=False)
        if terms.known(shaped.name) is None and not (
            _overlaps(shaped, places) or _is_example(text, shaped) or is_explained(text, shaped)
        ):
            by_weight[False].append(shaped)
            insort(places, (shaped.start, shaped.end))
    heavy, light = ({t.name: t for t in reversed(some)} for some in (by_weight[False], by_weight[True]))
    return tuple(
        tuple(sorted((t for t in some.values() if t.name not in explained), key=lambda t: t.start))
        for some in (heavy, light)
    )  # type: ignore[return-value]


def _overlaps(term: Term, places: Sequence[tuple[int, int]]) -> bool:
    behind = bisect_left(places, (term.end,))
    return behind > 0 and places[behind - 1][1] > term.start


def _told(
    text: str,
    words: Sequence[Token],
    own: Mapping[str, str] | None,
    where: Surroundings,
    facets: Mapping[str, Collection[tuple[int, int]]],
) -> Iterator[tuple[Term, Entry, bool]]:
    """The terms that have a technical sense here, and whether plain words tell the effect; with the nouns in a longer
    one that stay unknown although its effect is told ("LoRA rank. Higher ranks learn more.")."""
    beside: frozenset[str] | None = None
    places = {kind: sorted(words[start].start for start, _ in spans) for kind, spans in facets.items()}
    for term, entry in candidates(text, words, own):
        if beside is None:
            beside = where.beside | {word.word for word in words} | where.about.names
        if " ".join(text[term.start : term.end].casefold().split()) in where.own:
            continue
        if not entry.when.holds(where.about, beside) or not entry.unless.isdisjoint(beside):
            continue
        if "_" in text[term.start : term.end] and text[term.start : term.end] in where.about.inputs:
            continue
        is_told = _effect_told(text, term, entry, places)
        yield Term(term.name, term.start, term.end, entry.meaning(where.about, beside)), entry, is_told
        if is_told and not entry.thing:
            for part, thing in _within(text, words, term, own):
                yield Term(part.name, part.start, part.end, thing.meaning(where.about, beside)), thing, False


def _within(
    text: str, words: Sequence[Token], term: Term, own: Mapping[str, str] | None
) -> Iterator[tuple[Term, Entry]]:
    """The nouns that a longer term begins with."""
    inner = words[
        bisect_left(words, term.start, key=attrgetter("start")) : bisect_right(words, term.end, key=attrgetter("end"))
    ]
    for at in range(1, len(inner)):
        for part, thing in candidates(text, inner[:at], own):
            if thing.thing and not thing.light:
                yield part, thing
                return


def _effect_told(
    text: str,
    term: Term,
    entry: Entry,
    facets: Mapping[str, Sequence[int]],
) -> bool:
    """Whether wordings that explain such a term stand beside it: anywhere for a term of the first sentence, which says
    what the input is, else in its own sentence. `facets` are where the wordings start."""
    kinds = [kind for kind in entry.explained_by if kind in facets and not (kind == "effect" and "condition" in facets)]
    if not kinds:
        return False
    first, last = _sentence(text, term.start)
    if first == 0:
        return True
    return any(bisect_left(facets[kind], first) < bisect_left(facets[kind], last) for kind in kinds)


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends."""
    starts, ends = _stops(text)
    number = bisect_left(starts, at)
    return ends[number], starts[number] if number < len(starts) else len(text)


@lru_cache(maxsize=4)
def _stops(text: str) -> tuple[list[int], list[int]]:
    """Where the stops of sentences start and, after 0, where they end."""
    stops = [match.span() for match in SENTENCE.finditer(text)]
    return [start for start, _ in stops], [0, *(end for _, end in stops)]


def candidates(text: str, words: Sequence[Token], own: Mapping[str, str] | None) -> list[tuple[Term, Entry]]:
    """Every spelling of a term in the text, longest first at each place, those inside identifiers left out."""
    lower = [(w.word, w) for w in words if w.word[0].isalnum()]
    root = terms.with_own(own) if own else terms.trie()
    pairs: list[tuple[Term, Entry]] = []
    at = 0
    while at < len(lower):
        node, best, end = root, None, at
        for step in range(at, len(lower)):
            following = node.next.get(lower[step][0])
            if following is None or (step > at and not joined(text, lower[step - 1][1], lower[step][1])):
                break
            node = following
            entry = node.exact.get(text[lower[at][1].start : lower[step][1].end].removesuffix("s")) or node.folded
            if entry is not None:
                best, end = entry, step + 1
        if best is None:
            at += 1
            continue
        term = Term(best.name, lower[at][1].start, lower[end - 1][1].end, "")
        if not is_identifier(text, term):
            pairs.append((term, best))
        at = end
    return pairs


def joined(text: str, one: Token, two: Token) -> bool:
    """Whether two words stand in one phrase: nothing, a space, a hyphen or an underscore between them."""
    return text[one.end : two.start].strip(" \n\t\r") in {"", "-", "_", "\u2011", "\u2013"}


def is_identifier(text: str, term: Term) -> bool:
    """Whether the term is a part of a longer identifier or stands in backticks."""
    before, after = text[term.start - 1 : term.start], text[term.end : term.end + 1]
    return before == "_" or after == "_" or (before == "`" and text.find("`", term.end) >= 0)


def _is_example(text: str, term: Term) -> bool:
    """Whether the text only names it as an example, or as another name of what it said in plain words."""
    before = " ".join(text[max(0, term.start - 400) : term.start].split())[-NEAR:]
    return EXAMPLE.search(before) is not None


def _is_another_name(text: str, term: Term) -> bool:
    """Whether it stands alone in brackets behind plain words that say the same."""
    if text[term.start - 1 : term.start] != "(" or text[term.end : term.end + 1] != ")":
        return False
    return len(spell(text[max(0, term.start - 400) : term.start])) > 2


def is_explained(text: str, term: Term) -> bool:
    """Whether the text explains the term where it stands."""
    if SAYS.match(text, term.end) or (term.name in {"top-p", "top-k"} and LIKELY.match(text, term.end)):
        return True
    gloss = GLOSS.match(text, term.end)
    if gloss is None:
        return is_defined(text, term)
    inner = gloss.group("inner")
    if inner is None:
        return True
    words = spell(inner)
    if not words or key(words[0]) in stems("asides") or any(word[0].isdigit() for word in words):
        return False
    return len([word for word in words if len(word) > 1 and word not in terms.trie().next]) >= 2


def is_defined(text: str, term: Term) -> bool:
    """Whether a sentence of the text says what the term means."""
    defined = _defined(text)
    names = (text[term.start : term.end].lower(), term.name.lower()) if defined else ()
    return any(name in defined or f"{name}s" in defined for name in names)


@lru_cache(maxsize=4)
def _defined(text: str) -> frozenset[str]:
    """What stands in front of "means", from each of its last words on."""
    heads = (text[max(0, match.start() - NEAR) : match.start()].lower() for match in MEANS.finditer(text))
    return frozenset(head[word.start() :] for head in islice(heads, MOST) for word in WORD.finditer(head))
