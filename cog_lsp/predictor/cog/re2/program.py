"""From a pattern's tree to a machine of numbered states, as Thompson built them (CACM 11, 1968)."""

from __future__ import annotations

from msgspec import Struct, field

from cog_lsp.predictor.cog.re2.classes import CharacterSet
from cog_lsp.predictor.cog.re2.tree import Alternation, Assertion, Character, Concatenation, Node, Place

MOST_STATES = 10_000
DEEPEST = 100
"""Trees that are higher are not tried: every level is a call."""


class TooLarge(Exception):
    """A pattern that Go may well compile, and this machine does not."""


class Step(Struct, frozen=True):
    """Reads one character of the set."""

    chars: CharacterSet
    then: int


class Check(Struct, frozen=True):
    """Goes on where the place is right."""

    place: Place
    then: int


class Fork(Struct):
    """Goes on at any of these states."""

    then: list[int] = field(default_factory=list)


State = Step | Check | Fork
END = 0
"""The state that says that the text matches."""


class Program(Struct, frozen=True):
    """The states, of which number 0 is the end, and where to begin."""

    states: list[State]
    start: int


def build(tree: Node) -> Program:
    """The machine for a tree. Raises `TooLarge`."""
    if tree.height > DEEPEST:
        raise TooLarge
    states: list[State] = [Fork()]
    return Program(states, _build(tree, END, states))


def _add(states: list[State], state: State) -> int:
    if len(states) >= MOST_STATES:
        raise TooLarge
    states.append(state)
    return len(states) - 1


def _build(node: Node, then: int, states: list[State]) -> int:
    """Adds the states of a node that goes on at `then`, and gives its first: it is built from its end to its start."""
    if isinstance(node, Character):
        return _add(states, Step(node.chars, then))
    if isinstance(node, Assertion):
        return _add(states, Check(node.place, then))
    if isinstance(node, Concatenation):
        if not node.items:
            return _add(states, Fork([then]))
        for item in reversed(node.items):
            then = _build(item, then, states)
        return then
    if isinstance(node, Alternation):
        return _add(states, Fork([_build(item, then, states) for item in node.items]))
    end = then
    if node.high is None:
        loop = Fork([end])
        then = _add(states, loop)
        loop.then.append(_build(node.item, then, states))
    for _ in range((node.high or node.low) - node.low):
        then = _add(states, Fork([_build(node.item, then, states), end]))
    for _ in range(node.low):
        then = _build(node.item, then, states)
    return then
