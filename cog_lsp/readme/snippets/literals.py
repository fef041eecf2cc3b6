"""Literals of languages for which there is no grammar here: texts, numbers, lists and maps of Go, Swift and Elixir.

What is no literal is UNKNOWN and is stepped over up to the comma behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.records import Entry, Given, with_placeholders
from cog_lsp.regex import regex
from cog_lsp.text import Span

DEEPEST = 12
"""Nesting of a value beyond which it is not read."""

_TOKEN = regex(
    r"""
      (?P<skip>\s+|//[^\n]*|\#(?!\{)[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z))
    | (?P<text>"{3}(?:[^"\\]|\\.|"(?!""))*(?:"{3}|\Z)|"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|`[^`]*(?:`|\Z))
    | (?P<number>-?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?(?!\w))
    | (?P<word>[A-Za-z_][\w.]*[?!]?)
    | (?P<mark>=>|%\{|[^\w\s])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = regex(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\n": ""}
_HOLE = regex(r"\\\(|#\{")
"""What puts a value into a text: `\\(x)` of Swift, `#{x}` of Elixir."""
_WORDS = {"true": True, "false": False, "nil": None}
_CLOSING = {"(": ")", "[": "]", "{": "}", "%{": "}"}


class Token(Struct, frozen=True):
    """A word, number, text or mark of the code."""

    kind: str
    text: str
    span: Span
    reach: int = 0
    """Of a bracket: how many tokens further on the one stands that closes it; 0 where none does."""


class Piece(Struct, frozen=True):
    """One of the things between commas: `value`, `name: value` or `"name" => value`."""

    label: Token | None
    value: tuple[Token, ...]


def tokens(code: str) -> list[Token]:
    """The tokens of a piece of code, without white space and comments."""
    result: list[Token] = []
    opened: list[int] = []
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match.group()
        if kind == "skip":
            continue
        if kind == "mark" and text in _CLOSING:
            opened.append(len(result))
        elif kind == "mark" and opened and _CLOSING[result[opened[-1]].text] == text:
            opening = opened.pop()
            result[opening] = replace(result[opening], reach=len(result) - opening)
        result.append(Token(kind, text, Span(*match.span())))
    return result


def inside(sequence: Sequence[Token], opening: int) -> list[Token] | None:
    """What stands between a bracket and the one that closes it; None where nothing does."""
    reach = sequence[opening].reach
    return list(sequence[opening + 1 : opening + reach]) if 0 < reach < len(sequence) - opening else None


def pieces(sequence: Sequence[Token]) -> Iterator[Piece]:
    """The things between the commas of a list of arguments, of a list or of a map."""
    current: list[Token] = []
    depth = 0
    for token in [*sequence, Token("mark", ",", Span(0, 0))]:
        text = token.text if token.kind == "mark" else ""
        depth += (text in _CLOSING) - (text in (")", "]", "}"))
        if text == "," and depth == 0:
            if current:
                yield _piece(current)
            current = []
        else:
            current.append(token)


def _piece(sequence: Sequence[Token]) -> Piece:
    marks = [token.text for token in sequence[:3]]
    if len(sequence) > 2 and marks[0] == ":" and marks[2] == "=>":
        return Piece(sequence[1], tuple(sequence[3:]))
    if len(sequence) > 2 and sequence[0].kind in ("word", "text") and marks[1] in (":", "=>"):
        return Piece(sequence[0], tuple(sequence[2:]))
    return Piece(None, tuple(sequence))


def map_of(code: str, sequence: tuple[Token, ...]) -> Given | None:
    """The inputs of a map: `Type{…}`, `["name": value]`, `%{name: value}`, `[name: value]`; None for what is none."""
    for opening, token in enumerate(sequence):
        is_last = token.text != "(" and opening + token.reach == len(sequence) - 1
        content = inside(sequence, opening) if is_last else None
        if content is not None:
            entries = tuple(entry for piece in pieces(content) if (entry := _entry(code, piece)) is not None)
            place = Span(content[0].span.start, content[-1].span.end) if content else None
            return Given(entries, place, all(piece.label is not None for piece in pieces(content)))
    return None


def given_of(code: str, arguments: list[Piece]) -> Given:
    """The inputs that stand as `name: value` among the arguments of a call."""
    entries = tuple(entry for piece in arguments if (entry := _entry(code, piece)) is not None)
    return Given(entries, None, len(entries) == len(arguments))


def _entry(code: str, piece: Piece) -> Entry | None:
    label = piece.label
    if label is None or not piece.value:
        return None
    name = Span(label.span.start + 1, label.span.end - 1) if label.kind == "text" else label.span
    place = Span(piece.value[0].span.start, piece.value[-1].span.end)
    return Entry(code[name.start : name.end], name, with_placeholders(value_of(piece.value)), place)


def value_of(sequence: tuple[Token, ...], depth: int = 0) -> Any:
    """The value of a literal; UNKNOWN for everything else."""
    if len(sequence) == 1:
        return _single(sequence[0])
    if len(sequence) > 1 and sequence[0].text == "[" and depth < DEEPEST:
        last = _list(sequence)
        parts = [value_of(piece.value, depth + 1) for piece in pieces(last)] if last is not None else [UNKNOWN]
        return UNKNOWN if any(part is UNKNOWN for part in parts) else parts
    return UNKNOWN


def _list(sequence: Sequence[Token]) -> list[Token] | None:
    """The items of `[1, 2]` or of `[]string{"a"}`."""
    content = inside(sequence, 0)
    if content is None:
        return None
    rest = sequence[len(content) + 2 :]
    if not content and len(rest) > 2 and rest[0].kind == "word" and rest[1].text == "{":
        return inside(rest, 1)
    return content if not rest and all(piece.label is None for piece in pieces(content)) else None


def _single(token: Token) -> Any:
    """The value of a literal that is one token; UNKNOWN for everything else."""
    if token.kind == "text":
        quotes = 3 if token.text.startswith('"""') and len(token.text) >= 6 else 1
        text = token.text[quotes:-quotes]
        if token.text[0] == "`":
            return text
        return UNKNOWN if _HOLE.search(text) else _ESCAPE.sub(lambda m: _ESCAPES.get(m[1], m[1]), text)
    if token.kind == "number":
        digits = token.text.replace("_", "")
        return int(digits) if re.fullmatch(r"-?\d{1,30}", digits) else float(digits)
    return _WORDS.get(token.text, UNKNOWN) if token.kind == "word" else UNKNOWN
