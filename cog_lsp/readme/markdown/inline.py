"""Words of headings and paragraphs, from the inline tokens of markdown-it and from HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from cog_lsp.regex import regex
from cog_lsp.text import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_BACKTICKS = regex("`+")
_TAG = regex(r"<[^<>]*>")


def code_lines(content: str) -> list[str]:
    """The lines of a code block; markdown-it ends each with a line feed."""
    return content.split("\n")[:-1] if content.endswith("\n") else content.split("\n") if content else []


def walk(tokens: list[Token]) -> Iterator[Token]:
    """The tokens and all that stand inside them."""
    for token in tokens:
        yield token
        if token.children:
            yield from walk(token.children)


def without_code_spans(source: str) -> str:
    """The text with its code spans blanked out."""
    pieces, at = [], 0
    for span in code_spans(source):
        pieces += [source[at : span.start], " " * (span.end - span.start)]
        at = span.end
    return "".join([*pieces, source[at:]])


def code_spans(source: str) -> list[Span]:
    """The code spans of a text, their backticks included: as many of them close a span as opened it."""
    runs = [match.span() for match in _BACKTICKS.finditer(source)]
    following: dict[int, int] = {}
    closing = [-1] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        start, end = runs[number]
        closing[number] = following.get(end - start, -1)
        following[end - start] = number
    spans, number = [], 0
    while number < len(runs):
        if closing[number] >= 0:
            spans.append(Span(runs[number][0], runs[closing[number]][1]))
            number = closing[number]
        number += 1
    return spans


def words_of(inline: Token, linked: bool = True) -> str:
    """The words of an inline token, with or without the text of its links."""
    pieces = []
    depth = 0
    for child in inline.children or []:
        if child.type in ("link_open", "link_close"):
            depth += child.nesting
        elif depth and not linked:
            continue
        elif child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def is_bold_line(inline: Token) -> bool:
    """Whether a paragraph is one short bold phrase, used as a heading."""
    children = [c for c in inline.children or [] if c.type != "text" or c.content.strip(" :")]
    if len(children) < 3 or children[0].type != "strong_open" or children[-1].type != "strong_close":
        return False
    if sum(c.type == "strong_open" for c in children) != 1:
        return False
    text = words_of(inline).rstrip(": ")
    return 0 < len(text.split()) <= 10 and not text.endswith((".", "!", "?", ";", ","))


def words_of_html(html: str) -> str:
    """The words between the tags of a piece of HTML."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())
