"""The record of a fault."""

from __future__ import annotations

from typing import NamedTuple

from cog_lsp.text import Span


class Fault(NamedTuple):
    """The first place where Python, or Cog, cannot read a file."""

    span: Span
    reason: str
    """A clause that says why, or what to look for."""
    message: str = "Python cannot read this file from line {line}: {reason}"
    """With `{line}`, counted from 1, and `{reason}`."""
    line: int = 0
    """The line of the span, from 1."""

    def told(self) -> str:
        """The whole message."""
        return self.message.format(line=self.line, reason=self.reason)
