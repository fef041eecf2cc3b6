"""Code that stands in HTML: `<pre>` and `<code>`, with the place of each of its characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from cog_lsp.readme.markdown.records import Code
from cog_lsp.regex import regex
from cog_lsp.text import Span

_OPENING = regex(r"<(pre|code)\b[^<>]{0,500}>(?:\s{0,20}<code\b[^<>]{0,500}>)?", re.IGNORECASE)
_CLOSING = {name: regex(rf"</{name}\s*>", re.IGNORECASE) for name in ("pre", "code")}
_LANGUAGE = regex(r"\b(?:language|lang|highlight-source)[-=]\"?([\w+-]+)", re.IGNORECASE)
_MARKUP = regex(r"(?P<end>\r\n|\r|\n)|(?P<br><br\s*/?>)|<[/!A-Za-z][^<>]*>|(?P<entity>&#?\w{1,32};)", re.IGNORECASE)


def html_codes(text: str, start: int, end: int) -> Iterator[Code]:
    """The code in a range of a text; of code inside other code, only the outer."""
    unclosed: set[str] = set()
    at = start
    while (opening := _OPENING.search(text, at, end)) is not None:
        at, name = opening.end(), opening[1].lower()
        closing = None if name in unclosed else _CLOSING[name].search(text, at, end)
        if closing is None:
            unclosed.add(name)
            continue
        yield _code(text, opening, Span(at, closing.start()))
        at = closing.end()


def _code(text: str, opening: re.Match[str], inner: Span) -> Code:
    """The code between two tags."""
    language = _LANGUAGE.search(opening.group())
    return plain(text, inner, language[1].lower() if language else "")


def plain(text: str, inner: Span, language: str = "") -> Code:
    """A piece of HTML without the tags in it and with its entities read."""
    pieces: list[str] = []
    places: dict[int, int] = {0: inner.start}
    ends: dict[int, int] = {}
    size, at = 0, inner.start
    for match in _MARKUP.finditer(text, inner.start, inner.end):
        stands_for = "\n" if match["end"] or match["br"] else unescape(match["entity"] or "")
        pieces += [text[at : match.start()], stands_for]
        size += match.start() - at + len(stands_for)
        at = match.end()
        places[size] = at
        if match["entity"]:
            ends[size - 1] = at
    content = "".join([*pieces, text[at : inner.end]])
    return Code(language, content, inner, False, tuple(places.items()), ends)
