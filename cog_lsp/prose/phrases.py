"""Finds the wordings of `wordings.toml` in a text: one trie over stems, walked once per text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cog_lsp.prose.data import load
from cog_lsp.prose.words import TOKEN, Token, key

KINDS = ("effect", "special", "omit", "form", "range", "start", "use", "gist", "closely", "modal", "condition")
WILD = frozenset({"#", "*", "@", ".ext"})


class Node:
    """A step of the trie: what may follow, and the kinds of wording that end here."""

    __slots__ = ("ends", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.ends: tuple[str, ...] = ()


def split(phrase: str) -> list[str]:
    """The stems of a phrase of a data file; #, *, @, .ext and words after "=" stay what they are."""
    stems: list[str] = []
    for part in phrase.split():
        literal = part in WILD or (part[0] == "=" and len(part) > 1)
        stems.extend([part] if literal else [key(m.group()) for m in TOKEN.finditer(part)])
    return stems


@cache
def trie() -> Node:
    """All phrases of all kinds."""
    root = Node()
    for kind in KINDS:
        for phrase in load("wordings.toml")[kind]:
            node = root
            for word in split(phrase):
                node = node.next.setdefault(word, Node())
            node.ends += (kind,)
    return root


def find(words: Sequence[Token]) -> dict[str, list[tuple[int, int]]]:
    """The wordings of each kind, as word numbers from and to."""
    wordings: dict[str, list[tuple[int, int]]] = {}
    root = trie()
    for at, word in enumerate(words):
        for step in (word.stem, "=" + word.word):
            node = root.next.get(step)
            if node is not None:
                collect(node, words, at, at + 1, wordings)
    return wordings


def collect(
    node: Node, words: Sequence[Token], first: int, at: int, wordings: dict[str, list[tuple[int, int]]]
) -> None:
    """Note each kind of wording that ends at word `at` or further on."""
    for kind in node.ends:
        wordings.setdefault(kind, []).append((first, at))
    if at < len(words):
        for step in (words[at].stem, "=" + words[at].word, "*"):
            child = node.next.get(step)
            if child is not None:
                collect(child, words, first, at + 1, wordings)


@cache
def stems(name: str) -> frozenset[str]:
    """A list of plain words of `wordings.toml`, as stems; words after "=" stay as they are."""
    return frozenset(w if w[0] == "=" else key(w) for w in load("wordings.toml")[name] if " " not in w)


@cache
def phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """The wordings of several words in a list of `wordings.toml`, as stems."""
    return tuple(tuple(split(phrase)) for phrase in load("wordings.toml")[name] if " " in phrase)
