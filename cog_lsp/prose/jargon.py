"""Technical terms: where they stand in a text, whether the text explains them, and what they mean in plain words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cog_lsp.prose.data import load
from cog_lsp.prose.phrases import stems
from cog_lsp.prose.words import TOKEN, Token, key

EXAMPLE = re.compile(
    r"(?:such as|e\.?\s?g\.?|like|for example|for instance|including|aka|a\.k\.a\.|i\.e\.)[^.;]*$", re.I
)
"""A term in an example, or given as another name of what was said in plain words, asks nothing of the reader."""
GLOSS = re.compile(
    r"""\s*['"`]?\s*(?:\(\s*(?P<inner>[^)]*)|,?\s+(?:which|i\.e\.|that\ is|meaning|means)\s
        |(?:,|:|\s[-\u2013\u2014])\s+(?:an?|the)\s(?=\w+\s\w+))""",
    re.X | re.I,
)
"""What follows a term where the text explains it."""
NEAR = 60
"""So many characters before a term an example may open."""
NETWORKS = ("model", "network", "checkpoint", "backbone", "encoder")
CODE_NAME = re.compile(rf"\b(?=\w*\d)(?=\w*[A-Z])[A-Za-z]\w{{3,}}(?= (?:{'|'.join(NETWORKS)})\b)")
"""The name of a network, as in "Use ViTB32 model"."""
CODE_MEANING = "the name of a network"


@dataclass(frozen=True, slots=True)
class Term:
    """A technical term in a text."""

    name: str
    """The usual spelling, as the data file has it."""
    start: int
    end: int
    meaning: str
    """A clause that completes "X is …"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the data file."""

    name: str
    meaning: str
    explained_by: frozenset[str]
    light: bool
    unless: frozenset[str] = frozenset()
    """Words beside which the term has its everyday meaning."""


class Node:
    """A step of the trie over the words of all spellings."""

    __slots__ = ("exact", "folded", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.folded: Entry | None = None
        self.exact: dict[str, Entry] = {}


def spell(text: str) -> list[str]:
    """The words of a spelling, in lower case; hyphens and underscores fall away."""
    return [w.lower() for m in TOKEN.finditer(text.replace("_", " ")) if (w := m.group())[0].isalnum()]


@cache
def entries() -> Mapping[str, Entry]:
    """All terms by their usual spelling."""
    found: dict[str, Entry] = {}
    for kind, terms in load("jargon.toml").items():
        for name, term in terms.items():
            explained = frozenset(term.get("by", ["effect", "closely"] if kind == "control" else []))
            light, unless = term.get("light", kind == "light"), frozenset(term.get("unless", []))
            found[name] = Entry(name, term["means"], explained, light, unless)
    return found


@cache
def trie() -> Node:
    """All spellings of all terms."""
    root = Node()
    for terms in load("jargon.toml").values():
        for name, term in terms.items():
            entry = entries()[name]
            for spelling in [*([] if term.get("only") else [name]), *term["also"]]:
                plant(root, spelling, entry)
    return root


def plant(root: Node, spelling: str, entry: Entry) -> None:
    """Add one spelling and its plural."""
    exact, spelling = spelling.startswith("="), spelling.removeprefix("=")
    words = spell(spelling)
    for last in (words[-1], words[-1] + "s"):
        node = root
        for word in (*words[:-1], last):
            node = node.next.setdefault(word, Node())
        if exact:
            node.exact[spelling] = entry
        elif node.folded is None:
            node.folded = entry


def meaning(term: str, own: Mapping[str, str] | None = None) -> str | None:
    """The plain meaning of a term in any spelling, completing "X is …"; own terms of the settings come first."""
    wanted = spell(term)
    for name, text in (own or {}).items():
        if spell(name) == wanted:
            return text or None
    node = trie()
    for word in wanted:
        if word not in node.next:
            return None
        node = node.next[word]
    if node.folded:
        return node.folded.meaning
    return next((entry.meaning for entry in node.exact.values()), None)


def find_terms(
    text: str,
    words: Sequence[Token],
    *,
    facets: Collection[str] = (),
    own: Mapping[str, str] | None = None,
) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The terms that the text leaves unexplained: those that always matter, and the light ones.

    `words` are the tokens of the text, `facets` the kinds of wording found in it. `own` adds terms (with a meaning)
    or silences them (with an empty one).
    """
    explaining = {f for f in facets if f != "effect" or "condition" not in facets}
    heavy: list[Term] = []
    light: list[Term] = []
    explained: set[str] = set()
    silenced = {" ".join(spell(name)) for name, text_ in (own or {}).items() if not text_}
    for term, entry in candidates(text, words, own):
        if silenced and any(" ".join(spell(said)) in silenced for said in (text[term.start : term.end], term.name)):
            continue
        everyday = entry.unless and not entry.unless.isdisjoint(word.word for word in words)
        if everyday or entry.explained_by & explaining or term.name in explained or is_explained(text, term):
            explained.add(term.name)
            continue
        (light if entry.light else heavy).append(term)
    seen: set[str] = set()
    once = [t for t in heavy if not (t.name in seen or seen.add(t.name))]  # type: ignore[func-returns-value]
    return tuple(t for t in once if t.name not in explained), tuple(t for t in light if t.name not in explained)


