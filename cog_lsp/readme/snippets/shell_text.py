"""Values as a shell writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.regex import regex

HOLE = "\ufffc"
"""Stands in a word for what the shell would put there: `$X`, `$(…)`."""

_ANSI = regex(r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|(.))", re.DOTALL)
_ANSI_NAMES = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_PLAIN = regex(r"[\w./:@%+,-]+")


def is_plain(text: str) -> bool:
    """Whether a value needs no quotes."""
    return _PLAIN.fullmatch(text) is not None


def quote(text: str) -> str | None:
    """A value in quotes for a POSIX shell; None where that would change what it means."""
    if not any(c in text for c in '"$`\\!'):
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else None


def unescape_ansi(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The characters that `$'…'` holds, and where each stands in `text`."""
    at = start
    for match in _ANSI.finditer(text, start, end):
        yield from ((text[i], i) for i in range(at, match.start()))
        code = int(match[1] or match[2] or match[3] or "0", 16) if match[4] is None else int(match[4], 8)
        is_character = code < 0xD800 or 0xE000 <= code < 0x110000
        character = _ANSI_NAMES.get(match[5], match[5]) if match[5] else None
        yield character or (chr(code) if is_character else "\ufffd"), match.end() - 1
        at = match.end()
    yield from ((text[i], i) for i in range(at, end))
