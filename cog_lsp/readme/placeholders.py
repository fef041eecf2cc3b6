"""What stands in a README only until its author writes something: gaps, dummies, sentences of templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cog_lsp.prose.placeholders import GAP
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.readme.markdown.inline import without_code_spans
from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.markdown.records import Part
from cog_lsp.regex import regex
from cog_lsp.text import Span

SHOWN = 40
"""Characters of a placeholder that a message repeats."""


class Placeholder(NamedTuple):
    """A placeholder with its place in the README, characters from 0."""

    text: str
    span: Span
    is_note: bool = False
    """Whether it is a note to the author (TODO), which may stand where nobody promised an answer."""
    model: str = ""
    """The model, `owner/name` in lower case, for whose version it stands."""


_OWNER = regex(r"\b(?:your|my)[-_](?:user[-_]?)?name/[\w.-]+", re.IGNORECASE)
VERSION = "VERSION"
"""What stands in a drafted call for a version that nobody here has seen yet."""
_VERSION = regex(rf"(?<![\w./-])(?:r8\.im/)?([\w-][\w.-]*/[\w.-]+):{VERSION}\b")
_BIBTEX = regex(
    r"@[a-z]+[ \t]*\{[ \t]*(?:key|cite-?key|your[-_]?key|bib-?key|xxx+|placeholder)[ \t]*,"
    r"|(?:title|author)[ \t]*=[ \t]*[{\"](?:title of the paper|(?:your )?(?:paper )?title"
    r"|(?:first )?authors?(?: names?)?|your name|author one)[}\"]",
    re.IGNORECASE,
)
_NOTE = regex(r"[ \t>*_-]*(?:\[[ xX]\][ \t][*_]*)?(TODO|TBD|FIXME)\b")
_TEMPLATES = (
    "[more information needed]",
    "[optional]",
    "this modelcard aims to be a base template for new models",
    "provide a quick summary of what the model is/does",
    "should be made aware of the risks, biases and limitations of the model",
    "more information needed for further recommendations",
    "this is the model card of a \U0001f917 transformers model that has been pushed on the hub",
    "name them.",
    "name the two or three that people try first",
    "say which, and how that shows",
    "say what people should check before they use one",
    "who has it, and what the model saves them",
    "a use that readers would not think of by themselves",
    "name the original model, its authors and its paper",
    "say which license the code has, and which one the weights have",
    "say what the licenses of the code and of the weights allow",
    "lorem ipsum",
)
"""Sentences of model card templates (Hugging Face's, and those that cog-lsp itself wrote once), in lower case."""


def placeholders(card: ModelCard) -> Iterator[Placeholder]:
    """The placeholders of a README, from top to bottom. A command to copy may name a user to fill in."""
    for origin, part in card.placed():
        for placeholder in _of_part(part):
            yield placeholder._replace(span=placeholder.span.shifted(origin))


@per_part
def _of_part(part: Part) -> tuple[Placeholder, ...]:
    every = [*_in_prose(part), *_in_code(part)]
    return tuple(sorted(every, key=lambda placeholder: placeholder.span))


def _in_prose(part: Part) -> Iterator[Placeholder]:
    """The placeholders in the running text of a part."""
    for paragraph in part.paragraphs:
        start, end = paragraph.span
        text = without_code_spans(part.text[start:end])
        for match in GAP.finditer(text):
            if text[match.end() : match.end() + 1] not in ("(", "[", ":"):
                yield Placeholder(match.group(), Span(*match.span()).shifted(start))
        lower = text.lower()
        for sentence in _TEMPLATES if len(lower) == len(text) else ():
            at = lower.find(sentence)
            if at >= 0:
                yield Placeholder(text[at : at + len(sentence)], Span(at, at + len(sentence)).shifted(start))
        note = _NOTE.match(text)
        if note is not None:
            yield Placeholder(note[1], Span(*note.span(1)).shifted(start), True)


def _in_code(part: Part) -> Iterator[Placeholder]:
    """The placeholders in the code of a part."""
    for code in part.codes:
        for match in _OWNER.finditer(part.text, *code.span):
            line = part.text[part.text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if not re.search(r"\b(?:push|clone|login|build|pull)\b", line):
                yield Placeholder(match.group(), Span(*match.span()))
        for match in _VERSION.finditer(part.text, *code.span):
            if not _OWNER.fullmatch(match[1]):
                yield Placeholder(match.group(), Span(*match.span()), model=match[1].lower())
        for match in _BIBTEX.finditer(part.text, *code.span):
            yield Placeholder(match.group(), Span(*match.span()))
