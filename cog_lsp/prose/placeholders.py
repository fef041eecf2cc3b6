"""Places in a text where its author still has to write something."""

from __future__ import annotations

import re

from cog_lsp.regex import regex
from cog_lsp.text import Span

GAP = regex(
    r"\[(?:say|your|insert|add|enter|fill|describe|explain|write|give|put|what|how|why|which|where|value|todo|tbd|placeholder"
    r"|description|example|x{2,}|\.{2,}|\u2026)\b[^\[\]\n]{0,160}\]|\[(?:\.{2,}|\u2026|_{2,})\]",
    re.I,
)
"""Brackets that ask for something."""
MARK = regex(r"(?<![\w'\"`\u2018\u201c-])(?:TODO|TBD|FIXME|TBA)(?![\w'\"`\u2019\u201d-])|\blorem ipsum\b", re.ASCII)
LOREM = regex(r"\blorem ipsum\b", re.I)
EMPTY = regex(
    r"(?<!\W)\W*(?:n/a|todo|tbd|xxx+|placeholder(?: text)?|asdf\w*|describe (?:me|this|this input)"
    r"|(?:(?:add|insert|your|missing|no|some|enter|write) )?description(?: goes)? here"
    r"|(?:add|insert|missing|no|write|enter) (?:a |the )?description)\W*|[.\u2026?_-]+",
    re.I,
)
"""A text that is nothing else."""


def placeholder(text: str) -> Span | None:
    """The first placeholder of a description, characters from 0; None where it is finished. The whole text where it is
    nothing else."""
    if EMPTY.fullmatch(text.strip()):
        return Span(0, len(text))
    matches = [match for pattern in (GAP, MARK, LOREM) for match in pattern.finditer(text)]
    first = min(matches, key=lambda match: match.start(), default=None)
    return None if first is None else Span(*first.span())


def is_empty(text: str) -> bool:
    """Whether a text is nothing but placeholders."""
    return placeholder(text) is not None and not any(c.isalnum() for c in GAP.sub("", EMPTY.sub("", text.strip())))
