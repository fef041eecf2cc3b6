"""Where two texts differ, and whether by a word that changes no meaning."""

from __future__ import annotations

import keyword

from cog_lsp.regex import regex
from cog_lsp.text import line_start

LONGEST_WORD = 200


MEANING = regex(rf"\b(?:{'|'.join((*keyword.kwlist, 'match', 'case', 'type', 'print', 'exec'))})\b|Input|return")
"""Words that can mean more than a name."""


def word_edit(old: str, new: str, start: int, old_end: int, new_end: int) -> tuple[int, int, int] | None:
    """The edit as one of whole words, if it only turns one word into another: in code one name into another, in a
    string or comment some text into other text, so that nothing else can be read differently. Else None."""
    left, right = start, old_end
    first, last = max(0, start - LONGEST_WORD), min(len(old), old_end + LONGEST_WORD)
    while left > first and _is_word(old[left - 1]):
        left -= 1
    while right < last and _is_word(old[right]):
        right += 1
    if (left == first > 0) or (right == last < len(old)):
        return None
    new_right = new_end + right - old_end
    before, after = old[left:right], new[left:new_right]
    if not (before.isidentifier() and after.isidentifier()) or MEANING.search(f"{before} {after}"):
        return None
    if old[right : right + 1] in ("'", '"') or old[max(0, left - 1) : left] in ("\\", "!"):
        return None
    if old[max(0, left - 1) : left] == "." and old[max(0, left - 2) : left - 1].isdigit():
        return None
    return left, right, new_right


def _is_word(character: str) -> bool:
    return character == "_" or character.isalnum()


def difference(old: str, new: str) -> tuple[int, int, int]:
    """The edit between two texts: where it starts, and where it ends in the old and in the new one."""
    limit = min(len(old), len(new))
    start = _shared(old, new, limit)
    end = _shared_end(old, new, limit - start)
    return start, len(old) - end, len(new) - end


def _shared(old: str, new: str, limit: int) -> int:
    """The length of the common prefix, at most `limit`, by comparing halves of what is left."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _shared_end(old: str, new: str, limit: int) -> int:
    """The length of the common suffix, at most `limit`."""
    a, b = len(old), len(new)
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if old[a - middle : a - low] == new[b - middle : b - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _indents(text: str, start: int, end: int) -> bool:
    """Whether a part of a text holds a line end, or stands in the indentation of its line."""
    return "\n" in text[start:end] or "\r" in text[start:end] or not text[line_start(text, start) : start].strip()
