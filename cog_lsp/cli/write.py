"""Write a file that the user owns: whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from cog_lsp.cli.models import UsageError

if sys.platform != "win32":  # there, a file that is open cannot be taken away
    import fcntl

ENDING = ".cog-lsp"
"""Of temporary files."""
HEAD = 64 * 1024
"""Bytes that tell what kind of file it is."""
BOM = b"\xef\xbb\xbf"


class Unwritable(Exception):
    """The file is left as it was; the message says why."""


def rewrite(path: Path, before: str, after: str, bounds: Sequence[Path]) -> None:
    """Replace the text of a file that lies in one of the folders `bounds`, symbolic links followed.

    `before` is the text as it was read, a byte order mark left out. The new text goes into a temporary file in the same
    folder, which then takes the file's place, its owner, mode and attributes. Raises Unwritable where the file is not
    UTF-8, is not what `before` says any more, has a second name, or cannot be written as it was.
    """
    real = _within(path, bounds)  # a symbolic link stays one
    try:
        data = real.read_bytes()
        mark = BOM if data.startswith(BOM) else b""
        if data != mark + before.encode("utf-8"):
            raise Unwritable(f"{real} is not UTF-8, or changed meanwhile. It was left as it is.")
        _replace(real, mark + after.encode("utf-8"), _kept(real))
    except OSError as error:
        raise Unwritable(f"{real} cannot be written: {error.strerror}.") from None


def create(path: Path, text: str) -> None:
    """Write a new file. Raises Unwritable where there is one already, or it cannot be written."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror}.") from None


def write_output(name: str, data: bytes, is_kind: Callable[[str], bool], kind: str) -> None:
    """Write what a command makes, over one of before. Raises UsageError where the file that is there begins otherwise
    than one of its `kind`, which `is_kind` tells, lies elsewhere by a symbolic link, or cannot be written."""
    path = Path(name)
    try:
        if _is_passage(path):
            path.write_bytes(data)
            return
        path = _within(path, [path.parent])
        state = None
        if path.exists():
            with path.open("rb") as file:
                head = file.read(HEAD)
            if not is_kind(head.decode("utf-8", "replace")):
                raise UsageError(f"{name} is no {kind}, so it is left as it is. Name another file.")
            state = _kept(path)
        _replace(path, data, state)
    except Unwritable as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror}.") from None


def sweep(path: Path) -> None:
    """Take away what a run that was killed has left beside a file. A run that still lives holds a lock on its own."""
    with contextlib.suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.name.startswith(f".{path.name}.") and entry.name.endswith(ENDING):
                with contextlib.suppress(OSError):
                    _take_away(entry)


def _take_away(entry: os.DirEntry[str]) -> None:
    if not entry.is_file(follow_symlinks=False):
        return
    if sys.platform == "win32":
        os.unlink(entry.path)
        return
    with open(entry.path, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(entry.path)


def _within(path: Path, bounds: Sequence[Path]) -> Path:
    """The file that a path leads to. Raises Unwritable where that is in none of the folders."""
    real = Path(os.path.realpath(path))
    if not any(real.is_relative_to(os.path.realpath(bound)) for bound in bounds):
        raise Unwritable(f"{path} leads out of the folder. It was left as it is.")
    return real


def _is_passage(path: Path) -> bool:
    """Whether what is written goes through: to a pipe, a terminal, or what `/dev/stdout` stands for."""
    return path.is_relative_to("/dev") or (path.exists() and not stat.S_ISREG(path.stat().st_mode))


def _kept(path: Path) -> os.stat_result:
    """What the new file must keep. Raises Unwritable where it could not, or the file must not be written."""
    state = path.stat()
    if not state.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise Unwritable(f"{path} is read-only. It was left as it is.")
    if state.st_nlink > 1:
        raise Unwritable(f"{path} has a second name, a hard link, that would keep the old text. It was left as it is.")
    return state


def _dress(name: str, path: Path, state: os.stat_result) -> None:
    """Give a new file the owner, the group, the mode and the attributes of another."""
    if hasattr(os, "chown") and (os.stat(name).st_uid, os.stat(name).st_gid) != (state.st_uid, state.st_gid):
        os.chown(name, state.st_uid, state.st_gid)
    if hasattr(os, "listxattr"):
        has, attributes = _attributes(name), _attributes(path)
        for attribute in has.keys() - attributes.keys():  # the folder's rights for new files
            os.removexattr(name, attribute)
        for attribute, value in attributes.items():
            if has.get(attribute) != value:
                os.setxattr(name, attribute, value)
    os.chmod(name, state.st_mode & 0o7777)


def _attributes(path: str | Path) -> dict[str, bytes]:
    """The extended attributes of a file: none where the file system knows none."""
    try:
        return {attribute: os.getxattr(path, attribute) for attribute in os.listxattr(path)}
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return {}
        raise


def _replace(path: Path, data: bytes, state: os.stat_result | None) -> None:
    """Put a new file in the place of another, whose state is kept, or where there is none."""
    sweep(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=ENDING)
    try:
        with os.fdopen(handle, "wb") as file:
            if sys.platform != "win32":
                with contextlib.suppress(OSError):  # a file system without locks
                    fcntl.flock(file, fcntl.LOCK_EX)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if state is not None:
                _dress(name, path, state)
            else:
                os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
