"""Recognizes files that the code opens, and values whose methods it calls, whether they were sent or not."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import MUST_BE_GIVEN, Fact
from cog_lsp.evidence.uses.trace import Trace
from cog_lsp.regex import regex

OPENERS = regex(
    r"(?:^|\.)(?:open|imread|imopen|load_image|read_image|read_video|load_audio|ZipFile|VideoCapture)$|"
    r"^(?:len|int|float)$"
)
"""Functions that fail where they are given None instead of a file, a text or a number."""


def openings(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """The facts of the kind `opened`: no condition stands before the call, and callers may leave the value out."""
    for used in trace.opened:
        if not used.path and declared.can_be_none(used.name):
            yield Fact("opened", (used.name,), used.at, used.kind, MUST_BE_GIVEN, trivial=True)
