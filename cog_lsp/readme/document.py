"""The README of a model as records: title, lead paragraph, sections, code blocks, links, tables, comments.

The unit of work is the *part*: a run of lines that no blank line at the left margin interrupts. A part is parsed on its
own and holds spans relative to its first character, so a keystroke costs one part and every other one is taken over
from the card before it. `ModelCard.placed` says where each part stands; the records that `ModelCard` hands out itself
(`sections`, `comments` …) have absolute spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from cog_lsp.predictor.model import Span

HeadingStyle = Literal["atx", "setext", "html", "bold", "summary"]
Place = Literal["top", "item", "quote", "html"]

BELOW_ALL = 7
"""The level of headings that have none of their own: bold lines and `<summary>`."""


@dataclass(frozen=True, slots=True)
class Heading:
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


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced or indented code block."""

    language: str
    """The first word after the fence, in lower case; empty where there is none."""
    content: str
    """The code without the indentation of its list item; lines end with `\\n`."""
    span: Span
    fenced: bool
    lines: tuple[tuple[int, int], ...] | None
    """For each line of `content`: where it starts in `content` and in the part. None where it cannot be mapped back."""

    def span_of(self, start: int, end: int) -> Span:
        """A range of `content` as a range of the part."""
        return Span(self._offset(start), self._offset(end))

    def _offset(self, at: int) -> int:
        if not self.lines:
            return self.span.start
        line = self.lines[max(0, bisect_right(self.lines, (at, 1 << 60)) - 1)]
        return line[1] + at - line[0]


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image, in Markdown or in HTML."""

    kind: Literal["link", "image"]
    target: str
    span: Span
    """The target as it is written."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    text: str
    """As it is written, without the spaces around it."""
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table of Markdown."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    """Its words without markup; images, code blocks and HTML tags are left out."""
    unlinked: str
    """The words that are not the text of a link."""
    source: str
    span: Span
    place: Place


@dataclass(frozen=True, slots=True)
class Comment:
    """`<!-- text -->`."""

    text: str
    span: Span


@dataclass(frozen=True, eq=False)
class Part:
    """A run of lines, parsed. Compared by identity, so that what is worked out for a part can be kept with it."""

    text: str
    headings: tuple[Heading, ...] = ()
    codes: tuple[Code, ...] = ()
    links: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
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


_IGNORE = re.compile(r"\s*cog-lsp:\s*ignore\[([^\]]*)\]")
_SLUG = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class ModelCard:
    """A README."""

    text: str
    parts: tuple[Part, ...]
    origins: tuple[int, ...]
    """Where each part starts in `text`."""
    front_matter: Span | None = None

    def placed(self) -> Iterator[tuple[int, Part]]:
        """Each part with its offset, from top to bottom."""
        return zip(self.origins, self.parts, strict=True)

    def part_at(self, offset: int) -> tuple[int, Part] | None:
        """The part that holds the offset, with where it starts."""
        at = bisect_right(self.origins, offset) - 1
        return None if at < 0 else (self.origins[at], self.parts[at])

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings, with absolute spans."""
        return tuple(
            Heading(h.text, h.level, h.style, h.span.shifted(origin), h.text_span.shifted(origin))
            for origin, part in self.placed()
            for h in part.headings
        )

    @cached_property
    def title(self) -> Heading | None:
        """The first heading of level 1, or else the first heading where only pictures and links stand above it."""
        first = next((h for h in self.headings if h.level == 1), None)
        if first is None and self.headings and self.headings[0].level < BELOW_ALL:
            above = self.headings[0].span.start
            prose = any(p.text for o, part in self.placed() for p in part.paragraphs if o + p.span.start < above)
            first = None if prose else self.headings[0]
        return first

    @cached_property
    def title_span(self) -> Span:
        """Where a finding about the whole README stands: on the title, or else on the first line that has text."""
        if self.title is not None:
            return self.title.text_span
        start = self.front_matter.end if self.front_matter is not None else 0
        line = re.compile(r"[^\s][^\r\n]*").search(self.text, start)
        return Span(line.start(), line.start() + len(line.group().rstrip())) if line else Span(0, 0)

    @cached_property
    def lead(self) -> tuple[Paragraph, Span] | None:
        """The first paragraph of running text below the title and above the next heading, with its absolute span."""
        title = self.title
        start = title.span.end if title is not None else 0
        following = (h for h in self.headings if h.span.start >= start and h is not title and not _is_decoration(h))
        end = next((h.span.start for h in following), len(self.text))
        for origin, part in self.placed():
            for paragraph in part.paragraphs:
                at = origin + paragraph.span.start
                if start <= at < end and paragraph.place != "item" and is_prose(paragraph):
                    return paragraph, paragraph.span.shifted(origin)
        return None

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """A section for each heading, the title's included."""
        from cog_lsp.readme.topics import topics_of_heading

        headings, size = self.headings, len(self.text)
        found: list[Section] = []
        for at, heading in enumerate(headings):
            following = headings[at + 1 :]
            end = next((h.span.start for h in following if h.level <= heading.level), size)
            own = following[0].span.start if following else size
            topics = topics_of_heading(heading.text) if heading is not self.title else frozenset[str]()
            start = min(heading.span.end, end)
            found.append(Section(heading, Span(heading.span.start, end), Span(start, end), Span(start, own), topics))
        return tuple(found)

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds the offset."""
        return next((s for s in reversed(self.sections) if s.span.start <= offset), None)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """All HTML comments, with absolute spans."""
        return tuple(Comment(c.text, c.span.shifted(o)) for o, part in self.placed() for c in part.comments)

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """What the comments switch off."""
        found = []
        for comment in self.comments:
            match = _IGNORE.match(comment.text)
            if match is None:
                continue
            base = comment.span.start + len("<!--") + match.start(1)
            slugs = tuple((m.group(), Span(base + m.start(), base + m.end())) for m in _SLUG.finditer(match[1]))
            section = self.section_at(comment.span.start)
            whole = section is None or section.heading is self.title
            scope = Span(0, len(self.text)) if whole or section is None else section.span
            found.append(Suppression(slugs, comment.span, scope))
        return tuple(found)

    @cached_property
    def english(self) -> bool:
        """Whether the running text looks English; true where there is too little to say."""
        from cog_lsp.readme.language import is_english

        return is_english(" ".join(p.text for part in self.parts for p in part.paragraphs))


_WORD = re.compile(r"[^\W\d_]+")
_BYLINE = re.compile(
    r"\b(?:equal contribution|corresponding authors?|project lead)\b|\A[\W\d]*universit\w+\b[^.]*\Z"
    r"|(?:\b(?:university|institute|college|academy|labs?|laborator\w+)\b.*){2}",
    re.IGNORECASE | re.DOTALL,
)
_URL = re.compile(r"(?:https?://|www\.)\S+")


def is_prose(paragraph: Paragraph) -> bool:
    """Whether a paragraph says something: a row of links, an address or a list of authors does not."""
    if _BYLINE.search(paragraph.text):
        return False
    words = _WORD.findall(_URL.sub(" ", paragraph.unlinked))
    if any(len(word) >= 4 and not word.isascii() and not word.islower() and not word.istitle() for word in words):
        return True  # a script without letter case, and often without spaces
    lower = sum(word[0].islower() for word in words)
    return len(words) >= 3 and lower >= 2 and (lower * 3 >= len(words) or paragraph.unlinked.count(",") < 3)


def _is_decoration(heading: Heading) -> bool:
    """Whether a heading below the title is a bold line or a row of links rather than the start of a section."""
    return heading.style == "bold" or heading.text.count("|") >= 2


def parse_card(text: str, previous: ModelCard | None = None) -> ModelCard:
    """Read a README. Parts whose text `previous` has already are taken over from it. Never raises."""
    if previous is not None and previous.text == text:
        return previous
    from cog_lsp.readme import blocks

    known = {} if previous is None else {part.text: part for part in previous.parts}
    front, spans = blocks.split(text)
    parts = []
    for start, end in spans:
        source = text[start:end]
        part = known.get(source)
        if part is None:
            part = known[source] = blocks.parse_part(source)
        parts.append(part)
    return ModelCard(text, tuple(parts), tuple(start for start, _ in spans), front)
