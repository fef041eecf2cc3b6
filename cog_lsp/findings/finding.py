"""What a rule reports."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from cog_lsp.findings.repairs import Repair
from cog_lsp.text import Span

Severity = Literal["error", "warning", "information", "hint", "off"]
SEVERITY_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "information": 2, "hint": 3, "off": 4}

UNREAD = "unread"
"""The key in the data of a finding on a draft that nobody has read."""


class Related(NamedTuple):
    """A place elsewhere that shows why something is reported: a line, from 1, of another file or of the same one."""

    path: Path | None
    line: int
    message: str


class Finding(NamedTuple):
    """One thing that a rule reports. A tuple, because all below an edit are made anew at every keystroke.

    `span` is relative to the input's first character for rules whose subject is "input", and absolute in the file
    for all others. The checker makes all of them absolute and fills in `severity`.
    """

    rule: str
    message: str
    span: Span
    input: str | None = None
    repairs: tuple[Repair, ...] = ()
    severity: Severity = "warning"
    data: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    """What a hover or an editor needs beside the message, by name: (("term", "CFG"),), (("topics", (…)),)."""
    related: tuple[Related, ...] = ()

    @property
    def is_unread(self) -> bool:
        """Whether it reports a text that came in bulk and that nobody has kept yet."""
        return any(key == UNREAD for key, _ in self.data)


def about_input(name: str, message: str) -> str:
    """A message that begins with the name of the input that it is about."""
    if not message.startswith(("Cog", "Python")):
        message = message[:1].lower() + message[1:]
    return f"`{name}`: {message}"


Findings = tuple[Finding, ...]
