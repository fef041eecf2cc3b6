"""What was worked out from the files of a workspace, kept until one of the answers that it came from may be another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Set
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from cog_lsp.project.disk import Changes, Disk, Question

T = TypeVar("T")


class _Entry(NamedTuple, Generic[T]):
    value: T
    questions: Set[Question]


class _Meanwhile:
    """What happened while something was worked out: long work pauses."""

    def __init__(self) -> None:
        self.changes: set[Question] = set()
        self.is_cleared = False


class Remembered(Generic[T]):
    """Values by the path that they are about."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._entries: dict[Path, _Entry[T]] = {}
        self._questions: set[Question] = set()
        """All that the entries depend on, or did."""
        self._running: list[_Meanwhile] = []

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, path: Path) -> T | None:
        """What is remembered of a path."""
        entry = self._entries.get(path)
        return None if entry is None else entry.value

    def of(self, path: Path, work: Callable[[Path], T]) -> T:
        """What is remembered of a path, or what `work` gives. Whoever asks depends on what that depended on."""
        entry = self._entries.get(path)
        if entry is not None:
            self._disk.note(entry.questions)
            return entry.value
        meanwhile = _Meanwhile()
        self._running.append(meanwhile)
        try:
            with self._disk.asking() as questions:
                value = work(path)
        finally:
            self._running.remove(meanwhile)
        if not meanwhile.is_cleared and questions.isdisjoint(meanwhile.changes):
            self._entries[path] = _Entry(value, questions)
            self._questions |= questions
        return value

    def forget(self, changes: Changes) -> Collection[Path]:
        """Forget what depends on an answer that may be another now; the paths that it was about."""
        for meanwhile in self._running:
            meanwhile.changes |= changes
        if self._questions.isdisjoint(changes):
            return ()
        paths = [path for path, entry in self._entries.items() if not entry.questions.isdisjoint(changes)]
        for path in paths:
            del self._entries[path]
        return paths

    def drop(self, path: Path) -> None:
        """Forget what is remembered of a path."""
        self._entries.pop(path, None)

    def clear(self) -> None:
        """Forget everything."""
        for meanwhile in self._running:
            meanwhile.is_cleared = True
        self._entries.clear()
        self._questions.clear()
