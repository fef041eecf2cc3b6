"""A statement of a description that is not true."""

from __future__ import annotations

from typing import NamedTuple

from cog_lsp.evidence.uses.fact import Fact


class Untrue(NamedTuple):
    """A statement that is not true. `start` and `end` are characters of the description."""

    start: int
    end: int
    message: str
    """Completes "The text …"."""
    fact: Fact | None
    """What the body of the method does instead; None where the declaration alone tells."""
    truth: tuple[int, int, str] | None
    """The characters in whose place the truth can stand, and its words."""
    is_value: bool = False
    """Whether it is a value, which the declaration has."""
