"""What happened while a predictor was read: conditions, uses, refusals, branches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct, field

from cog_lsp.evidence.uses.terms import Choice, Operation, Place, Term

LOOP, ATTEMPT = "loop", "attempt"
"""What an opaque guard stands for: the body of a loop, and the failure of what a `try` tries."""


class Guard(NamedTuple):
    """A condition on the way to a place. `assumed`: the opposite was refused before, so that it always holds here."""

    test: Term
    at: Place
    assumed: bool = False
    source: str = ""


Path = tuple[Guard, ...]


class Use(NamedTuple):
    """Where an input is consumed. `kind`: value, test (of a branch), log, refusal."""

    name: str
    path: Path
    at: Place
    kind: str
    called: Place | None = None
    """Where the entry method calls the function in which it is used, if it is used in another one."""


class Refused(NamedTuple):
    """Where the run is ended with an error. `how`: raise, assert, exit, return, handler."""

    path: Path
    at: Place
    message: str
    how: str
    caught: bool
    depth: int
    """Calls that lead from the entry method to it."""
    given: tuple[str, ...] = ()
    """The inputs that the function in which it stands was given."""


class Passed(NamedTuple):
    """A value handed to something that is not followed: `keyword` is a name or a position."""

    function: str
    keyword: str
    value: Term
    path: Path
    at: Place


class Branch(NamedTuple):
    """The test of an `if` statement, the way to it, whether its branches do more than bind names, and whether the run
    always ends with an error where it is true, or where it is false. `decides`: they do more than bind names and ask
    further, as an `elif` does."""

    guard: Guard
    path: Path
    does: bool
    refuses_true: bool
    refuses_false: bool
    frame_depth: int
    decides: bool
    keeps: bool | None = None
    """Of a loop that goes through something: whether it does something with the items for which the test is true, and
    nothing with the others; False for the other way round, None where it is neither."""


MOST_NOTES, MOST_OF_SAME = 100_000, 50
"""Uses of the results of operations and choices that are remembered, of all and of a single one; long code has some ten
thousands."""


class Trace(Struct):
    """What happened, in order."""

    uses: list[Use] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    choices: list[tuple[Choice, Path]] = field(default_factory=list)
    """Choices whose value was consumed."""
    changed: list[tuple[Operation, Path]] = field(default_factory=list)
    """Operations whose result was consumed."""
    branches: list[Branch] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    opened: list[Use] = field(default_factory=list)
    """Inputs that are opened as files, or whose methods are called, nothing caught; `kind` is the function."""
    kept: list[Guard] = field(default_factory=list)
    """What the items of a list are chosen by."""
    labels: set[int] = field(default_factory=set)
    """The operations whose result only stands in a text, such as the name of a file."""
    whole: bool = True
    """Whether every call that could be followed was, to its end."""
    _notes: int = 0
    _noted: dict[int, int] = field(default_factory=dict)
    """How often the result of each operation and choice was noted."""
    lost: bool = False
    """Something happened that cannot be followed: nobody knows what is used."""

    def note(self, terms: Iterable[Operation | Choice], path: Path) -> None:
        """Remembers that the results of operations and choices were consumed."""
        for term in terms:
            self._notes += 1
            if self._notes > MOST_NOTES:
                return  # it is the same values over and over: each pass of many loops gives those of all before
            times = self._noted[id(term)] = self._noted.get(id(term), 0) + 1  # the lists keep it, and so its identity
            if times > MOST_OF_SAME:
                continue
            if isinstance(term, Choice):
                self.choices.append((term, path))
            else:
                self.changed.append((term, path))
