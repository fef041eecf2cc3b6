"""Records as keys of caches by what they are, not by what they hold."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """A record as the key of a cache: equal to itself alone, whatever others hold.

    Readers give back the same record for what did not change, so that it is known again without comparing texts. The
    cache keeps the record, and with it its identity.
    """

    __slots__ = ("record",)

    def __init__(self, record: T) -> None:
        self.record = record

    def __hash__(self) -> int:
        return id(self.record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.record is self.record


@lru_cache(maxsize=16)
def numbers(records: Same[tuple[Any, ...]]) -> dict[int, int]:
    """Where each record of a tuple stands, by its identity."""
    return {id(record): at for at, record in reversed([*enumerate(records.record)])}
