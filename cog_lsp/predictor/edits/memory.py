"""Results by what they were made from, for a text and the one before."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any


class Memory(MutableMapping[Any, Any]):
    """Results by what they were made from: those of this text, and those of the text before that were asked for."""

    __slots__ = ("earlier", "now")

    def __init__(self, previous: Memory | None = None) -> None:
        self.now: dict[Any, Any] = {}
        self.earlier: dict[Any, Any] = {} if previous is None else previous.now or previous.earlier

    def __getitem__(self, key: Any) -> Any:
        if key not in self.now:
            self.now[key] = self.earlier[key]
        return self.now[key]

    def get(self, key: Any, default: Any = None) -> Any:
        """A result, kept for the next text too; `default` where there is none."""
        value = self.now.get(key)
        if value is None:
            value = self.earlier.get(key)
            if value is None:
                return default
            self.now[key] = value
        return value

    def __setitem__(self, key: Any, value: Any) -> None:
        self.now[key] = value

    def __delitem__(self, key: Any) -> None:
        del self.now[key]

    def __iter__(self) -> Any:
        return iter(self.now)

    def __len__(self) -> int:
        return len(self.now)
