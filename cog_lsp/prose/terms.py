"""The list of technical terms with their senses, and a trie over the words of all their spellings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from msgspec import Struct

from cog_lsp.prose.about import ALWAYS, About, Condition
from cog_lsp.prose.data import load
from cog_lsp.prose.words import TOKEN


class Entry(Struct, frozen=True):
    """A term of the data file."""

    name: str
    senses: tuple[tuple[Condition, str], ...]
    """Meanings with their conditions, the first that holds counts. An empty meaning says that none is certain."""
    explained_by: frozenset[str]
    """The kinds of wordings that explain it wherever they stand beside it."""
    light: bool
    thing: bool = True
    """Whether it is a noun that stays unknown even where the effect is told."""
    when: Condition = ALWAYS
    """When it is a technical term at all."""
    unless: frozenset[str] = frozenset()
    """Words beside which it has its everyday meaning."""
    plural: str = ""
    """What several of them are, in the sense that holds for every model."""

    def meaning(self, about: About, beside: frozenset[str]) -> str:
        """What it is in this model, completing "X is …"; empty where that is not certain."""
        return next((meaning for condition, meaning in self.senses if condition.holds(about, beside)), "")


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
    by_spelling: dict[str, Entry] = {}
    for kind, terms in load("jargon.toml").items():
        for name, term in terms.items():
            senses = [(Condition.read(sense), str(sense["means"])) for sense in term.get("senses", [])]
            if "means" in term:
                senses.append((ALWAYS, term["means"]))
            by_spelling[name] = Entry(
                name,
                tuple(senses),
                frozenset(term.get("by", ["effect", "closely"] if kind == "control" else [])),
                term.get("light", kind == "light"),
                kind != "control",
                Condition.read(term.get("when", {})),
                frozenset(term.get("unless", [])),
                term.get("plural", ""),
            )
    return by_spelling


@cache
def trie() -> Node:
    """All spellings of all terms."""
    return _planted(Node())


def with_own(own: Mapping[str, str]) -> Node:
    """The trie with the terms of the settings on top."""
    return _with_own(tuple(own.items()))


@lru_cache(maxsize=8)
def _with_own(own: tuple[tuple[str, str], ...]) -> Node:
    root = Node()
    for name, text in own:
        if text and spell(name):
            plant(root, name, Entry(name, ((ALWAYS, text),), frozenset(), False))
    return _planted(root)


def _planted(root: Node) -> Node:
    for terms in load("jargon.toml").values():
        for name, term in terms.items():
            for spelling in [*([] if term.get("only") else [name]), *term["also"]]:
                plant(root, spelling, entries()[name])
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


def known(spelling: str) -> Entry | None:
    """The term that a spelling stands for; None where it is none."""
    node = trie()
    for word in spell(spelling):
        if word not in node.next:
            return None
        node = node.next[word]
    return node.folded or next(iter(node.exact.values()), None)
