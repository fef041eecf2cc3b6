"""Whether a text matches: all states of the machine at once, one character after the other, never back.

Sets of states that were met before are remembered with what follows them, so that most characters cost one look-up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from cog_lsp.predictor.cog.re2.classes import WORD
from cog_lsp.predictor.cog.re2.program import END, Check, Fork, Program, Step
from cog_lsp.predictor.cog.re2.tree import Place

MOST_WORK = 100_000
"""States that one search may visit: about a twentieth of a second."""

Kind = Literal["none", "line feed", "word", "other"]
"""What stands at one side of a place between two characters."""
WORD_CHARACTERS = frozenset(chr(code) for start, end in WORD for code in range(start, end + 1))
States = tuple[frozenset[int], Kind]
"""Where the machine is, and the kind of the character before."""


def search(program: Program, text: str) -> bool | None:
    """Whether a piece of the text matches; None where to tell that would take too long."""
    return _Search(program).run(text)


class _Search:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.work = 0
        self.known: dict[tuple[States, str], States | None] = {}
        """What follows a set of states and a character ("" is the end of the text); None is a match."""

    def run(self, text: str) -> bool | None:
        now: States = (frozenset(), "none")
        for character in (*text, ""):
            key = (now, character)
            if key not in self.known:
                if self.work > MOST_WORK:
                    return None
                self.known[key] = self._after(now, character)
            following = self.known[key]
            if following is None:
                return True
            now = following
        return False

    def _after(self, now: States, character: str) -> States | None:
        """One character further. A match may begin anywhere, so the first state is always among the present ones."""
        states, before = now
        after = _kind(character)
        waiting = self._reached((*states, self.program.start), before, after)
        if waiting is None:
            return None
        self.work += len(waiting)
        if not character:
            return frozenset(), after
        return frozenset(step.then for step in waiting if character in step.chars), after

    def _reached(self, states: Iterable[int], before: Kind, after: Kind) -> list[Step] | None:
        """The steps that wait for a character, once forks and checks are gone through; None if the end is reached."""
        stack, seen, waiting = list(states), set(states), []
        while stack:
            number = stack.pop()
            self.work += 1
            if number == END:
                return None
            state = self.program.states[number]
            if isinstance(state, Step):
                waiting.append(state)
                continue
            following: Iterable[int] = ()
            if isinstance(state, Fork):
                following = state.then
            elif isinstance(state, Check) and _holds(state.place, before, after):
                following = (state.then,)
            fresh = [n for n in following if n not in seen]
            seen.update(fresh)
            stack.extend(fresh)
        return waiting


def _kind(character: str) -> Kind:
    if character in WORD_CHARACTERS:
        return "word"
    return ("line feed" if character == "\n" else "other") if character else "none"


def _holds(place: Place, before: Kind, after: Kind) -> bool:
    """Whether a place between characters of these kinds is the one that a pattern asks for."""
    if place in ("word boundary", "no word boundary"):
        return ((before == "word") != (after == "word")) == (place == "word boundary")
    side = before if place.endswith("start") else after
    return side == "none" or (place.startswith("line") and side == "line feed")
