"""Results by what they were made from, for a text and the one before it."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Key(Struct, Generic[T], frozen=True):
    """What a result of type `T` is kept by: all that it was made from. Each kind of result has a class of its own."""


class Memory:
    """The results of one text, and those of the text before that were asked for."""

    __slots__ = ("earlier", "now")

    def __init__(self, previous: Memory | None = None) -> None:
        self.now: dict[Key[Any], Any] = {}
        self.earlier: dict[Key[Any], Any] = {} if previous is None else previous.now or previous.earlier

    def get(self, key: Key[T]) -> T | None:
        """A result, kept for the next text too; None where there is none."""
        value: T | None = self.now.get(key)
        if value is None:
            value = self.earlier.get(key)
            if value is not None:
                self.now[key] = value
        return value

    def keep(self, key: Key[T], value: T) -> T:
        """Keep a result, and give it back."""
        self.now[key] = value
        return value
