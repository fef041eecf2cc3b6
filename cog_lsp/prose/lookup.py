"""Which entry of the glossary is about an input: by its name, its kind, its default and its model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from cog_lsp.predictor.model import Input
from cog_lsp.prose.about import About
from cog_lsp.prose.data import load
from cog_lsp.prose.glossary import Entry, by_name, kind_of
from cog_lsp.prose.grounds import claims
from cog_lsp.prose.words import name_words

ANY_FILE = "input"
"""The entry for names that fit any file."""
MOST_WORDS = 3
"""Of a description that might as well be the name of its input: “Input image”."""


@cache
def telling_words() -> frozenset[str]:
    """The words of a model's code for which an entry or a claim asks, in lower case. All others tell nothing."""
    conditions = [entry.when for entries in by_name().values() for entry in entries]
    return frozenset().union(*(when.near | when.away for when in conditions), *(claim.beside for claim in claims()))


def entry_of(input: Input, about: About) -> Entry | None:
    """The entry about an input, whole. A name that says no more than that it is a file is told by its description."""
    kind, default = _kind_and_default(input)
    entry = _by_name(input.name, kind, default, about)
    words = (input.description or "").lower().rstrip(" .").split()
    if entry is None or entry.name != ANY_FILE or not 1 < len(words) <= MOST_WORDS:
        return entry
    return _by_name("_".join(words), kind, default, about) or entry


def entry_inside(input: Input, about: About) -> Entry | None:
    """The entry that tells what values do, for an input whose name holds another one: `learning_rate_unet`."""
    return _inside(input.name, *_kind_and_default(input), about)


def has_twin(name: str, entry: Entry, about: About) -> bool:
    """Whether another input of the model has the same entry, so that its text would not tell them apart."""
    return "{name}" not in entry.text and any(
        other != name and any(candidate in entry.names for candidate in _names(other)) for other in about.inputs
    )


def _kind_and_default(input: Input) -> tuple[str, float | str | None]:
    value = input.meant("default")
    default = value if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    return kind_of(input), default


@lru_cache(maxsize=2_000)
def _by_name(name: str, kind: str, default: float | str | None, about: About) -> Entry | None:
    for candidate in _names(name, is_switch=kind == "bool"):
        for entry in by_name().get(candidate, ()):
            if _fits(entry, kind, default) and entry.when.holds(about, about.words):
                return entry
    return None


@lru_cache(maxsize=2_000)
def _inside(name: str, kind: str, default: float | str | None, about: About) -> Entry | None:
    """The entry with the longest name that begins or ends this one, where the rest only says which of several."""
    words = name.lower().split("_")
    rests = load("names.toml")["rests"]
    for length in range(len(words) - 1, 0, -1):
        ending, beginning = "_".join(words[-length:]), "_".join(words[:length])
        candidates = (
            *(by_name().get(ending, ()) if not set(words[:-length]) & set(rests["never_before"]) else ()),
            *(by_name().get(beginning, ()) if set(words[length:]) <= set(rests["behind"]) else ()),
        )
        for entry in candidates:
            if entry.inside and _fits(entry, kind, default) and entry.when.holds(about, about.words):
                return entry
    return None


def _names(name: str, *, is_switch: bool = False) -> Iterator[str]:
    """The name, and what else it could be called: without a number behind, with whole words, a switch without its
    verb."""
    lower = name.lower()
    yield lower
    yield lower.rstrip("0123456789").rstrip("_")
    yield "_".join(name_words(name))
    verb, _, rest = lower.partition("_")
    if is_switch and verb in load("names.toml")["rests"]["verbs"]:
        yield rest


def _fits(entry: Entry, kind: str, default: float | str | None) -> bool:
    """Whether an entry is about this kind of input."""
    if entry.begins and not (isinstance(default, str) and default.lower().startswith(entry.begins)):
        return False
    is_more = entry.up_to is not None and isinstance(default, int | float) and default > entry.up_to
    return kind in entry.types and not is_more
