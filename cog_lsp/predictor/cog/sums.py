"""Choices that are added to those of a constant, and what other sums over the same constant make of them.

A list of Cog's generator has spare room behind its items, and `BASE + ["a"]` writes into it where it fits: the result
shares its memory with `BASE` and with every other sum over it, so that the last one is published for all. Source:
replicate/cog, pkg/schema/python/module_scope.go (`resolveChoicesExpr`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from cog_lsp.predictor.model import Sum

ROOM = (1, 2, 4, 8, 17, 34, 68, 136, 273)
"""How many values a list has room for as it grows: Go doubles it, and its allocator gives room for 120 bytes each."""


class Room:
    """The room behind the constants of one file."""

    def __init__(self) -> None:
        self.behind: dict[str, dict[int, Any]] = {}

    def write(self, sums: Iterable[Sum]) -> None:
        """Add in the order in which the generator does."""
        for addition in sums:
            for at, choice in self._fitting(addition):
                self.behind.setdefault(addition.constant, {})[at] = choice

    def read(self, addition: Sum) -> list[Any]:
        """What a sum holds in the end. Where an addition does not fit, everything is copied to a place of its own."""
        fitting = list(self._fitting(addition))
        if len(addition.first) + len(fitting) < len(addition.total):
            return addition.total
        behind = self.behind.get(addition.constant, {})
        return [*addition.first, *(behind.get(at, choice) for at, choice in fitting)]

    def _fitting(self, choices: Sum) -> list[tuple[int, Any]]:
        """What is written behind the constant, with its places."""
        size = len(choices.first)
        step = bisect_left(ROOM, size)
        room = ROOM[step] if step < len(ROOM) and size else size
        fitting: list[tuple[int, Any]] = []
        for addition in choices.added:
            at = size + len(fitting)
            if at + len(addition) > room:
                break
            fitting += enumerate(addition, at)
        return fitting
