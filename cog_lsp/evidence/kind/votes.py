"""Pieces of evidence, weighed."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from msgspec import Struct, field


class Piece(NamedTuple):
    """One piece of evidence for something."""

    weight: float
    offset: int
    """In the predictor's file; -1 for the README, -2 for the name of the project."""
    what: str


class Votes(Struct):
    """How strongly each of several things is shown, and by what."""

    pieces: dict[str, list[Piece]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, weight: float, offset: int, what: str) -> None:
        """One piece of evidence."""
        self.pieces[name].append(Piece(weight, offset, what))

    def weight(self, name: str) -> float:
        """How strongly something is shown."""
        return sum(piece.weight for piece in self.pieces.get(name, ()))

    def ranked(self) -> list[tuple[float, str]]:
        """All that is shown, the strongest first."""
        return sorted(((self.weight(name), name) for name in self.pieces), key=lambda item: (-item[0], item[1]))

    def best(self, least: float, lead: float) -> str | None:
        """The strongest; None where it is weaker than `least` or not `lead` times as strong as the second."""
        ranked = self.ranked()
        if not ranked or ranked[0][0] < least or (len(ranked) > 1 and ranked[1][0] * lead > ranked[0][0]):
            return None
        return ranked[0][1]

    def strongest(self, name: str, most: int) -> list[Piece]:
        """The strongest pieces for something, each place once."""
        ranked = sorted(self.pieces.get(name, ()), key=lambda piece: (-piece.weight, piece.offset))
        return list({piece.offset: piece for piece in reversed(ranked)}.values())[::-1][:most]
