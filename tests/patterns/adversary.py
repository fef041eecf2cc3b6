"""Texts made from a pattern to make it slow: what it repeats, many times, and then something that it does not want."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import sre_parse

MANY = sre_parse.MAXREPEAT
CHARACTERS = " \t\n\r\"'`()[]{}<>.,:;-_*#/=|\\@!?&%+~^$0a1bAZé\u2013\x00"
PAIRED = 10
"""So many of a pattern's characters are also tried two and two."""
SHORT = 300
"""Counts up to this bound the time anyway."""


def texts(pattern: str, flags: int, size: int) -> Iterator[str]:
    """Texts of about `size` characters. The same ones, in the same order, for every size."""
    tree = sre_parse.parse(pattern, flags)
    alphabet = [c for c in CHARACTERS if any(_takes(node, c) for node in _leaves(tree))]
    for character in alphabet:
        yield character * size
    for one in alphabet[:PAIRED]:
        for other in (*alphabet[:PAIRED], "a"):
            if one != other:
                yield (one + other) * (size // 2)
    for one in alphabet[PAIRED:]:
        yield ("a" + one) * (size // 2)
    whole = _sample(tree)
    for pump in {whole, whole[:-1], whole + " ", whole + "\n"}:
        if pump:
            yield pump * (size // len(pump))
    for before, body in _repeats(tree, ""):
        pumps = {_sample(body), *(c for c in alphabet if any(_takes(node, c) for node in _leaves(body)))}
        for pump in sorted(pumps):
            if pump:
                for end in ("", "\x00", "\n"):
                    yield before + pump * (size // len(pump)) + end
        again = before + _sample(body)
        if again:
            yield again * (size // len(again))


def _leaves(tree: Any) -> Iterator[tuple[str, Any]]:
    """The nodes that take one character."""
    for op, value in tree:
        name = str(op)
        if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            yield name, value
        else:
            for part in _parts(name, value):
                yield from _leaves(part)


def _parts(name: str, value: Any) -> list[Any]:
    """The trees inside a node."""
    if name == "BRANCH":
        return list(value[1])
    if name == "SUBPATTERN":
        return [value[3]]
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [value[2]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    return [value] if name == "ATOMIC_GROUP" else []


def _takes(node: tuple[str, Any], character: str) -> bool:
    name, value = node
    code = ord(character)
    if name == "LITERAL":
        return code == value
    if name == "NOT_LITERAL":
        return code != value
    return name == "ANY" or _in(value, character)


def _in(items: Any, character: str) -> bool:
    negated = str(items[0][0]) == "NEGATE"
    taken = any(_is_item(str(op), value, character) for op, value in items)
    return taken != negated


def _is_item(name: str, value: Any, character: str) -> bool:
    code = ord(character)
    if name == "LITERAL":
        return bool(code == value)
    if name == "RANGE":
        return bool(value[0] <= code <= value[1])
    if name == "CATEGORY":
        letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[str(value).rpartition("_")[2]]
        return re.match("\\" + (letter.upper() if "_NOT_" in str(value) else letter), character) is not None
    return False


def _sample(tree: Any) -> str:
    """A text that the pattern takes, more or less: the first of several ways, counts as low as they go, but one."""
    text = ""
    for op, value in tree:
        name = str(op)
        if name == "LITERAL":
            text += chr(value)
        elif name in ("NOT_LITERAL", "ANY", "IN"):
            wanted = "a" + CHARACTERS
            text += next((c for c in wanted if _takes((name, value), c)), _first(name, value))
        elif name == "BRANCH":
            text += _sample(value[1][0])
        elif name == "SUBPATTERN":
            text += _sample(value[3])
        elif name.endswith("_REPEAT"):
            text += _sample(value[2]) * max(1, min(value[0], SHORT))
        elif name == "ATOMIC_GROUP":
            text += _sample(value)
    return text


def _first(name: str, value: Any) -> str:
    """A character of a class that has none of the usual ones."""
    starts = [item[1][0] if str(item[0]) == "RANGE" else item[1] for item in value] if name == "IN" else []
    return next((chr(start) for start in starts if isinstance(start, int)), "a")


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Each part that may come many times, and a text that leads to it."""
    for at, (op, value) in enumerate(tree):
        name = str(op)
        lead = before + _sample(tree[:at])
        if name.endswith("_REPEAT"):
            if value[1] is MANY or value[1] > SHORT:
                yield lead, value[2]
            yield from _repeats(value[2], lead)
        else:
            for part in _parts(name, value):
                yield from _repeats(part, lead)
