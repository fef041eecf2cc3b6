"""Recognizes words that are put around a text before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import shorten

from cog_lsp.evidence.uses.content import fact_of
from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.subject import subject
from cog_lsp.evidence.uses.terms import Const, Operation, Term

LONGEST_TEMPLATE = 90
JOINED = frozenset(["text", "+"])
MARKUP = re.compile(r"[<>\[\]{}|#/\\=]|:\s*$|^\s*\.|\buser\b|\bassistant\b|\bsystem\b", re.IGNORECASE)
"""What stands in templates for chats, paths and commands, and not in words that describe a picture."""


def added(term: Operation, declared: Declared) -> Fact | None:
    """The fact of the kind `clamps` about a text to which words, or another text, are added."""
    if term.name not in JOINED:
        return None
    pieces = list(_pieces(term))
    words = [piece.value for piece in pieces if isinstance(piece, Const) and isinstance(piece.value, str)]
    names = [name for piece in pieces if (name := subject(piece)) is not None and declared.kind(name) == "str"]
    name = next((name for name in names if "prompt" in name.lower()), None)
    if name is None or not any(len(text.split()) > 1 for text in words):
        return _in_front(term, pieces, names, words, declared)
    goes_on = subject(pieces[0]) == name and words[0].lstrip().startswith(",")
    if any(MARKUP.search(text) for text in words) and not goes_on:
        return None
    fact = fact_of(term, name, f"Words are added to it: “{_template(pieces)}”.")
    return fact._replace(adds=True, is_vague=True)


def _pieces(term: Term) -> Iterator[Term]:
    """What a text is put together from, in order."""
    if isinstance(term, Operation) and term.name in JOINED:
        for operand in term.operands:
            yield from _pieces(operand)
    else:
        yield term


def _in_front(
    term: Operation, pieces: list[Term], names: list[str], words: list[str], declared: Declared
) -> Fact | None:
    """A text that is put in front of another one: `audio_text + "\\n" + text`."""
    if len(names) != 2 or names[0] == names[1] or any(map(declared.has_choices, names)):
        return None
    if any(text.strip(" ,.\n") for text in words) or len(pieces) != len(names) + len(words):
        return None
    return fact_of(term, names[1], f"`{names[0]}` is put in front of it.", names[0].lower())._replace(adds=True)


def _template(pieces: list[Term]) -> str:
    """What a text is put into, with `…` for what was sent, on one line and not too long."""
    texts = (piece.value if isinstance(piece, Const) and isinstance(piece.value, str) else "…" for piece in pieces)
    return shorten("".join(texts), LONGEST_TEMPLATE, placeholder=" …")
