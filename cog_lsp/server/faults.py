"""What keeps Python from reading a file that somebody is typing into: told when typing rests.

Half of all keystrokes leave a file that Python cannot read. An edit that takes a bracket or quotation mark away is told
of at once, one that adds something only when no other has come for a while.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.find import fault_of
from cog_lsp.predictor.syntax.difference import difference, word_edit
from cog_lsp.regex import regex
from cog_lsp.server.rest import WaitsForRest

STRUCTURE = regex(r"[()\[\]{}\"',:=]")


class Faults(WaitsForRest):
    """The answers for open files, and which of them wait."""

    def __init__(self, rested: Callable[[Path], None]) -> None:
        super().__init__(rested)
        self._known: dict[Path, tuple[str, Fault | None]] = {}
        """What was answered last, with the text that it was answered for."""

    def of(self, path: Path, text: str) -> Fault | None:
        """Where Python cannot read a file, as far as it is told already."""
        entry = self._known.get(path)
        if path in self._waiting or (entry is not None and entry[0] == text):
            return entry[1] if entry is not None else None
        fault = fault_of(text)
        self._known[path] = text, fault
        return fault

    def changed(self, path: Path, before: str, after: str) -> bool:
        """A file was changed: whether somebody must wait for its rest, with `rest`."""
        entry = self._known.get(path)
        if entry is None:
            return False  # no part of a model, or not asked for yet
        if path in self._waiting:
            self._waiting[path] = monotonic()
            return False
        if entry[0] != before:
            return False  # forgotten while it waited: what is known is of an older text
        start, old_end, new_end = difference(before, after)
        fault = entry[1]
        if fault is not None and fault.span.start <= old_end and start <= fault.span.end:
            return False  # the words of the fault itself: looked for anew
        if word_edit(before, after, start, old_end, new_end) is not None:
            self._known[path] = after, fault if fault is None else _moved(fault, start, new_end - old_end)
        elif fault is None and not STRUCTURE.search(before, start, old_end):
            self._waiting[path] = monotonic()
            return True
        return False

    def drop(self, path: Path) -> None:
        """Keep nothing of a file: it is not open."""
        self._known.pop(path, None)


def _moved(fault: Fault, start: int, by: int) -> Fault:
    return fault if fault.span.start < start else fault._replace(span=fault.span.shifted(by))
