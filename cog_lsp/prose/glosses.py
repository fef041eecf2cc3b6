"""Explanations of technical terms, worked into the sentence that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cog_lsp.prose.jargon import Term
from cog_lsp.prose.terms import known
from cog_lsp.regex import regex

FOLLOWS = regex(
    r"\s*(?:$|[.,;:/]|\s\d|\s(?:to|for|of|in|on|at|by|with|from|into|and|or|as|is|are|was|will|would|can|should|must|that|which"
    r"|if|when|while|whose|otherwise|instead|interferes|works|shows|counts|affects|applies|influences|has|have)\b)"
)
"""What may stand behind a noun that is explained in brackets: an explanation inside of a longer noun breaks it."""
USED = regex(r"\b(?:uses?|using|the|by|during|with|without|via|through)\s+$", re.I)
"""What stands before a word in -ing that names a method; "for embedding" may be what is done."""
HEAD = regex(r"\s+(?:tasks?|modes?)\b")
"""What the name of a method can be put before, so that the explanation comes behind both."""
MOST = 2
"""So many explanations in brackets one text can bear."""


def glossed(text: str, terms: Sequence[Term]) -> str:
    """The text with the meaning of each of these terms in brackets behind it; as it is where not all of them are nouns
    with a certain meaning that can be explained where they stand."""
    glosses = [next(filter(None, (_gloss(text, place) for place in _places(text, term))), None) for term in terms]
    if not terms or len(terms) > MOST or None in glosses:
        return text
    for at, meaning in sorted(filter(None, glosses), reverse=True):
        text = f"{text[:at]} ({meaning}){text[at:]}"
    return text


def _places(text: str, term: Term) -> Iterator[Term]:
    """The term where it stands first, and where it is written again."""
    spelling = re.escape(text[term.start : term.end])
    for match in re.finditer(rf"(?<!\w){spelling}(?!\w)", text):
        yield replace(term, start=match.start(), end=match.end())


def _gloss(text: str, term: Term) -> tuple[int, str] | None:
    """Where the meaning of a term can stand in brackets, and how it is put; None where it would not read well."""
    entry = known(term.name)
    spelling, end = text[term.start : term.end], term.end
    if entry is None or not term.meaning or text.rfind("(", 0, term.start) > text.rfind(")", 0, term.start):
        return None
    meaning = term.meaning
    if spelling.endswith("s") and not term.name.endswith("s"):
        # The meanings are said of one thing.
        meaning = entry.plural if meaning == entry.senses[-1][1] else ""
    is_deed = any(word.endswith("ing") for word in meaning.split()[:2])
    if is_deed and (head := HEAD.match(text, end)) is not None:
        end = head.end()
    elif spelling.endswith("ing") and not (USED.search(text[: term.start]) if is_deed else " " in spelling):
        return None
    return (end, meaning) if meaning and FOLLOWS.match(text, end) is not None else None
