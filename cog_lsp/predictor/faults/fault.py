"""The record of a fault."""

from __future__ import annotations

from typing import NamedTuple

from cog_lsp.text import Span


class Fault(NamedTuple):
    """The first place where Python cannot read a file, and a clause that says why."""

    span: Span
    reason: str
