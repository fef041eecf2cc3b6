"""The parts of a pattern as a tree. Each knows how high it is and how often its counts repeat something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from cog_lsp.predictor.cog.re2.classes import CharacterSet

Place = Literal["text start", "text end", "line start", "line end", "word boundary", "no word boundary"]


class PatternError(Exception):
    """What Go says to a pattern that it cannot read, without the "error parsing regexp: "."""


@dataclass(frozen=True)
class Character:
    """One character out of a set."""

    chars: CharacterSet
    height = repeats = 1


@dataclass(frozen=True)
class Assertion:
    """A place between two characters."""

    place: Place
    height = repeats = 1


@dataclass(frozen=True)
class Concatenation:
    """One part after another; none at all is the empty text."""

    items: Sequence[Node]
    height: int = field(init=False)
    repeats: int = field(init=False)

    def __post_init__(self) -> None:
        _measure(self, self.items, 1)


@dataclass(frozen=True)
class Alternation:
    """One of several."""

    items: Sequence[Node]
    height: int = field(init=False)
    repeats: int = field(init=False)

    def __post_init__(self) -> None:
        _measure(self, self.items, 1)


@dataclass(frozen=True)
class Repetition:
    """The same part from `low` to `high` times; None is any number of times."""

    item: Node
    low: int
    high: int | None
    counted: bool
    """Written with numbers in braces: those multiply where they nest, and Go allows no product over a thousand."""
    height: int = field(init=False)
    repeats: int = field(init=False)

    def __post_init__(self) -> None:
        most = (self.low if self.high is None else self.high) if self.counted else 1
        _measure(self, () if self.high == 0 else (self.item,), max(most, 1))


Node = Character | Assertion | Concatenation | Alternation | Repetition


def _measure(node: Concatenation | Alternation | Repetition, items: Sequence[Node], times: int) -> None:
    object.__setattr__(node, "height", 1 + max((item.height for item in items), default=0))
    object.__setattr__(node, "repeats", times * max((item.repeats for item in items), default=1))


def concatenation(items: Sequence[Node]) -> Node:
    """The items one after another; a single one stays itself."""
    return items[0] if len(items) == 1 else Concatenation(tuple(items))


def alternation(options: Sequence[Node]) -> Node:
    """One of the options; a single one stays itself."""
    return options[0] if len(options) == 1 else Alternation(tuple(options))
