"""Records as keys of caches by what they are, not by what they hold."""

from __future__ import annotations

from typing import Generic, TypeVar

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