def candidates(text: str, words: Sequence[Token], own: Mapping[str, str] | None) -> list[tuple[Term, Entry]]:
    """Every term in the text, longest first at each place, those inside identifiers left out."""
    lower = [(w.word, w) for w in words if w.word[0].isalnum()]
    root = with_own(own) if own else trie()
    found: list[tuple[Term, Entry]] = []
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
        term = Term(best.name, lower[at][1].start, lower[end - 1][1].end, best.meaning)
        if not is_identifier(text, term):
            found.append((term, best))
        at = end
    for match in CODE_NAME.finditer(text) if any(network in text for network in NETWORKS) else ():
        network = Entry(match.group(), CODE_MEANING, frozenset(), True)
        found.append((Term(match.group(), match.start(), match.end(), CODE_MEANING), network))
    return found


def with_own(own: Mapping[str, str]) -> Node:
    """The trie with the terms of the settings on top; small enough to be built anew for a project that has some."""
    root = Node()
    for name, text in own.items():
        if text and spell(name):
            plant(root, name, Entry(name, text, frozenset(), False))
    for terms in load("jargon.toml").values():
        for name, term in terms.items():
            for spelling in [*([] if term.get("only") else [name]), *term["also"]]:
                plant(root, spelling, entries()[name])
    return root


def joined(text: str, one: Token, two: Token) -> bool:
    """Whether two words stand in one phrase: nothing, a space, a hyphen or an underscore between them."""
    return text[one.end : two.start].strip(" \n\t\r") in {"", "-", "_", "\u2011", "\u2013"}


def is_identifier(text: str, term: Term) -> bool:
    """Whether the term is a part of a longer identifier or stands in backticks."""
    before, after = text[term.start - 1 : term.start], text[term.end : term.end + 1]
    return before == "_" or after == "_" or (before == "`" and text.find("`", term.end) >= 0)


def is_explained(text: str, term: Term) -> bool:
    """Whether the text explains the term where it stands, or only names it as an example."""
    before = " ".join(text[max(0, term.start - 400) : term.start].split())[-NEAR:]
    if EXAMPLE.search(before):
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
    return len([word for word in words if len(word) > 1 and word not in trie().next]) >= 2


def is_defined(text: str, term: Term) -> bool:
    """Whether a sentence of the text says what the term means."""
    if " means " not in text and " stands for " not in text:
        return False
    names = "|".join(re.escape(name) for name in (text[term.start : term.end], term.name))
    return re.search(rf"\b(?:{names})s?['\"`]?\s+(?:means|stands\ for)\s", text, re.I) is not None
