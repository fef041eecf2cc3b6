"""Write a file that the user owns: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

BOM = b"\xef\xbb\xbf"


class Unwritable(Exception):
    """The file is left as it was; the message says why."""


def rewrite(path: Path, before: str, after: str) -> None:
    """Replace the text of a file.

    `before` is the text as it was read, a byte order mark left out. The new text goes into a temporary file in the same
    folder, which then takes the file's place and its mode. Raises Unwritable where the file is not UTF-8, is not what
    `before` says any more, or cannot be written.
    """
    path = Path(os.path.realpath(path))  # a symbolic link stays one
    try:
        data = path.read_bytes()
        mark = BOM if data.startswith(BOM) else b""
        if data != mark + before.encode("utf-8"):
            raise Unwritable(f"{path} is not UTF-8, or changed meanwhile. It was left as it is.")
        _replace(path, mark + after.encode("utf-8"), path.stat().st_mode & 0o7777)
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror}.") from None


def create(path: Path, text: str) -> None:
    """Write a new file. Raises Unwritable where there is one already, or it cannot be written."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror}.") from None


def _replace(path: Path, data: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
