"""The texts of the user's files: open buffers above the disk. Nothing else reads what users wrote.

Nothing outside the workspace is read, and what cannot be read (a missing file, a pipe, a file of several megabytes) is
None.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

from cog_lsp.text import clean

LARGEST = 1024 * 1024
"""Bytes of the largest file that is read. The largest predictor seen in public has 60 KB."""
LARGEST_PICTURE = 16 * 1024 * 1024
"""Bytes of the largest picture that the preview shows."""
LARGEST_YAML = 64 * 1024
"""The same of a file in YAML, whose reader takes seconds for a megabyte."""


def largest(path: Path) -> int:
    """Bytes of the largest file, or characters of the largest buffer, of this kind that is read."""
    return LARGEST_YAML if path.suffix in (".yaml", ".yml") else LARGEST


Question = tuple[Literal["text", "there", "names", "marks"], Path]
"""The text of a file, whether something is there, which names a folder has, and what a Python file is taken for."""
Changes = frozenset[Question]
"""Questions whose answers may be others now."""


class _Asked(threading.local):
    """What is asked: work that is done in turns has a thread and questions of its own."""

    questions: set[Question] | None = None


class Disk:
    """The folders that are open and the buffers in them.

    What was asked once is kept, so that no keystroke asks the disk. `look_again` finds what has changed there, and
    `asking` tells what some work depends on: the questions that it asked.
    """

    def __init__(self, roots: Iterable[Path] = ()) -> None:
        self.roots = [Path(os.path.abspath(root)) for root in roots]
        self.buffers: dict[Path, str] = {}
        self._states: dict[Path, os.stat_result | None] = {}
        """What was asked for, as it was then; None where nothing was there."""
        self._texts: dict[Path, str | None] = {}
        """Files that were read."""
        self._not_utf8: dict[Path, int] = {}
        """Of those, the ones that are not UTF-8: the first character that is none."""
        self._outside: dict[Path, bool] = {}
        """Whether a link leads out of the folders that are open, by files that are not there."""
        self._asked = _Asked()

    @contextmanager
    def asking(self) -> Iterator[set[Question]]:
        """The questions that are asked until the end of the block."""
        outer, questions = self._asked.questions, set[Question]()
        self._asked.questions = questions
        try:
            yield questions
        finally:
            self._asked.questions = outer
            self.note(questions)

    def note(self, questions: Iterable[Question]) -> None:
        """These were asked, now or when what is used now was worked out."""
        if self._asked.questions is not None:
            self._asked.questions.update(questions)

    def open(self, path: Path, text: str) -> Changes:
        """Let the text of a buffer stand above the file, which may have another meanwhile."""
        return self.look_again([path]) | self._put(path, clean(text))

    def change(self, path: Path, text: str) -> Changes:
        """Let the text of a buffer be another."""
        return self._put(path, text)

    def close(self, path: Path) -> Changes:
        """Go back to what is on the disk."""
        return self.look_again([path]) | self._put(path, None)

    def _put(self, path: Path, text: str | None) -> Changes:
        """Set the text of a buffer, or take it away."""
        before = self._text(path), path in self.buffers or self._state(path) is not None
        was_bad = self.not_utf8(path) is not None
        if text is None:
            self.buffers.pop(path, None)
        else:
            self.buffers[path] = text
        after = self._text(path), path in self.buffers or self._state(path) is not None
        changes: set[Question] = set()
        if before[0] != after[0] or was_bad or self.not_utf8(path) is not None:
            changes.add(("text", path))
        if before[1] != after[1] or (before[0] is None) != (after[0] is None):  # a buffer may stand where none may read
            changes |= {("there", path), ("names", path.parent)}
        return frozenset(changes)

    def look_again(self, paths: Iterable[Path] | None = None, told: Iterable[Path] = ()) -> Changes:
        """Look at files and folders anew, or at all that were ever asked for. Of those in `told`, somebody says that
        they came, went or changed."""
        changes: set[Question] = set()
        for path in list(self._states) if paths is None else paths:
            if path in self._states and _signature(self._states[path]) != _signature(now := _stat(path)):
                changes |= self._changed(path, now)
        for path in told:
            if path in self._states:
                changes |= self._changed(path, _stat(path))
        return frozenset(changes)

    def _changed(self, path: Path, now: os.stat_result | None) -> set[Question]:
        """Drop what is known of a file or folder, and keep how it is now."""
        before, self._states[path] = self._states[path], now
        self._texts.pop(path, None)
        self._outside.pop(path, None)
        changes: set[Question] = {("names", path)}
        if path not in self.buffers:
            changes |= {("text", path), ("marks", path)}
        if (before is None) != (now is None):
            changes |= {("there", path), ("names", path.parent)}
        return changes

    def forget(self) -> None:
        """Look at the disk anew at the next question."""
        self._states.clear()
        self._texts.clear()
        self._outside.clear()

    def _state(self, path: Path) -> os.stat_result | None:
        if path not in self._states:
            self._states[path] = _stat(path)
        return self._states[path]

    def read(self, path: Path) -> str | None:
        """The text of a buffer or file; None where there is none that can be read."""
        self.note([("text", path)])
        return self._text(path)

    def _text(self, path: Path) -> str | None:
        if path in self.buffers:
            text = self.buffers[path]
            return text if len(text) <= largest(path) else None
        if path not in self._texts:
            self._texts[path] = self._from_disk(path)
        return self._texts[path]

    def _from_disk(self, path: Path) -> str | None:
        """The text of a file on the disk; None where it is not there, no regular file, too large, or outside."""
        # Ask before opening: opening a pipe would wait for a writer.
        state = self._state(path)
        if state is None or not stat.S_ISREG(state.st_mode) or state.st_size > largest(path) or not self.inside(path):
            return None
        try:
            data = path.read_bytes()
        except OSError:
            return None
        text = data.decode("utf-8-sig", "replace")
        self._not_utf8.pop(path, None)
        if "\ufffd" in text and (at := _first_bad(data)) is not None:
            self._not_utf8[path] = at
        return text

    def picture(self, path: Path) -> Callable[[], bytes | None] | None:
        """What reads a picture, in any thread, as it is then; None where there is none that may be shown."""
        return partial(self._picture, path) if self._is_picture(path) else None

    def _picture(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes() if self._is_picture(path) else None
        except OSError:
            return None

    def _is_picture(self, path: Path) -> bool:
        """Whether a file is there that is not too large, and not outside. Nothing is kept: any thread may ask."""
        state = _stat(path)
        is_small = state is not None and stat.S_ISREG(state.st_mode) and state.st_size <= LARGEST_PICTURE
        return is_small and self.inside(path)

    def not_utf8(self, path: Path) -> int | None:
        """The offset of the first character of a file, as it was read last, that is not UTF-8; None in a buffer, which
        the editor has decoded."""
        return None if path in self.buffers else self._not_utf8.get(path)

    def inside(self, path: Path) -> bool:
        """Whether the file, symbolic links followed, lies in the workspace (or in its model's folder without one)."""
        try:
            real = Path(os.path.realpath(path))
        except ValueError:  # a NUL in the path
            return False
        return any(real.is_relative_to(os.path.realpath(root)) for root in self._bounds(path))

    def _bounds(self, path: Path) -> list[Path]:
        """The folders out of which no symbolic link may lead: those that are open, else the repository, else the
        model's folder."""
        return self.roots or [_holding(path, ".git") or _holding(path, "cog.yaml") or path.parent]

    def top(self, path: Path) -> Path:
        """How far upward a search may go: the workspace folder that holds the path, else its repository, else "/"."""
        holding = [root for root in self.roots if path.is_relative_to(root)]
        if holding:
            return min(holding, key=lambda root: len(root.parts))
        return _holding(path, ".git") or Path(path.anchor or ".")

    def free(self, path: Path) -> bool:
        """Whether nothing forbids to read a file: it is open, not there yet, or inside."""
        return path in self.buffers or not self.is_there(path) or self.inside(path)

    def exists(self, path: Path) -> bool:
        """Whether a file or folder is there, open files included; what lies outside counts as there, unread."""
        if self.is_there(path):
            return True
        if path not in self._outside:
            self._outside[path] = not self.inside(path)
        return self._outside[path]

    def is_there(self, path: Path) -> bool:
        """Whether a file or folder is there, wherever it lies, open files included."""
        self.note([("there", path)])
        return path in self.buffers or self._state(path) is not None

    def is_file(self, path: Path) -> bool:
        """Whether a file is there, open files included."""
        self.note([("there", path)])
        state = self._state(path)
        return path in self.buffers or (state is not None and stat.S_ISREG(state.st_mode))

    def files(self, folder: Path) -> list[Path]:
        """The files directly in a folder, on the disk and open."""
        self.note([("names", folder)])
        self._state(folder)
        try:
            paths = [folder / entry.name for entry in os.scandir(folder) if entry.is_file()]
        except (OSError, ValueError):
            paths = []
        return paths + [path for path in self.buffers if path.parent == folder]


def _holding(path: Path, name: str) -> Path | None:
    """The nearest folder above a path that holds a file or folder of this name."""
    return next((folder for folder in path.parents if os.path.exists(folder / name)), None)


def _stat(path: Path) -> os.stat_result | None:
    """How a file or folder is, links followed; None where nothing is there, or its name can be none."""
    try:
        return os.stat(path)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return None


def _signature(state: os.stat_result | None) -> tuple[int, ...] | None:
    """What differs once a file was written, or a file in a folder came or went."""
    if state is None:
        return None
    return state.st_mode, state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _first_bad(data: bytes) -> int | None:
    """How many characters stand before the first bytes that are not UTF-8, a byte order mark aside."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return len(error.object[: error.start].decode("utf-8", "replace"))
    return None
