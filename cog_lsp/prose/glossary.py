"""The glossary of inputs: what is true of every model that has an input of such a name, type and kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from cog_lsp.predictor.model import Input, Type
from cog_lsp.prose.about import About, Condition
from cog_lsp.prose.data import HERE, load
from cog_lsp.prose.words import name_words

FOLDER = "glossary"


class Entry(Struct, frozen=True):
    """What the glossary says about a name. Sentences are whole, with a capital and a full stop."""

    name: str
    names: tuple[str, ...]
    types: frozenset[str]
    text: str
    by_kind: Mapping[str, str]
    """Other texts for single kinds of inputs, from `text_choice` and the like."""
    by_model: tuple[tuple[str, str, str], ...]
    """Texts for single kinds of models: "makes", "takes" or "task", the word, and the text."""
    more_by_model: tuple[tuple[str, str, str], ...]
    brief: str | None
    general: str | None
    """What to say only where nothing is written that says more."""
    instead: str | None
    """What to say where a claim of the text has no ground."""
    more: str | None
    """What helps to fill the field in, behind any text that says what the input is; else what follows the first
    sentence of the text."""
    effect: str | None
    extremes: str | None
    """What 0 and 1 do; used where those are the bounds."""
    two_sided: str | None
    """The effect where the bounds lie on both sides of 0."""
    zero: str | None
    start: bool
    """Whether the default is worth recommending."""
    up_to: float | None
    """Where a name has two meanings: the largest default with which it has this one."""
    inside: bool
    """Whether the effect holds for longer names that hold this one, as for `learning_rate_unet`."""
    when: Condition
    begins: tuple[str, ...]
    """What the default begins with where it shows which sense the name has."""
    choices: Mapping[str, str]
    """What choices mean for this input, as a clause behind their names."""

    def what(self, kind: str, about: About) -> str:
        """What such an input does in a model; empty where nothing is certain."""
        text = _for_model(self.by_model, about)
        return self.by_kind.get(kind, self.text) if text is None else text

    def further(self, about: About) -> str | None:
        """What helps to fill the field in, behind any text; None where that is what follows the first sentence."""
        text = _for_model(self.more_by_model, about)
        return self.more if text is None else text

    @property
    def sentences(self) -> Iterator[str]:
        """Everything that it can say."""
        models = (*self.by_model, *self.more_by_model)
        texts = (self.text, *self.by_kind.values(), *(text for *_, text in models))
        yield from filter(
            None,
            (
                *texts,
                self.brief,
                self.general,
                self.instead,
                self.more,
                self.effect,
                self.extremes,
                self.two_sided,
                self.zero,
            ),
        )


def _by_model(fields: Mapping[str, object]) -> tuple[tuple[str, str, str], ...]:
    """The texts for single kinds of models."""
    parts = ((key.partition("_"), value) for key, value in fields.items())
    return tuple((key, word, str(value)) for (key, _, word), value in parts if key in ("makes", "takes", "task"))


def _for_model(texts: Sequence[tuple[str, str, str]], about: About) -> str | None:
    """The text for a model of which enough is known."""
    values = {"makes": about.makes, "takes": about.takes, "task": {about.task}}
    return next((text for key, word, text in texts if values[key] == {word}), None)


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
        by_model=_by_model(fields),
        more_by_model=_by_model({key[5:]: value for key, value in fields.items() if key.startswith("more_")}),
        brief=text("brief"),
        general=text("general"),
        instead=text("instead"),
        more=text("more"),
        effect=text("effect"),
        extremes=text("extremes"),
        two_sided=text("two_sided"),
        zero=text("zero"),
        start=fields.get("start") is not False,
        up_to=limit if isinstance(limit := fields.get("up_to"), int | float) else None,
        inside=fields.get("inside") is True,
        when=Condition.read(when if isinstance(when, dict) else {}),
        begins=tuple(texts("begins")),
        choices=choices if isinstance(choices := fields.get("choices"), dict) else {},
    )


@cache
def by_name() -> Mapping[str, tuple[Entry, ...]]:
    """The entries by their names."""
    table: dict[str, list[Entry]] = {}
    for entry in entries():
        for name in entry.names:
            table.setdefault(name, []).append(entry)
    return {name: tuple(sharing) for name, sharing in table.items()}
