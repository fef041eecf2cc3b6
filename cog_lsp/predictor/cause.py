"""Why the generator cannot follow a type, a class or a default that is right in Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

Kind = Literal[
    "enumeration", "alias", "dataclass", "derived", "class", "made", "passed on", "module", "unbound", "annotated"
]  # fmt: skip


class Cause(Struct, frozen=True):
    """What a name is that the generator does not follow."""

    kind: Kind
    """An enumeration; an alias of a type; a dataclass; a class that derives from a model; another class; what a call
    makes, such as `NewType(…)`; a model that only a package's `__init__.py` passes on; a name of a module that is none
    of the model's files; one that nothing binds; `Annotated[…]` with a call in it."""
    name: str
    """As it is written."""
    module: str = ""
    """The module that it is imported from, or from which it is passed on."""
    source: str = ""
    """What can be written in its place: the type that an alias stands for, the type inside `Annotated[…]`."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The values of an enumeration by the names of its members; none where one of them is not known."""
