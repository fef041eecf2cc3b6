"""Where the links and images of a README lead: targets in HTML tags and in link definitions, with their places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from cog_lsp.readme.markdown.records import Link
from cog_lsp.regex import regex
from cog_lsp.text import Span

_TAG = regex(r"<(a|img|source|video|audio|track|embed)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = regex(r"""(?<![\w-])([\w-]{1,40})\s*=\s*(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'`=<>]{1,2000}))""")
_NAMES = frozenset({"href", "src", "srcset", "poster"})
_DEFINITION = regex(r"^ {0,3}\[(?!\^)([^\]\r\n]+)\]:[ \t]*(?:<([^<>\r\n]*)>|([^\s<>]+))", re.MULTILINE)
"""A footnote, `[^1]: text`, is none."""
_CANDIDATE = regex(r"[^\s,]\S*")


def html_targets(text: str, start: int, end: int) -> Iterator[Link]:
    """The targets of HTML tags in a range of a text; each picture of a `srcset` counts."""
    for tag in _TAG.finditer(text, start, end):
        for attribute in _ATTRIBUTE.finditer(text, *tag.span(2)):
            name = attribute[1].lower()
            group = next((number for number in (2, 3, 4) if attribute[number]), None)
            if group is None or name not in _NAMES:
                continue
            kind = "link" if tag[1].lower() == "a" else "image"
            place = Span(*attribute.span(group))
            for span in _candidates(text, place) if name == "srcset" else (place,):
                yield Link("image" if kind == "image" else "link", text[span.start : span.end], span)


def _candidates(text: str, srcset: Span) -> Iterator[Span]:
    """The addresses in `a.png 1x, b.png 2x`: each begins a candidate, and a comma ends one."""
    starts_candidate = True
    for word in _CANDIDATE.finditer(text, srcset.start, srcset.end):
        if starts_candidate:
            yield Span(word.start(), word.start() + len(word.group().rstrip(",")))
        starts_candidate = word.group().endswith(",")


def definitions(text: str, known: Collection[str]) -> Iterator[Link]:
    """The targets of link definitions, `[label]: target`, whose labels the Markdown library knows."""
    from markdown_it.common.utils import normalizeReference

    for match in _DEFINITION.finditer(text):
        if normalizeReference(match[1]) in known:
            group = 2 if match[2] is not None else 3
            yield Link("link", match[group], Span(*match.span(group)))
