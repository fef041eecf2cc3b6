"""The state of a reading: what each name holds, the conditions on the way, and the trace of what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tree_sitter import Node

from cog_lsp import pace
from cog_lsp.evidence.uses.modules import Class, Function, Module, Modules
from cog_lsp.evidence.uses.terms import (
    Choice,
    Given,
    Instance,
    Opaque,
    Operation,
    Place,
    Table,
    Term,
    atoms,
    children,
    choice,
    negation,
)
from cog_lsp.evidence.uses.trace import Guard, Path, Refused, Trace, Use

MOST_STEPS = 100_000
"""Nodes of the entry method that are read."""
MOST_OF_CALL = 12_000
"""Nodes that are read for one call from the entry method, further calls included."""
MOST_OF_CALLS = 40_000
"""Nodes that are read for all calls; beyond, no further one is followed."""
LONGEST_PATH = 40
DEEPEST_NESTING = 90
"""Statements and expressions that are read inside each other, through calls too."""
DEEPEST = 4
"""Calls that are followed into each other; one more where it leads to a small function."""
SMALL = 1_500
"""Bytes of the largest small function."""


UNBOUND, MISSING = "unbound", "missing"
"""What an opaque value stands for that a name, or a key of a dictionary, has on one side of a branch only."""


class Frame:
    """A function that is being read."""

    __slots__ = ("catching", "depth", "enclosing", "function", "given", "module", "owner", "returns", "self", "start")

    def __init__(
        self, module: Module, function: Node | None, owner: Class | None, depth: int, enclosing: Frame | None = None
    ) -> None:
        self.module = module
        self.function = function
        self.owner = owner
        self.depth = depth
        self.enclosing = enclosing
        self.self: Term | None = None
        self.given: tuple[str, ...] = ()
        """The inputs that its parameters hold."""
        self.returns: list[tuple[Path, Term]] = []
        self.start: Path = ()
        self.catching: list[frozenset[str]] = []


class Exit(NamedTuple):
    """Where the flow leaves: `kind` is raise, return or loop; `again`: to the next item of a loop."""

    frame: Frame
    path: Path
    kind: str
    again: bool = False


class State:
    """Everything that changes while a predictor is read."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.names: dict[tuple[Any, str], Term] = {}
        """What a name of a frame, or an attribute of an instance, holds."""
        self.path: Path = ()
        self.trace = Trace()
        self.exits: list[Exit] = []
        self.steps = 0
        self.limit = MOST_STEPS
        """Steps beyond which nothing more is read in the call that is followed."""
        self.followed = 0
        """Steps of all calls that were followed."""
        self.effects = 0
        """How often something was done that is not seen in values: an unknown call, an item stored elsewhere."""
        self.copies: set[str] = set()
        """The names of files that are copies of others, on some way."""
        self.depth = 0
        self.called: Place | None = None
        """Where the entry method calls the function that is being read, or calls what calls it."""
        self.running: list[Node] = []
        """The functions that are being read, to stop at recursion."""
        self.catching: list[frozenset[str]] = []
        """The exceptions that enclosing handlers swallow, from the outside in."""
        self.quiet = 0
        """Above 0, nothing is traced: set-up code is read for what it binds only."""
        self.call: Callable[[Node, Frame, State], Term]
        """Reads a call, as `calls.py` does. Like the next three it is set by `reading.py`: expressions hold calls,
        calls lead to statements, and statements hold expressions."""
        self.evaluate: Callable[[Node | None, Frame], Term]
        """Reads an expression."""
        self.block: Callable[[Node | None, Frame], bool]
        """Reads statements; True where the flow never comes to their end."""
        self.run: Callable[[Function, list[Term], dict[str, Term], Term | None, Frame, Place], Term]
        """Reads the body of a function that is called."""

    def step(self) -> bool:
        """Counts one node; False where enough was read."""
        pace.step()
        self.steps += 1
        if self.steps > MOST_STEPS:
            self.trace.lost = True
        if self.steps > self.limit:
            self.trace.whole = False
        return self.steps <= self.limit

    def bind(self, owner: Any, name: str, value: Term) -> None:
        """Lets a name hold a value."""
        self.names[owner, name] = value

    def under(self, test: Term, at: Place, source: str = "") -> Path:
        """The way to what happens under a further condition."""
        return self.extended([Guard(part, at, source=source) for part in atoms(test)])

    def extended(self, guards: Iterable[Guard]) -> Path:
        """The way with further guards; the oldest that only repeat refusals give way where it grows long."""
        path = (*self.path, *guards)
        if len(path) > LONGEST_PATH:
            certain = [guard for guard in path if not guard.assumed]
            path = tuple(certain[-LONGEST_PATH:])
        return path

    # What is consumed

    def consume(self, term: Term, at: Place, kind: str = "value", path: Path | None = None) -> None:
        """Notes that a value is used: its inputs with the conditions under which they are in it."""
        if self.quiet:
            return
        waiting = [(term, self.path if path is None else path, kind)]
        seen: dict[tuple[int, int, str], Path] = {}
        while waiting:
            pace.step()
            now, way, how = waiting.pop()
            key = id(now), id(way), how
            if key in seen:
                continue
            seen[key] = way  # which keeps its identity
            if isinstance(now, Instance):
                waiting.extend((self.names[key2], way, how) for key2 in list(self.names) if key2[0] is now)
                if now.base is not None:
                    waiting.append((now.base, way, how))
            elif now.inputs or isinstance(now, Table):
                waiting.extend(self._parts(now, way, how, at))

    def _parts(self, term: Term, path: Path, kind: str, at: Place) -> list[tuple[Term, Path, str]]:
        """Notes what a term is itself, and gives what it is made of with the way to each part."""
        trace = self.trace
        if isinstance(term, Given):
            trace.uses.append(Use(term.name, path, at, kind, self.called))
        elif isinstance(term, Opaque):
            trace.uses.extend(Use(name, path, at, kind, self.called) for name in term.pending)
            if kind != "log":
                trace.note(term.changes, path)
        elif isinstance(term, Choice):
            if kind != "log":
                trace.note([term], path)
            then = (*path, *(Guard(part, term.at, source=term.source) for part in atoms(term.test)))
            other = negation(term.test)
            otherwise = (*path, *(Guard(part, term.at, source=term.source) for part in atoms(other)))
            inner = kind if kind != "value" else "test"
            return [(term.test, path, inner), (term.then, then, kind), (term.otherwise, otherwise, kind)]
        elif isinstance(term, Operation):
            if kind != "log":
                trace.note([term], path)
            if term.name == "text":
                trace.labels.update(map(id, term.operands))
            if term.name in ("and", "or"):
                return self._connected(term, path, kind)
            return [(operand, path, kind) for operand in term.operands]
        else:
            return [(part, path, kind) for part in children(term)]
        return []

    def _connected(self, term: Operation, path: Path, kind: str) -> list[tuple[Term, Path, str]]:
        """An operand of `and` matters only where the others are true, one of `or` only where they are false."""
        operands: list[tuple[Term, Path, str]] = []
        for operand in term.operands:
            others = [other for other in term.operands if other is not operand]
            conditions = others if term.name == "and" else [negation(other) for other in others]
            operands.append((operand, (*path, *(Guard(c, term.at) for c in conditions)), kind))
        return operands

    def lose(self, at: Place, frame: Frame) -> None:
        """Something is done that may use any name: every input that a name of the frame holds is used."""
        if self.quiet:
            return
        owner: Frame | None = frame
        while owner is not None:
            self.trace.lost = self.trace.lost or owner.depth == 0
            for (holder, _), term in list(self.names.items()):
                if holder is owner:
                    self.consume(term, at)
            owner = owner.enclosing

    # Refusals and exits

    def refuse(
        self, frame: Frame, at: Place, message: str, how: str, exception: str = "", test: Term | None = None
    ) -> None:
        """Notes that the run ends with an error here, or (`test`) where a condition holds."""
        before = self.path
        if test is not None:
            self.path = self.under(test, at)
        caught = any("" in names or exception in names for names in self.catching)
        if not self.quiet:
            self.trace.refused.append(Refused(self.path, at, message, how, caught, len(self.running) - 1, frame.given))
        self.path = before

    def leave(self, frame: Frame, kind: str, *, again: bool = False) -> None:
        """Notes that the flow leaves here."""
        self.exits.append(Exit(frame, self.path, kind, again))

    # Branches

    def merge(
        self,
        test: Term,
        then: dict[tuple[Any, str], Term],
        other: dict[tuple[Any, str], Term],
        at: Place,
        source: str = "",
    ) -> None:
        """After a branch: a name holds what either side bound it to."""
        merged = dict(other)
        unbound = Opaque((), UNBOUND)
        for key, value in then.items():
            before = other.get(key)
            if before is value:
                continue
            merged[key] = joined(test, value, unbound if before is None else before, at, source)
        for key, value in other.items():
            if key not in then:
                merged[key] = joined(test, unbound, value, at, source)
        self.names = merged


def joined(test: Term, then: Term, otherwise: Term, at: Place, source: str = "") -> Term:
    """One of two values by a test; of dictionaries, key by key."""
    if isinstance(then, Table) and isinstance(otherwise, Table):
        missing = Opaque((), MISSING)
        keys = dict.fromkeys([*then.entries, *otherwise.entries])
        entries = {
            key: joined(test, then.entries.get(key, missing), otherwise.entries.get(key, missing), at, source)
            for key in keys
        }
        return Table(entries, whole=then.whole and otherwise.whole)
    if isinstance(then, Opaque) and then.what == UNBOUND and not otherwise.inputs:
        return otherwise
    return choice(test, then, otherwise, at, source)
