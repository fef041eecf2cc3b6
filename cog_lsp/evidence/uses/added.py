"""Recognizes words that are put around a text before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import shorten

from cog_lsp.evidence.uses.content import fact_of
from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.subject import subject
from cog_lsp.evidence.uses.terms import Const, Operation, Place, Term
from cog_lsp.regex import regex

LONGEST_TEMPLATE = 90
LONGEST_QUOTE = 60
PLAIN = regex(r"[\w][\w ,'-]*")
"""Words that can stand between quotes in a sentence."""
EXAMPLES = 2
"""Of a long list of words, so many are named."""
JOINED = frozenset(["text", "+"])
MARKUP = regex(r"[<>\[\]{}|#/\\=]|:\s*$|^\s*\.|\buser\b|\bassistant\b|\bsystem\b", re.IGNORECASE)
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
    sentence = _sentence(pieces, name)
    fact = fact_of(term, name, sentence or f"Words are added to it: “{_template(pieces)}”.")
    return fact._replace(adds=True, is_vague=not sentence)


def at_once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts with one at most about the words that are added to an input. Of those in one line the longest tells all; in
    several lines, each of which may hold for another choice, nobody can say which words."""
    by_name: dict[str, dict[Place, Fact]] = {}
    for fact in facts:
        if not fact.adds or len(fact.inputs) > 1:
            yield fact
            continue
        lines = by_name.setdefault(fact.inputs[0], {})
        lines[fact.at] = max(lines.get(fact.at, fact), fact, key=lambda fact: len(fact.sentence))
    for lines in by_name.values():
        first = next(iter(lines.values()))
        yield first if len(lines) == 1 else first._replace(sentence="Words are added to it.", is_vague=True)


def _pieces(term: Term) -> Iterator[Term]:
    """What a text is put together from, in order."""
    if isinstance(term, Operation) and term.name in JOINED:
        for operand in term.operands:
            yield from _pieces(operand)
    else:
        yield term


def _sentence(pieces: list[Term], name: str) -> str:
    """Which words stand in front of a text and behind it, in a sentence; empty where they are not all known, or cannot
    be said in one."""
    at = next(number for number, piece in enumerate(pieces) if subject(piece) == name)
    others = pieces[:at] + pieces[at + 1 :]
    if not all(isinstance(piece, Const) and isinstance(piece.value, str) for piece in others):
        return ""
    sides = [
        "".join(str(piece.value) for piece in side if isinstance(piece, Const))
        for side in (pieces[:at], pieces[at + 1 :])
    ]
    ends = ("in front of it", "at its end")
    quotes = [(_quoted(side), end) for side, end in zip(sides, ends, strict=True) if side.strip(" ,.\n")]
    if len(quotes) == 1 and quotes[0][0]:
        return f"{quotes[0][0]} added {quotes[0][1]}."
    if len(quotes) == 2 and all(quote.endswith("” is") for quote, _ in quotes):
        return f"{quotes[0][0]} added in front of it, and {quotes[1][0]} added at its end."
    return ""


def _quoted(words: str) -> str:
    """Words as the subject of a sentence with its verb, a long list by its first items; empty where they are none."""
    text = " ".join(words.split()).strip(" ,.")
    if PLAIN.fullmatch(text) and len(text) <= LONGEST_QUOTE:
        return f"“{text}” is"
    items = [item for part in text.split(",") if PLAIN.fullmatch(item := part.strip(" ()"))]
    if len(items) < EXAMPLES or text.count(",") < EXAMPLES:
        return ""
    return f"Words such as {' and '.join(f'“{item}”' for item in items[:EXAMPLES])} are"


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
