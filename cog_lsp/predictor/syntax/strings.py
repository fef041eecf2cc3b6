"""String literals as Python decodes them."""

from __future__ import annotations

import re
import unicodedata

from cog_lsp.regex import regex
from cog_lsp.text import clean

OPENING = regex(r"([A-Za-z]*)(\"\"\"|'''|\"|')")
ESCAPE = regex(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^{}]*)\}|(\r\n|[\s\S]))")
SIMPLE = {"\n": "", "\r": "", "\r\n": "", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
SELF = "\\'\""


def prefix_of(source: str) -> str:
    """The letters before the opening quote, in lower case."""
    match = OPENING.match(source)
    return match.group(1).lower() if match else ""


def quotes_of(source: str) -> str:
    """The quotes that open the literal: one or three of a kind."""
    match = OPENING.match(source)
    return match.group(2) if match else ""


def decode(source: str) -> str | None:
    """The value of one string literal, f-strings without placeholders too; None for bytes and unfinished literals."""
    match = OPENING.match(source)
    if match is None:
        return None
    prefix, quotes = match.group(1).lower(), match.group(2)
    if "b" in prefix or len(source) < match.end() + len(quotes) or not source.endswith(quotes):
        return None
    body = source[match.end() : len(source) - len(quotes)]
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    if "f" in prefix:
        body = body.replace("{{", "{").replace("}}", "}")
    if "r" in prefix or "\\" not in body:
        return body
    return clean(ESCAPE.sub(_unescape, body))


def _unescape(match: re.Match[str]) -> str:
    """The character that an escape stands for; the escape itself where Python leaves it as it is."""
    octal, byte, short, long, name, other = match.groups()
    if other is not None:
        if other in SIMPLE:
            return SIMPLE[other]
        return other if other in SELF else match.group()
    if name is not None:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            return match.group()
    code = int(octal, 8) if octal else int(byte or short or long, 16)
    return chr(code) if code <= 0x10FFFF else match.group()


def decoded(source: str) -> str | None:
    """A string literal as a later Cog decodes it: names of characters and unknown escapes stay, and half of a surrogate
    pair is no character. None for bytes and f-strings."""
    match = OPENING.match(source)
    if match is None or set("bf") & set(match.group(1).lower()):
        return None
    end = len(source) - len(match.group(2))
    body = source[match.end() : end] if end >= match.end() else ""
    return body if "r" in match.group(1).lower() or "\\" not in body else ESCAPE.sub(_unescape_as_go, body)


def _unescape_as_go(match: re.Match[str]) -> str:
    if match.group(5) is not None:
        return match.group()
    text = _unescape(match)
    return "\ufffd" if len(text) == 1 and "\ud800" <= text <= "\udfff" else text
