"""What the declarations of the inputs allow: values to try a condition with.

A condition can hold if it does, or may, for some of these values. They are chosen so that every comparison in the
condition comes out both ways where the declarations allow it: the constants of the condition and their neighbors, the
bounds, the choices, the default, what is empty.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cog_lsp.evidence.uses.code import UNKNOWN, Input
from cog_lsp.evidence.uses.evaluate import FilePath, truth
from cog_lsp.evidence.uses.terms import Const, Items, Operation, Term, parts
from cog_lsp.pace import step

MOST = 4000
"""Combinations that are tried at most; beyond, everything counts as possible."""
LONGEST = 9000
FILES = ("Path", "File")


class Declared:
    """The inputs of a predictor as they are declared."""

    def __init__(self, inputs: Iterable[Input]) -> None:
        self.inputs = {input.name: input for input in inputs}

    def kind(self, name: str) -> str:
        """The type of an input: str int float bool Path File Secret list …; empty where it is unknown."""
        input = self.inputs.get(name)
        if input is None:
            return ""
        if input.type is None:
            return _kind_of_default(input.meant("default"))
        return input.type.name

    def is_file(self, name: str) -> bool:
        """Whether an input takes a file."""
        input = self.inputs.get(name)
        if input is None or input.type is None:
            return False
        return input.type.name in FILES or (input.type.item is not None and input.type.item.name in FILES)

    def can_be_none(self, name: str) -> bool:
        """Whether callers may leave the input out, or empty, so that the code gets None."""
        input = self.inputs.get(name)
        if input is None:
            return True
        return input.meant("default") is None or (input.type is not None and input.type.optional)

    def choices(self, name: str) -> list[Any] | None:
        """The declared choices, where they are known."""
        input = self.inputs.get(name)
        choices = None if input is None else input.meant("choices")
        return choices if isinstance(choices, list) and UNKNOWN not in choices else None

    def has_choices(self, name: str) -> bool:
        """Whether an input has choices, known or not."""
        input = self.inputs.get(name)
        return input is not None and input.argument("choices") is not None

    def bound(self, name: str, keyword: str) -> float | None:
        """`ge`, `le`, `min_length` or `max_length`, where it is a number."""
        input = self.inputs.get(name)
        value = None if input is None else input.meant(keyword)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def default(self, name: str) -> Any:
        """The default of an input as Python means it; a marker where there is none that is known."""
        input = self.inputs.get(name)
        return UNKNOWN if input is None else input.meant("default")

    def values(self, name: str, constants: Iterable[Any]) -> list[Any]:
        """Values of an input to try a condition with these constants."""
        choices = self.choices(name)
        if choices is not None:
            candidates = list(choices)
        elif self.has_choices(name):
            return [UNKNOWN]
        else:
            candidates = list(self._of_kind(name, list(constants)))
        if self.can_be_none(name):
            candidates.append(None)
        return _distinct(candidates) or [UNKNOWN]

    def _of_kind(self, name: str, constants: list[Any]) -> Iterator[Any]:
        """Values of the type of an input, about these constants."""
        kind = self.kind(name)
        if kind in ("int", "float"):
            yield from self._numbers(name, kind, constants)
        elif kind == "bool":
            yield from (True, False)
        elif kind in ("str", "Secret"):
            yield from self._texts(name, constants)
        elif kind in FILES:
            yield from _files(constants)
        elif kind == "list":
            yield []
            for length in {1, *_lengths(constants)}:
                yield ["x"] * length
        else:
            yield UNKNOWN

    def _numbers(self, name: str, kind: str, constants: list[Any]) -> Iterator[Any]:
        low, high = self.bound(name, "ge"), self.bound(name, "le")
        numbers = [c for c in constants if isinstance(c, (int, float)) and not isinstance(c, bool)]
        default = self.default(name)
        centers = [c for c in (*numbers, 0, low, high, default) if isinstance(c, (int, float)) and c == c]
        around = [c + step for c in centers for step in ((-1, 0, 1) if kind == "int" else (-1, -0.25, 0, 0.25, 1))]
        far = max((abs(n) for n in numbers), default=0) * 2 + 1000
        for number in (*around, far, -far):
            if (low is None or number >= low) and (high is None or number <= high):
                yield int(number) if kind == "int" and abs(number) < 1e15 else number

    def _texts(self, name: str, constants: list[Any]) -> Iterator[Any]:
        low, high = self.bound(name, "min_length") or 0, self.bound(name, "max_length") or LONGEST
        texts = [c for c in constants if isinstance(c, str)]
        lengths = _lengths(constants)
        candidates = ["", " ", "a", *texts, *(f"a{text}" for text in texts), *("a" * n for n in lengths)]
        default = self.default(name)
        if isinstance(default, str):
            candidates.append(default)
        yield from (text for text in candidates if low <= len(text) <= high)


def _kind_of_default(default: Any) -> str:
    """The type that a parameter without an annotation shows by its default."""
    return type(default).__name__ if isinstance(default, (bool, int, float, str)) else ""


def _files(constants: list[Any]) -> Iterator[str]:
    texts = (text for text in constants if isinstance(text, str))
    endings = (text if text.startswith(".") else f".{text}" for text in texts)
    for ending in (".png", "", ".xyz", *endings):
        yield FilePath(f"/tmp/input{ending}")


def _lengths(constants: Iterable[Any]) -> list[int]:
    whole = [c for c in constants if isinstance(c, int) and not isinstance(c, bool) and 0 <= c < LONGEST]
    return sorted({length for c in whole for length in (c - 1, c, c + 1) if length > 0})[:12]


def _distinct(values: Iterable[Any]) -> list[Any]:
    first: dict[Any, Any] = {}
    for value in values:
        first.setdefault((type(value), str(value)), value)
    return list(first.values())


def constants_of(terms: Iterable[Term]) -> list[Any]:
    """The constants in some terms."""
    constants: list[Any] = []
    for term in terms:
        for part in parts(term):
            if isinstance(part, Const):
                value = part.value
                constants.extend(value if isinstance(value, (list, tuple, set, frozenset)) else [value])
            elif isinstance(part, Items | Operation):
                continue
    return _distinct(constants)[:24]


def assignments(declared: Declared, terms: list[Term], names: Iterable[str]) -> Iterator[Mapping[str, Any]] | None:
    """All combinations of values to try; None where there are too many."""
    constants = constants_of(terms)
    names = list(names)
    columns = [declared.values(name, constants) for name in names]
    count = 1
    for column in columns:
        count *= len(column)
    if count > MOST:
        return None
    return _rows(names, columns)


def _rows(names: list[str], columns: Iterable[Iterable[Any]]) -> Iterator[Mapping[str, Any]]:
    for row in itertools.product(*columns):
        step()
        yield dict(zip(names, row, strict=True))


def can_hold(declared: Declared, terms: list[Term]) -> bool:
    """Whether all conditions may hold together for values that the declarations allow."""
    names = tuple(dict.fromkeys(name for term in terms for name in term.inputs))
    rows = assignments(declared, terms, names)
    if rows is None:
        return all(can_hold(declared, group) for group in _groups(terms)) if len(terms) > 1 else True
    if any(all(truth(term, row) is not False for term in terms) for row in rows):
        return True
    # No list of texts is long enough to rule out one that begins, ends or is made in a certain way.
    return any(_asks_of_text(term, declared) for term in terms)


def _groups(terms: list[Term]) -> list[list[Term]]:
    """Conditions that are about the same inputs, together."""
    groups: dict[frozenset[str], list[Term]] = {}
    for term in terms:
        groups.setdefault(frozenset(term.inputs), []).append(term)
    return list(groups.values()) if len(groups) > 1 else [[term] for term in terms]


def does_hold(declared: Declared, terms: list[Term]) -> bool:
    """Whether all conditions certainly hold together for some values that the declarations allow."""
    names = tuple(dict.fromkeys(name for term in terms for name in term.inputs))
    rows = assignments(declared, terms, names)
    return rows is not None and any(all(truth(term, row) is True for term in terms) for row in rows)


TEXTUAL = frozenset(
    [".startswith", ".endswith", "in", "not in", ".isdigit", ":suffix", "suffix", ":name", "basename", ".split"]
)


def _asks_of_text(term: Term, declared: Declared) -> bool:
    """Whether a condition looks into a text that is free."""
    return any(
        isinstance(part, Operation)
        and part.name in TEXTUAL
        and any(not declared.has_choices(n) and declared.kind(n) in ("", "str", "Path", "File") for n in part.inputs)
        for part in parts(term)
    )


def must_hold(declared: Declared, terms: list[Term]) -> bool:
    """Whether all conditions hold for every value that the declarations allow."""
    names = tuple(dict.fromkeys(name for term in terms for name in term.inputs))
    rows = assignments(declared, terms, names)
    return rows is not None and all(all(truth(term, row) is True for term in terms) for row in rows)
