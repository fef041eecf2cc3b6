"""An open document, and what a client was sent last of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cog_lsp.findings.judged import Placed
from cog_lsp.text import LineIndex


@dataclass(frozen=True, slots=True)
class Written:
    """What a client was sent last of a document."""

    index: LineIndex
    parts: Sequence[Placed] = ()
    """What was found in inputs."""
    pieces: Sequence[str] = ()
    """The same as JSON."""


@dataclass(slots=True)
class Document:
    """An open document. Its URI is kept byte for byte as the client wrote it."""

    uri: str
    path: Path
    version: int
    text: str
    index: LineIndex = field(init=False)
    written: Written = field(init=False)

    def __post_init__(self) -> None:
        self.index = LineIndex(self.text)
        self.written = Written(self.index)
