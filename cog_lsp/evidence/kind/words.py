"""Words that show a kind: the tables of this folder, and how phrases are looked for in prose and in names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cog_lsp.regex import regex
from cog_lsp.toml import read_toml

HERE = Path(__file__).parent
_WORD = regex(r"[a-z0-9]+")
_HUMP = regex(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Match(NamedTuple):
    """A phrase that stands in a text."""

    label: str
    phrase: str
    offset: int


class Phrases:
    """Phrases by label. `upscal*` stands for every word that begins so; case, hyphens and underscores don't count."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self._by_start: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for label, phrases in table.items():
            for phrase in phrases:
                words = phrase.split()
                self._by_start[words[0].rstrip("*")[:3]].append((words, label))

    def find(self, text: str) -> tuple[Match, ...]:
        """Each phrase in a text, from left to right. Of two for one label, the longer counts alone. The names of a file
        are looked through again at each change of it."""
        return _find(self, text)

    def matches(self, text: str) -> Iterator[Match]:
        """The same, looked for anew."""
        tokens = [(match.group(), match.start()) for match in _WORD.finditer(text.lower())]
        last: dict[str, int] = {}
        for number, (token, offset) in enumerate(tokens):
            longest: dict[str, list[str]] = {}
            for words, label in self._by_start.get(token[:3], ()):
                size = len(words)
                if number + size <= len(tokens) and all(_is(tokens[number + at][0], words[at]) for at in range(size)):
                    longest[label] = max(longest.get(label, []), words, key=len)
            for label, words in longest.items():
                if last.get(label, -1) < number:
                    last[label] = number + len(words) - 1
                    yield Match(label, " ".join(tokens[number + at][0] for at in range(len(words))), offset)

    def labels(self, text: str) -> list[str]:
        """The labels whose phrases stand in a text, each once, in the order of the text."""
        return list(dict.fromkeys(match.label for match in self.find(text)))


@lru_cache(maxsize=4096)
def _find(phrases: Phrases, text: str) -> tuple[Match, ...]:
    return tuple(phrases.matches(text))


def _is(token: str, word: str) -> bool:
    return token.startswith(word[:-1]) if word.endswith("*") else token == word


def spaced(name: str) -> str:
    """An identifier as words: `StableVideoDiffusion` → `Stable Video Diffusion`."""
    return _HUMP.sub(" ", name)


@cache
def table(name: str) -> dict[str, Any]:
    """The content of a TOML file of this folder."""
    return read_toml((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def phrases(name: str, section: str) -> Phrases:
    """The phrases of a section of a table."""
    return Phrases(table(name)[section])


@cache
def task_phrases(key: str) -> Phrases:
    """The phrases of the tasks: `words` of prose, or `names` of code."""
    return Phrases({task: entry.get(key, ()) for task, entry in table("tasks").items()})


@cache
def suffix_kinds() -> dict[str, str]:
    """What a file with a suffix holds."""
    return {suffix: kind for kind, suffixes in table("kinds")["suffixes"].items() for suffix in suffixes}


_SUFFIX = regex(r"\.([A-Za-z0-9]{2,11})\Z")


def kind_of_file(name: str) -> str | None:
    """What a file holds, by its suffix: `out.png`, `.mp4`."""
    match = _SUFFIX.search(name.strip())
    return None if match is None else suffix_kinds().get(match[1].lower())
