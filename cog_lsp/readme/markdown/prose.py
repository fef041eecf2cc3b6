"""Running text of a README: what says something, and what only names, links or decorates."""

from __future__ import annotations

import re

from cog_lsp.readme.markdown.language import Tally, tally
from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.markdown.records import Heading, Paragraph, Part
from cog_lsp.regex import regex


@per_part
def tally_of(part: Part) -> Tally:
    """The counts that tell the language of a part: addresses, paths, options and names in code are no words."""
    words = (word for paragraph in part.paragraphs for word in paragraph.text.split())
    return tally(" ".join(word for word in words if word[0] != "-" and not _NO_WORD.search(word)))


_NO_WORD = regex(r"[/\\_=@]|\w\.\w")


_WORD = regex(r"[^\W\d_]+")
_BYLINE = regex(
    r"\b(?:equal contribution|corresponding authors?|project lead|star (?:this|the|our) repo|thanks for your interest)"
    r"|\A[\W\d]*universit\w+\b[^.]*\Z"
    r"|(?:\b(?:university|institute|college|academy|labs?|laborator\w+)\b.*){2}",
    re.IGNORECASE | re.DOTALL,
)
_URL = regex(r"(?:https?://|www\.)\S+")


def is_prose(paragraph: Paragraph) -> bool:
    """Whether a paragraph says something: a row of links, an address or a list of authors does not."""
    if _BYLINE.search(paragraph.text):
        return False
    words = _WORD.findall(_URL.sub(" ", paragraph.unlinked))
    if any(len(word) >= 4 and not word.isascii() and not word.islower() and not word.istitle() for word in words):
        return True  # a script without letter case, and often without spaces
    lower = sum(word[0].islower() for word in words)
    if len(words) == 2 and lower and paragraph.unlinked.rstrip().endswith("."):
        return True  # "Tunes pianos."
    return len(words) >= 3 and lower >= 2 and (lower * 3 >= len(words) or paragraph.unlinked.count(",") < 3)


@per_part
def prose_of(part: Part) -> tuple[Paragraph, ...]:
    """The paragraphs of a part that say something."""
    return tuple(filter(is_prose, part.paragraphs))


def is_decoration(heading: Heading) -> bool:
    """Whether a heading below the title is a bold line or a row of links rather than the start of a section."""
    bars = heading.text.count("|")
    return heading.style == "bold" or bars >= 2 or (bars == 1 and len(heading.text.split()) <= 4)
