"""The texts of the user's files: open buffers above the disk. Nothing else reads what users wrote.

Nothing outside the workspace is read, and what cannot be read (a missing file, a pipe, a file of several megabytes) is
None.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from cog_lsp.text import clean

LARGEST = 1024 * 1024
"""Bytes of the largest file that is read. The largest predictor seen in public has 60 KB."""
LARGEST_YAML = 64 * 1024
"""The same of a file in YAML, whose reader takes seconds for a megabyte."""


def largest(path: Path) -> int:
    """Bytes of the largest file, or characters of the largest buffer, of this kind that is read."""
    return LARGEST_YAML if path.suffix in (".yaml", ".yml") else LARGEST


class Disk:
    """The folders that are open and the buffers in them."""

    def __init__(self, roots: Iterable[Path] = ()) -> None:
        self.roots = [Path(os.path.abspath(root)) for root in roots]
        self.buffers: dict[Path, str] = {}
        self._texts: dict[Path, str | None] = {}
        """Files that were read."""
        self._not_utf8: dict[Path, int] = {}
        """Of those, the ones that are not UTF-8: the first character that is none."""
        self._there: dict[Path, bool] = {}
        """Files and folders that were asked for."""

    def open(self, path: Path, text: str) -> None:
        """Let the text of a buffer stand above the file. The caller says `forget` where discovery may change."""
        self.buffers[path] = clean(text)

    def forget(self) -> None:
        """Look at the disk anew: files came, went or changed."""
        self._texts.clear()
        self._there.clear()

    def read(self, path: Path) -> str | None:
        """The text of a buffer or file; None where there is none that can be read.

        A file is read once and its text kept until `forget`: no keystroke asks the disk.
        """
        if path in self.buffers:
            text = self.buffers[path]
            return text if len(text) <= largest(path) else None
        if path not in self._texts:
            self._texts[path] = self._from_disk(path)
        return self._texts[path]

    def _from_disk(self, path: Path) -> str | None:
        """The text of a file on the disk; None where it is not there, no regular file, too large, or outside."""
        try:
            # Ask before opening: opening a pipe would wait for a writer.
            state = path.stat()
            if not stat.S_ISREG(state.st_mode) or state.st_size > largest(path) or not self.inside(path):
                return None
            data = path.read_bytes()
        except (OSError, ValueError):  # ValueError: a NUL in the path
            return None
        text = data.decode("utf-8-sig", "replace")
        self._not_utf8.pop(path, None)
        if "\ufffd" in text and (at := _first_bad(data)) is not None:
            self._not_utf8[path] = at
        return text

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
        return path in self.buffers or not is_there(path) or self.inside(path)

    def exists(self, path: Path) -> bool:
        """Whether a file or folder is there, open files included; what lies outside counts as there, unread."""
        if path in self.buffers:
            return True
        if path not in self._there:
            self._there[path] = not self.inside(path) or is_there(path)
        return self._there[path]

    def files(self, folder: Path) -> list[Path]:
        """The files directly in a folder, on the disk and open."""
        try:
            paths = [folder / entry.name for entry in os.scandir(folder) if entry.is_file()]
        except (OSError, ValueError):
            paths = []
        return paths + [path for path in self.buffers if path.parent == folder]


def _holding(path: Path, name: str) -> Path | None:
    """The nearest folder above a path that holds a file or folder of this name."""
    return next((folder for folder in path.parents if is_there(folder / name)), None)


def is_there(path: Path) -> bool:
    """Whether something is there. `Path.exists` raises for names that are too long, as an editor may send them."""
    return os.path.exists(path)


def _first_bad(data: bytes) -> int | None:
    """How many characters stand before the first bytes that are not UTF-8, a byte order mark aside."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return len(error.object[: error.start].decode("utf-8", "replace"))
    return None
