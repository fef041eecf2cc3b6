"""Values that need no parser, because Python and Cog cannot disagree about them: what people type most."""

from __future__ import annotations

from cog_lsp.predictor.values.numbers import plain_number
from cog_lsp.regex import regex

NUMBER = regex(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?")


def plain_text(source: str) -> str | None:
    """What a string literal of one line says where nothing in it is more than a letter; None for all others."""
    quote, text = source[:1], source[1:-1]
    plain = bool(text) and text.isprintable() and quote not in text and "\\" not in text
    return text if plain and source == f"{quote}{text}{quote}" else None


def plain_numbers(source: str) -> tuple[float, float] | None:
    """A number as Python means it and as Cog publishes it; None where it is not written plainly."""
    if NUMBER.fullmatch(source) is None:
        return None
    return (float(source) if "." in source else int(source)), plain_number(float(source))
