"""The pieces of a README: headings, code, links, tables, running text, and the parts and sections that hold them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple

from msgspec import Struct, field

from cog_lsp.text import Span

HeadingStyle = Literal["atx", "setext", "html", "bold", "summary"]
Place = Literal["top", "item", "quote", "html"]
Kind = Literal["heading", "code", "link", "listing", "comment"]
"""What a part may hold beside running text: code in blocks or in a line, and rows or items of a listing."""

BELOW_ALL = 7
"""The level of headings that have none of their own: bold lines and `<summary>`."""


class Heading(NamedTuple):
    """A heading of any style."""

    text: str
    """Its words without markup; emoji and numbers are still there."""
    level: int
    """1 to 6, or `BELOW_ALL`."""
    style: HeadingStyle
    span: Span
    """The whole heading, marks and underline included."""
    text_span: Span
    """From the first to the last character of its text."""


class Code(Struct, frozen=True):
    """A fenced or indented code block, or code in HTML."""

    language: str
    """The first word after the fence, in lower case; empty where there is none."""
    content: str
    """The code without the indentation of its list item; lines end with `\\n`."""
    span: Span
    fenced: bool
    lines: tuple[tuple[int, int], ...] | None
    """For each line of `content`: where it starts in `content` and in the part; in HTML, for each piece between tags.
    None where it cannot be mapped back."""
    ends: Mapping[int, int] = field(default_factory=dict)
    """For each character that is written as an entity of HTML, where that ends."""

    def span_of(self, start: int, end: int) -> Span:
        """A range of `content` as a range of the part."""
        if end <= start:
            return Span(self.offset(start), self.offset(start))
        return Span(self.offset(start), self.ends.get(end - 1) or self.offset(end - 1) + 1)

    def offset(self, at: int) -> int:
        """A place of `content` as a place of the part."""
        if not self.lines:
            return self.span.start
        line = self.lines[max(0, bisect_right(self.lines, (at, 1 << 60)) - 1)]
        return line[1] + at - line[0]


class Link(Struct, frozen=True):
    """A link or an image, in Markdown or in HTML."""

    kind: Literal["link", "image"]
    target: str
    span: Span
    """The target as it is written."""


class Cell(Struct, frozen=True):
    """One cell of a table."""

    text: str
    """As it is written, without the spaces around it."""
    span: Span


class Table(Struct, frozen=True):
    """A table of Markdown or HTML."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span


class Paragraph(Struct, frozen=True):
    """Running text."""

    text: str
    """Its words without markup; images, code blocks and HTML tags are left out."""
    unlinked: str
    """The words that are not the text of a link."""
    source: str
    span: Span
    place: Place


class Comment(Struct, frozen=True):
    """`<!-- text -->`."""

    text: str
    span: Span


_SIGNS_OF_CODE = ("`", "cog ", "curl ", "replicate ")
"""Without one of these, running text holds no command."""


class Part(Struct, frozen=True, eq=False, dict=True):
    """A run of lines, parsed. Compared by identity, so that what is worked out for a part can be kept with it."""

    text: str
    headings: tuple[Heading, ...] = ()
    codes: tuple[Code, ...] = ()
    links: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    comments: tuple[Comment, ...] = ()
    memo: dict[object, Any] = field(default_factory=dict)
    """Results of the functions that `per_part` wraps."""

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """What stands in it."""
        signs: tuple[tuple[Kind, bool], ...] = (
            ("heading", bool(self.headings)),
            ("code", bool(self.codes) or any(sign in self.text for sign in _SIGNS_OF_CODE)),
            ("link", bool(self.links)),
            ("listing", bool(self.tables) or any(p.place == "item" or "<li" in p.source for p in self.paragraphs)),
            ("comment", bool(self.comments)),
        )
        return tuple(kind for kind, there in signs if there)


class Section(NamedTuple):
    """A heading and what stands below it. Spans are absolute."""

    heading: Heading
    span: Span
    """From the heading to the next one of the same or a higher level."""
    body: Span
    """The span without the heading."""
    own: Span
    """The body up to the next heading of any level."""
    topics: frozenset[str]
    """The topics that the heading names."""


class Suppression(NamedTuple):
    """`<!-- cog-lsp: ignore[rule, rule] -->`. Spans are absolute."""

    slugs: tuple[tuple[str, Span], ...]
    span: Span
    scope: Span
    """The section that holds the comment; the whole file where it stands above the first section."""
