"""Write a file that the user owns: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from cog_lsp.cli.models import UsageError

ENDING = ".cog-lsp"
"""Of temporary files."""
OF_MODELS = frozenset({".py", ".md", ".markdown", ".yaml", ".yml", ".toml", ".ipynb", ".rst"})
"""Endings of files that no report is written over."""
STALE = 60
"""Seconds after which a temporary file is nobody's any more."""
BOM = b"\xef\xbb\xbf"


class Unwritable(Exception):
    """The file is left as it was; the message says why."""


def rewrite(path: Path, before: str, after: str, bounds: Sequence[Path]) -> None:
    """Replace the text of a file that lies in one of the folders `bounds`, symbolic links followed.

    `before` is the text as it was read, a byte order mark left out. The new text goes into a temporary file in the same
    folder, which then takes the file's place, its owner, mode and attributes. Raises Unwritable where the file is not
    UTF-8, is not what `before` says any more, has a second name, or cannot be written as it was.
    """
    named, path = path, Path(os.path.realpath(path))  # a symbolic link stays one
    if not any(path.is_relative_to(os.path.realpath(bound)) for bound in bounds):
        raise Unwritable(f"{named} leads out of the folder. It was left as it is.")
    try:
        data = path.read_bytes()
        mark = BOM if data.startswith(BOM) else b""
        if data != mark + before.encode("utf-8"):
            raise Unwritable(f"{path} is not UTF-8, or changed meanwhile. It was left as it is.")
        _sweep(path)
        _replace(path, mark + after.encode("utf-8"), _kept(path))
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror}.") from None


def write_report(name: str, text: str) -> None:
    """Write a report to a file, over one of before. Raises UsageError for a file of a model, which no report is."""
    path = Path(name)
    if path.suffix.lower() in OF_MODELS and path.exists():
        raise UsageError(f"{name} may be a file of the model, so it is left as it is. Name another file.")
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror}.") from None


def create(path: Path, text: str) -> None:
    """Write a new file. Raises Unwritable where there is one already, or it cannot be written."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror}.") from None


def _kept(path: Path) -> os.stat_result:
    """What the new file must keep. Raises Unwritable where it could not, or the file must not be written."""
    state = path.stat()
    if not state.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise Unwritable(f"{path} is read-only. It was left as it is.")
    if state.st_nlink > 1:
        raise Unwritable(f"{path} has a second name, a hard link, that would keep the old text. It was left as it is.")
    return state


def _sweep(path: Path) -> None:
    """Take away what a run that was killed has left beside the file."""
    with os.scandir(path.parent) as entries:
        for entry in entries:
            ours = entry.name.startswith(f".{path.name}.") and entry.name.endswith(ENDING)
            if ours and entry.is_file(follow_symlinks=False) and time.time() - entry.stat().st_mtime > STALE:
                os.unlink(entry.path)


def _dress(name: str, path: Path, state: os.stat_result) -> None:
    """Give a new file the owner, the group, the mode and the attributes of another."""
    if hasattr(os, "chown") and (os.stat(name).st_uid, os.stat(name).st_gid) != (state.st_uid, state.st_gid):
        os.chown(name, state.st_uid, state.st_gid)
    if hasattr(os, "listxattr"):
        for attribute in os.listxattr(path):
            os.setxattr(name, attribute, os.getxattr(path, attribute))
    os.chmod(name, state.st_mode & 0o7777)


def _replace(path: Path, data: bytes, state: os.stat_result) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=ENDING)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _dress(name, path, state)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
