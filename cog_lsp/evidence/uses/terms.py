"""Symbolic values: what an expression is made of, in terms of the inputs.

A condition is a term like any other: it can be evaluated for given values of the inputs (`evaluate.py`) and said in
plain words (`words.py`). Terms are small; one that grows beyond `LARGEST` becomes opaque.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

LARGEST, MOST_ITEMS, MOST_CHANGES = 400, 300, 240
"""Parts of the largest term, items of the longest list, operations that are remembered of what became opaque."""


class Place(NamedTuple):
    """Where something stands: the file relative to the model's folder, the first and the last line from 1."""

    file: str
    line: int
    end_line: int


class Term:
    """A value. `inputs` are the inputs that it is made of, the one that matters most first."""

    __slots__ = ()
    inputs: tuple[str, ...] = ()
    size: int = 1


class Const(Term):
    """A value that stands in the code."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class Given(Term):
    """An input as it was sent."""

    __slots__ = ("inputs", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.inputs: tuple[str, ...] = (name,)


class Opaque(Term):
    """Something that is not followed. Its inputs were noted as used where it was made, but for those in `pending`; so
    were the operations that it is made of, but for those in `changes`."""

    __slots__ = ("changes", "inputs", "pending", "what")

    def __init__(
        self,
        inputs: tuple[str, ...] = (),
        what: str = "",
        pending: tuple[str, ...] = (),
        changes: tuple[Operation | Choice, ...] = (),
    ) -> None:
        self.inputs: tuple[str, ...] = inputs
        self.what = what
        self.pending = pending
        self.changes = changes


class Operation(Term):
    """Something made of other terms: `name` is an operator, a function, `.method` or `:attribute`."""

    __slots__ = ("at", "inputs", "name", "operands", "size", "source")

    def __init__(self, name: str, operands: tuple[Term, ...], at: Place, source: str = "") -> None:
        self.name = name
        self.operands = operands
        self.at = at
        self.source = source
        """The code, where it is worth being quoted."""
        self.inputs: tuple[str, ...] = union(operands)
        self.size: int = 1 + sum(operand.size for operand in operands)


class Choice(Term):
    """One of two values, by a test."""

    __slots__ = ("at", "inputs", "otherwise", "size", "source", "test", "then")

    def __init__(self, test: Term, then: Term, otherwise: Term, at: Place, source: str = "") -> None:
        self.test = test
        self.then = then
        self.otherwise = otherwise
        self.at = at
        self.source = source
        self.inputs: tuple[str, ...] = union((then, otherwise, test))
        self.size: int = 1 + test.size + then.size + otherwise.size


class Items(Term):
    """A list or tuple whose items are known."""

    __slots__ = ("inputs", "items", "size")

    def __init__(self, items: tuple[Term, ...]) -> None:
        self.items = items
        self.inputs: tuple[str, ...] = union(items)
        self.size: int = 1 + sum(item.size for item in items)


class Table(Term):
    """A dictionary, or the keyword arguments of a call, whose keys are known."""

    __slots__ = ("entries", "inputs", "size", "whole")

    def __init__(self, entries: Mapping[Any, Term], *, whole: bool = True) -> None:
        self.entries: dict[Any, Term] = dict(entries)
        self.whole = whole
        """Whether there are no other keys."""
        self.inputs: tuple[str, ...] = union(self.entries.values())
        self.size: int = 1 + sum(entry.size for entry in self.entries.values())


class Instance(Term):
    """An object with attributes of its own, which the state holds by this identity; `of` is its class, if known."""

    __slots__ = ("base", "of")

    def __init__(self, of: Any = None, base: Term | None = None) -> None:
        self.of = of
        self.base = base
        """What it was before an attribute was set on it."""

    @property
    def inputs(self) -> tuple[str, ...]:  # type: ignore[override]
        """The inputs of what it was made from."""
        return () if self.base is None else self.base.inputs


class Callable(Term):
    """A function, class or module: `target` is its definition, `name` the dotted name it is known by, `bound` the
    object whose method it is, `defined` the names around it where it was defined inside another function."""

    __slots__ = ("bound", "defined", "name", "target")

    def __init__(self, name: str, target: Any = None, bound: Term | None = None, defined: Any = None) -> None:
        self.name = name
        self.target = target
        self.bound = bound
        self.defined = defined


NONE = Const(None)


def union(terms: Iterable[Term]) -> tuple[str, ...]:
    """The inputs of several terms, each once, in order."""
    return tuple(dict.fromkeys(name for term in terms for name in term.inputs))


def collapsed(terms: Iterable[Term]) -> Opaque:
    """Terms that are not followed any further, as one value."""
    terms = list(terms)
    pending: dict[str, None] = {}
    changes: dict[int, Operation | Choice] = {}
    for term in terms:
        for part in parts(term) if term.inputs else ():
            if isinstance(part, Given):
                pending[part.name] = None
            elif isinstance(part, Opaque):
                pending.update(dict.fromkeys(part.pending))
                if len(changes) < MOST_CHANGES:
                    changes.update((id(change), change) for change in part.changes)
            elif isinstance(part, (Operation, Choice)) and part.inputs:
                changes[id(part)] = part
    return Opaque(union(terms), "", tuple(pending), tuple(changes.values())[:MOST_CHANGES])


def operation(name: str, operands: Iterable[Term], at: Place, source: str = "") -> Term:
    """An operation, or something opaque where that would be too large."""
    term = Operation(name, tuple(operands), at, source)
    return term if term.size <= LARGEST else collapsed([term])


def items(terms: Iterable[Term]) -> Term:
    """A list whose items are known, or something opaque where that would be too large."""
    term = Items(tuple(terms))
    return term if term.size <= LARGEST or (not term.inputs and len(term.items) <= MOST_ITEMS) else collapsed([term])


def choice(test: Term, then: Term, otherwise: Term, at: Place, source: str = "") -> Term:
    """One of two values, or something opaque where that would be too large."""
    if then is otherwise or same(then, otherwise):
        return then
    term = Choice(test, then, otherwise, at, source)
    return term if term.size <= LARGEST else collapsed([term])


def negation(test: Term) -> Term:
    """The opposite of a condition, pushed inward."""
    if isinstance(test, Operation):
        if test.name == "not":
            return test.operands[0]
        if test.name in ("and", "or"):
            other = "or" if test.name == "and" else "and"
            return Operation(other, tuple(map(negation, test.operands)), test.at, test.source)
        if test.name in OPPOSITE:
            return Operation(OPPOSITE[test.name], test.operands, test.at, test.source)
        return Operation("not", (test,), test.at, test.source)
    if isinstance(test, Const):
        return Const(not test.value)
    return Operation("not", (test,), test.at if isinstance(test, Choice) else NOWHERE)


NOWHERE = Place("", 0, 0)
OPPOSITE = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "is": "is not",
    "is not": "is",
    "in": "not in",
    "not in": "in",
}


def atoms(test: Term, joined: str = "and") -> Iterator[Term]:
    """The parts of a conjunction (or of a disjunction)."""
    if isinstance(test, Operation) and test.name == joined:
        for operand in test.operands:
            yield from atoms(operand, joined)
    else:
        yield test


def same(left: Term, right: Term) -> bool:
    """Whether two terms are made alike."""
    if left is right:
        return True
    if type(left) is not type(right) or left.size != right.size or left.inputs != right.inputs:
        return False
    if isinstance(left, Const) and isinstance(right, Const):
        return type(left.value) is type(right.value) and bool(left.value == right.value)
    if isinstance(left, Given):
        return True
    return _alike(left, right)


def _alike(left: Term, right: Term) -> bool:
    """Whether two terms of one class, with the same inputs, have the same parts."""
    if isinstance(left, Operation) and isinstance(right, Operation):
        return (
            left.name == right.name
            and len(left.operands) == len(right.operands)
            and all(map(same, left.operands, right.operands))
        )
    if isinstance(left, Choice) and isinstance(right, Choice):
        return same(left.test, right.test) and same(left.then, right.then) and same(left.otherwise, right.otherwise)
    if isinstance(left, Items) and isinstance(right, Items):
        return len(left.items) == len(right.items) and all(map(same, left.items, right.items))
    if isinstance(left, Callable) and isinstance(right, Callable):
        return left.name == right.name and left.target is right.target and left.bound is right.bound
    return False


def parts(term: Term) -> Iterator[Term]:
    """A term and all that it is made of."""
    waiting = [term]
    while waiting:
        now = waiting.pop()
        yield now
        waiting.extend(reversed(children(now)))


def children(term: Term) -> tuple[Term, ...]:
    """What a term is made of directly."""
    if isinstance(term, Operation):
        return term.operands
    if isinstance(term, Choice):
        return term.test, term.then, term.otherwise
    if isinstance(term, Items):
        return term.items
    if isinstance(term, Table):
        return tuple(term.entries.values())
    return ()
