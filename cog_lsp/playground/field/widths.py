"""How wide text is, and where it wraps, without a font at hand.

The widths are those of DejaVu Sans, the widest of the usual interface fonts, so that a line which fits here fits in
Segoe UI, San Francisco, Helvetica and Arial as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ASCII = (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61,
    69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59,
    82, 59, 59, 52, 64, 34, 64, 84,
)  # fmt: skip
"""Hundredths of an em for the characters from space to tilde."""
_WIDE = 1.05
_OTHER = 0.72
"""Wider than the mean letter of the Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic scripts."""
_EMOJI = 1.4
_JOINER = "\u200d"
_KEYCAP = "\u20e3"


def width(text: str, size: float) -> float:
    """The width of a text in pixels at a font size in pixels; never less than it needs in the usual fonts."""
    if text.isascii():
        return size * sum(_ASCII[code - 32] for code in text.encode() if 32 <= code < 127) / 100
    return size * sum(_cluster_width(cluster) for cluster in clusters(text))


def _cluster_width(cluster: str) -> float:
    """The width of one character as people see it, in parts of the font's size."""
    first = cluster[0]
    if " " <= first <= "~" and _KEYCAP not in cluster:
        return _ASCII[ord(first) - 32] / 100
    if "\U0001f000" <= first <= "\U0001faff" or "\u2600" <= first <= "\u27bf" or _KEYCAP in cluster:
        return _EMOJI
    if unicodedata.combining(first) or unicodedata.category(first) in ("Mn", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(first) in "WF":
        return _WIDE
    base = unicodedata.normalize("NFD", first)[0]
    return _ASCII[ord(base) - 32] / 100 if " " <= base <= "~" else _OTHER


def clusters(text: str) -> Iterator[str]:
    """The text in pieces that are drawn as one: a letter with its accents, an emoji with its joined parts."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _continues(text, start, at):
            yield text[start:at]
            start = at


def _continues(text: str, start: int, at: int) -> bool:
    character = text[at]
    if character == _JOINER or text[at - 1] == _JOINER or unicodedata.category(character) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff":  # skin tones
        return True
    flag = "\U0001f1e6" <= character <= "\U0001f1ff" and "\U0001f1e6" <= text[at - 1] <= "\U0001f1ff"
    return flag and (at - start) % 2 == 1


def wrap(text: str, size: float, limit: float, lines: int) -> list[str]:
    """The text in at most `lines` lines no wider than `limit` pixels; what does not fit is replaced by an ellipsis."""
    rows: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text, size, limit):
        if line and used + width(piece.rstrip(), size) > limit:
            rows.append(line.rstrip())
            if len(rows) == lines:
                rows[-1] = fit(rows[-1] + "…", size, limit, marked=True)
                return rows
            line, used = piece.lstrip(), 0.0
        else:
            line += piece
        used += width(piece, size)
    return [*rows, line.rstrip()] if line.strip() else rows


def fit(text: str, size: float, limit: float, marked: bool = False) -> str:
    """The text, cut to `limit` pixels with an ellipsis where it is longer; `marked` text has its ellipsis already."""
    if width(text, size) <= limit:
        return text
    start, room = "", limit - width("…", size)
    for cluster in clusters(text[:-1] if marked else text):
        room -= width(cluster, size)
        if room < 0:
            break
        start += cluster
    return start.rstrip() + "…"


def _pieces(text: str, size: float, limit: float) -> Iterator[str]:
    """Places where a line may break: after spaces, around wide characters, and inside words longer than a line."""
    for word in re.findall(r"[^ ]+ *| +", text):
        if word.isascii() and width(word.rstrip(), size) <= limit:
            yield word
            continue
        part, room = "", limit
        for cluster in clusters(word):
            wide = cluster != " " and unicodedata.east_asian_width(cluster[0]) in "WF"
            if part and (wide or (room < width(cluster, size) and cluster != " ")):
                yield part
                part, room = "", limit
            part += cluster
            room -= width(cluster, size)
        yield part
