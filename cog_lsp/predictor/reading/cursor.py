"""What someone is typing: which argument of `Input(...)` the cursor is in, or whether it is in `from cog import …`.

While a call is being typed the file does not parse, so the text before the cursor is read token by token, from the
last `Input(` on. It need not be right about every program, only about what stands in a signature.
"""

from __future__ import annotations

import re

from msgspec import Struct

from cog_lsp.regex import regex
from cog_lsp.text import Span, word_at

FARTHEST = 16 * 1024
"""Characters before the cursor that are looked at."""
TOKEN = regex(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>[A-Za-z]{0,2}(?P<quote>\"{3}|'{3}|"|'))
  | (?P<name>[^\W\d]\w*)
  | (?P<mark>[()\[\]{},=:])
  | (?P<other>[^\s])
    """,
    re.VERBOSE,
)
IMPORT = regex(r"^[ \t]*from[ \t]+cog[ \t]+import[ \t]+(?![ \t])(\([^()]*|[^\n]*)\Z", re.MULTILINE)


class Typing(Struct, frozen=True):
    """The place of a cursor in an `Input(...)` call."""

    keywords: frozenset[str]
    """The keywords that are written already, before and after the cursor."""
    keyword: str | None
    """The argument whose value the cursor is in; None where a keyword may stand."""
    string: str | None
    """The opening of the string that the cursor is in."""
    span: Span
    """What has been typed of the word or the string, without its quotes."""


def typing_at(text: str, offset: int, names: frozenset[str] = frozenset({"Input"})) -> Typing | None:
    """What is being typed at the offset; None outside of a call of one of the names."""
    start = _call_start(text, offset, names)
    if start is None:
        return None
    depth, keyword, name, at = 0, None, "", start
    keywords: set[str] = set()
    while at < offset:
        match = TOKEN.search(text, at, offset)
        if match is None:
            break
        at = match.end()
        if match["quote"]:
            end = _string_end(text, match.end(), match["quote"], offset)
            if end is None:
                return Typing(_all(keywords, text, offset), keyword, match["quote"], Span(match.end(), offset))
            at, name = end, ""
        elif match["comment"]:
            if at == offset:
                return None
        elif match["mark"]:
            mark = match["mark"]
            depth += (mark in "([{") - (mark in ")]}")
            if depth < 0:
                return None
            if depth == 0 and mark == "=" and name:
                keyword = name
                keywords.add(name)
            elif depth == 0 and mark == ",":
                keyword = None
            name = ""
        else:
            name = match["name"] or ""
    typed = Span(max(start, word_at(text, offset).start), offset)
    return Typing(_all(keywords, text, offset), keyword, None, typed) if depth == 0 else None


def _call_start(text: str, offset: int, names: frozenset[str]) -> int | None:
    """The character after the opening parenthesis of the last call before the offset."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})[ \t]*\(")
    start = None
    for match in pattern.finditer(text, max(0, offset - FARTHEST), offset):
        start = match.end()
    return start


def _string_end(text: str, start: int, quote: str, offset: int) -> int | None:
    """Where a string ends; None where it is still open at the offset."""
    at = start
    while at < offset:
        if text[at] == "\\":
            at += 2
        elif text.startswith(quote, at) and at + len(quote) <= offset:
            return at + len(quote)
        elif len(quote) == 1 and text[at] == "\n":
            return at  # an unfinished string ends with its line
        else:
            at += 1
    return None


def _all(before: set[str], text: str, offset: int) -> frozenset[str]:
    """The keywords before the cursor and those that follow it in the same call."""
    rest = text[offset : offset + FARTHEST]
    end = re.compile(r"\n[ \t]*\w+[ \t]*:[^\n=]*=|\n[ \t]*\)[ \t]*->|\n[ \t]*def ").search(rest)
    after = re.compile(r"(?<![\w.])([a-z_]+)[ \t]*=(?!=)").findall(
        rest[: end.start() if end else 0] or rest.partition("\n")[0]
    )
    return frozenset(before) | frozenset(after)


def imported_names_at(text: str, offset: int) -> Span | None:
    """What has been typed of a name in `from cog import …`; None elsewhere."""
    before = text[max(0, offset - FARTHEST) : offset]
    if IMPORT.search(before) is None:
        return None
    return Span(word_at(text, offset).start, offset)
