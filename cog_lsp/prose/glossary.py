"""The glossary of inputs: what is true of every model that has an input of such a name, type and kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cog_lsp.predictor.model import Input, Type
from cog_lsp.prose.about import About, Condition
from cog_lsp.prose.data import HERE, load
from cog_lsp.prose.words import name_words

FOLDER = "glossary"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the glossary says about a name. Sentences are whole, with a capital and a full stop."""

    name: str
    names: tuple[str, ...]
    types: frozenset[str]
    text: str
    by_kind: Mapping[str, str]
    """Other texts for single kinds of inputs, from `text_choice` and the like."""
    by_model: tuple[tuple[str, str, str], ...]
    """Texts for single kinds of models: "makes", "takes" or "task", the word, and the text."""
    brief: str | None
    instead: str | None
    """What to say where a claim of the text has no ground."""
    effect: str | None
    extremes: str | None
    """What 0 and 1 do; used where those are the bounds."""
    zero: str | None
    start: bool
    """Whether the default is worth recommending."""
    up_to: float | None
    """Where a name has two meanings: the largest default with which it has this one."""
    when: Condition

    def what(self, kind: str, about: About) -> str:
        """What such an input does in a model; empty where nothing is certain."""
        for key, word, text in self.by_model:
            values = {"makes": about.makes, "takes": about.takes, "task": {about.task}}[key]
            if values == {word}:
                return text
        return self.by_kind.get(kind, self.text)

    @property
    def sentences(self) -> Iterator[str]:
        """Everything that it can say."""
        texts = (self.text, *self.by_kind.values(), *(text for *_, text in self.by_model))
        yield from filter(None, (*texts, self.brief, self.instead, self.effect, self.extremes, self.zero))


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


def humanize(name: str) -> str:
    """The words of an identifier as people say them."""
    return " ".join(name_words(name))


@cache
def entries() -> tuple[Entry, ...]:
    """All entries."""
    files = sorted((HERE / FOLDER).glob("*.toml"), key=lambda path: path.name)
    return tuple(make(name, fields) for path in files for name, fields in load(f"{FOLDER}/{path.name}").items())


def make(name: str, fields: Mapping[str, object]) -> Entry:
    """An entry from its table."""

    def text(key: str) -> str | None:
        value = fields.get(key)
        return value if isinstance(value, str) else None

    def texts(key: str) -> Sequence[str]:
        value = fields.get(key)
        return [str(item) for item in value] if isinstance(value, list) else []

    when = fields.get("when")
    return Entry(
        name=name,
        names=(name, *texts("also")),
        types=frozenset(texts("types")),
        text=text("text") or "",
        by_kind={key[5:]: str(value) for key, value in fields.items() if key.startswith("text_")},
        by_model=tuple(
            (key[:5].removesuffix("_"), key[5:].removeprefix("_"), str(value))
            for key, value in fields.items()
            if key.startswith(("task_", "makes_", "takes_"))
        ),
        brief=text("brief"),
        instead=text("instead"),
        effect=text("effect"),
        extremes=text("extremes"),
        zero=text("zero"),
        start=fields.get("start") is not False,
        up_to=limit if isinstance(limit := fields.get("up_to"), int | float) else None,
        when=Condition.read(when if isinstance(when, dict) else {}),
    )


@cache
def by_name() -> Mapping[str, tuple[Entry, ...]]:
    """The entries by their names."""
    table: dict[str, list[Entry]] = {}
    for entry in entries():
        for name in entry.names:
            table.setdefault(name, []).append(entry)
    return {name: tuple(sharing) for name, sharing in table.items()}


@lru_cache(maxsize=2_000)
def lookup(name: str, kind: str, default: float | None, about: About) -> Entry | None:
    """The entry for a name, a kind of input and its default, where that is a number, in a model."""
    lower = name.lower()
    for entry in (*by_name().get(lower, ()), *by_name().get(lower.rstrip("0123456789").rstrip("_"), ())):
        if fits(entry, kind, default) and entry.when.holds(about, about.words):
            return entry
    return None


def fits(entry: Entry, kind: str, default: float | None) -> bool:
    """Whether an entry is about this kind of input."""
    return kind in entry.types and (entry.up_to is None or default is None or default <= entry.up_to)


def has_twin(name: str, entry: Entry, about: About) -> bool:
    """Whether another input of the model has the same entry, so that its text would not tell them apart."""
    return any(
        other != name
        and (lower := other.lower())
        and (lower in entry.names or lower.rstrip("0123456789_") in entry.names)
        for other in about.inputs
    )
