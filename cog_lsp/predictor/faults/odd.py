"""Characters that no Python code has."""

from __future__ import annotations

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.regex import regex
from cog_lsp.text import Span

ODD = regex(r"[?$`]|!(?!=)|[^\x00-\x7f]")


def odd_character(text: str, mask: str) -> Fault | None:
    """The first character outside of strings that no Python code has."""
    for match in ODD.finditer(mask):
        character = text[match.start()]
        if (match.start() or character != "\ufeff") and not f"a{character}".isidentifier():
            return Fault(Span(*match.span()), f"the character {shown(character)} means nothing in code")
    return None


def shown(character: str) -> str:
    """A character as a message shows it, by its number where it cannot be seen."""
    return f"`{character}`" if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}"
