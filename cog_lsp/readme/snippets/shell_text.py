"""Writing values for a shell."""

from __future__ import annotations

import re

HOLE = "\ufffc"
"""Stands in a word for what the shell would put there: `$X`, `$(…)`."""

_PLAIN = re.compile(r"[\w./:@%+,-]+")


def is_plain(text: str) -> bool:
    """Whether a value needs no quotes."""
    return _PLAIN.fullmatch(text) is not None


def quote(text: str) -> str | None:
    """A value in quotes for a POSIX shell; None where that would change what it means."""
    if not any(c in text for c in '"$`\\!'):
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else None
