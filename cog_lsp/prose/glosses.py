"""Explanations of technical terms, worked into the sentence that holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cog_lsp.prose.jargon import Term
from cog_lsp.prose.terms import known

FOLLOWS = re.compile(
    r"\s*(?:$|[.,;:]|\s(?:to|for|of|in|on|at|by|with|from|into|and|or|as|is|are|was|will|would|can|should|must|that|which"
    r"|if|when|while|whose|shows|counts|affects|applies|influences|has|have)\b)"
)
"""What may stand behind a noun that is explained in brackets: an explanation inside of a longer noun breaks it."""
MOST = 1
"""So many explanations in brackets one text can bear."""


def glossed(text: str, terms: Sequence[Term]) -> str:
    """The text with the meaning of each of these terms in brackets behind it; as it is where not all of them are nouns
    with a certain meaning that can be explained where they stand."""
    if not terms or len(terms) > MOST or not all(_can_be_explained(text, term) for term in terms):
        return text
    for term in sorted(terms, key=lambda term: -term.start):
        text = f"{text[: term.end]} ({term.meaning}){text[term.end :]}"
    return text


def _can_be_explained(text: str, term: Term) -> bool:
    """Whether a meaning in brackets behind the term reads well."""
    entry = known(term.name)
    spelling = text[term.start : term.end]
    # The meanings are said of one thing; "for embedding" may be what is done rather than a thing.
    plain = not spelling.endswith("ing") and (not spelling.endswith("s") or term.name.endswith("s"))
    inside = text.rfind("(", 0, term.start) > text.rfind(")", 0, term.start)
    return (
        bool(term.meaning)
        and entry is not None
        and entry.thing
        and plain
        and not inside
        and FOLLOWS.match(text, term.end) is not None
    )
