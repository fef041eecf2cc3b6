"""The glossary of inputs: finds the entry for a name and type, and fills in its slots."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cog_lsp.predictor.model import Input, Type
from cog_lsp.prose.data import HERE, load
from cog_lsp.prose.words import name_words

FOLDER = "glossary"
LETTER = re.compile(r"[^\W\d_]")
"""Something that a sentence can name: not the 2 of `threshold_2`."""
LAST = "parts.toml"
"""The file of patterns that apply where no other entry does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the glossary says about a name. Sentences are whole, with a capital and a full stop."""

    name: str
    names: tuple[str, ...]
    types: frozenset[str]
    text: str
    by_kind: Mapping[str, str]
    """Other texts for single kinds of inputs, from `text_choice` and the like."""
    brief: str | None
    effect: str | None
    extremes: str | None
    """What 0 and 1 do; used where those are the bounds."""
    omit: str | None
    minus: str | None
    zero: str | None
    start: bool
    """Whether the default is worth recommending."""
    up_to: float | None
    """Where a name has two meanings: the largest default with which it has this one."""

    @property
    def names_rest(self) -> bool:
        """Whether a sentence says what the `*` of a name stands for."""
        return any("{rest" in text for text in (self.text, *self.by_kind.values(), self.brief, self.effect) if text)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits an input, with the part of the name that its `*` stands for."""

    entry: Entry
    rest: str
    exact: bool
    """Whether the whole name is known, rather than a part of it."""

    def fill(self, sentence: str, name: str) -> str:
        """The sentence with its slots filled."""
        if "{" not in sentence:
            return sentence
        rest = self.rest or "result"
        for slot, words in (("{rests}", plural(rest)), ("{rest}", rest), ("{name}", humanize(name))):
            sentence = sentence.replace(slot, words)
        return sentence


def kind_of(input: Input) -> str:
    """The kind of an input as the glossary names it; empty where its type is not known."""
    type = input.type
    if type is None:
        return ""
    if type.name == "list":
        return {"file": "files", "text": "texts"}.get(kind_of_type(type.item), "list")
    kind = kind_of_type(type)
    return "choice" if kind == "text" and input.argument("choices") is not None else kind


def kind_of_type(type: Type | None) -> str:
    """The kind of a plain type."""
    name = "" if type is None else type.name
    return {"Path": "file", "File": "file", "str": "text", "Secret": "secret", "dict": "list"}.get(name, name)


def plural(words: str) -> str:
    """The words in the plural, by the plain rule of English."""
    if words.endswith(("s", "data", "people")):
        return words
    if words.endswith("y") and words[-2:-1] not in {"a", "e", "o", "u"}:
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith(("x", "ch", "sh")) else f"{words}s"


def humanize(name: str) -> str:
    """The words of an identifier as people say them."""
    return " ".join(name_words(name))


@cache
def entries() -> tuple[Entry, ...]:
    """All entries, those of the pattern file last."""
    files = sorted((HERE / FOLDER).glob("*.toml"), key=lambda path: (path.name == LAST, path.name))
    return tuple(make(name, fields) for path in files for name, fields in load(f"{FOLDER}/{path.name}").items())


def make(name: str, fields: Mapping[str, object]) -> Entry:
    """An entry from its table."""

    def text(key: str) -> str | None:
        value = fields.get(key)
        return value if isinstance(value, str) else None

    def texts(key: str) -> Sequence[str]:
        value = fields.get(key)
        return [str(item) for item in value] if isinstance(value, list) else []

    return Entry(
        name=name,
        names=(name, *texts("also")),
        types=frozenset(texts("types")),
        text=text("text") or "",
        by_kind={key[5:]: str(value) for key, value in fields.items() if key.startswith("text_")},
        brief=text("brief"),
        effect=text("effect"),
        extremes=text("extremes"),
        omit=text("omit"),
        minus=text("minus"),
        zero=text("zero"),
        start=fields.get("start") is not False,
        up_to=limit if isinstance(limit := fields.get("up_to"), int | float) else None,
    )


@cache
def by_name() -> Mapping[str, tuple[Entry, ...]]:
    """The entries by their exact names."""
    found: dict[str, list[Entry]] = {}
    for entry in entries():
        for name in entry.names:
            if "*" not in name:
                found.setdefault(name, []).append(entry)
    return {name: tuple(known) for name, known in found.items()}


@cache
def patterns() -> tuple[tuple[str, Entry], ...]:
    """The name patterns in the order in which they apply: more letters first, the pattern file last."""
    found = [(name, entry) for entry in entries() for name in entry.names if "*" in name]
    last = set(load(f"{FOLDER}/{LAST}"))
    found.sort(key=lambda item: (item[1].name in last, -len(item[0])))
    return tuple(found)


def starred(pattern: str, name: str) -> str:
    """What the first of one or two stars in a pattern stands for in a name; "" where the name is another one."""
    first, *middle, last = pattern.split("*")
    if len(name) < len(pattern) or not name.startswith(first) or not name.endswith(last):
        return ""
    inner = name[len(first) : len(name) - len(last)]
    return inner[: max(inner.rfind(middle[0], 1, len(inner) - 1), 0)] if middle else inner


@lru_cache(maxsize=2_000)
def lookup(name: str, kind: str, default: float | None = None) -> Match | None:
    """The entry for a name, a kind of input and its default, where that is a number."""
    lower = name.lower()
    candidates = dict.fromkeys((lower, lower.rstrip("0123456789").rstrip("_")))
    for candidate in candidates:
        for entry in by_name().get(candidate, ()):
            if fits(entry, kind, default):
                return Match(entry, "", exact=True)
    for candidate in candidates:
        for pattern, entry in patterns():
            rest = starred(pattern, candidate) if fits(entry, kind, default) else ""
            if rest and (LETTER.search(rest) or not entry.names_rest):
                return Match(entry, humanize(rest), exact=False)
    return None


def fits(entry: Entry, kind: str, default: float | None) -> bool:
    """Whether an entry is about this kind of input."""
    return kind in entry.types and (entry.up_to is None or default is None or default <= entry.up_to)
