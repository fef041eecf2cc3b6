"""The README of a model as records: title, lead paragraph, sections, code blocks, links, tables, comments.

The unit of work is the *part*: a run of lines that no blank line at the left margin interrupts. A part is parsed on its
own and holds spans relative to its first character, so a keystroke costs one part and every other one is taken over
from the card before it. `ModelCard.placed` says where each part stands; the records that `ModelCard` hands out itself
(`sections`, `comments` …) have absolute spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from cog_lsp.pace import step
from cog_lsp.readme.markdown.blocks import parse_part
from cog_lsp.readme.markdown.cuts import front_matter, split
from cog_lsp.readme.markdown.language import NOTHING, Tally, is_english
from cog_lsp.readme.markdown.prose import is_decoration, prose_of, tally_of
from cog_lsp.readme.markdown.records import Comment, Heading, Kind, Paragraph, Part, Section, Suppression
from cog_lsp.regex import regex
from cog_lsp.text import Span

__all__ = ["Heading", "ModelCard", "Part", "Section", "parse_card"]

_IGNORE = regex(r"\s*cog-lsp:\s*ignore\[([^\]]*)\]")
_SLUG = regex(r"[\w-]+")
LEAST_WORDS = 5
"""Of a heading that is a tagline."""


class ModelCard(Struct, frozen=True, dict=True):
    """A README."""

    text: str
    parts: tuple[Part, ...]
    origins: tuple[int, ...]
    """Where each part starts in `text`."""
    front_matter: Span | None = None
    stable: int = 0
    """How many of the first parts end where they end whatever follows."""
    tally: Tally = NOTHING
    """The counts that tell the language of its running text."""

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        """The number of each part by where it starts."""
        return {origin: number for number, origin in enumerate(self.origins)}

    @cached_property
    def newline(self) -> str:
        """How most of its lines end."""
        return "\r\n" if self.text.count("\r\n") * 2 > self.text.count("\n") else "\n"

    def placed(self) -> Iterator[tuple[int, Part]]:
        """Each part with its offset, from top to bottom."""
        return zip(self.origins, self.parts, strict=True)

    def having(self, kind: Kind) -> list[tuple[int, Part]]:
        """The parts that hold something of a kind, with their offsets, from top to bottom."""
        return self._by_kind.get(kind, [])

    @cached_property
    def _by_kind(self) -> Mapping[Kind, list[tuple[int, Part]]]:
        by_kind: dict[Kind, list[tuple[int, Part]]] = {}
        for origin, part in self.placed():
            for kind in part.kinds:
                by_kind.setdefault(kind, []).append((origin, part))
        return by_kind

    def part_at(self, offset: int) -> tuple[int, Part] | None:
        """The part that holds the offset, with where it starts."""
        at = bisect_right(self.origins, offset) - 1
        return None if at < 0 else (self.origins[at], self.parts[at])

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings, with absolute spans."""
        return tuple(
            Heading(h.text, h.level, h.style, h.span.shifted(origin), h.text_span.shifted(origin))
            for origin, part in self.having("heading")
            for h in part.headings
        )

    @cached_property
    def title(self) -> Heading | None:
        """The first heading, whatever its level, unless it names a topic; then the first of level 1."""
        from cog_lsp.readme.topics import topics_of_heading

        first = next((h for h in self.headings if h.style != "summary" and not is_decoration(h)), None)
        if first is not None and first.level != 1 and topics_of_heading(first.text):
            return next((h for h in self.headings if h.level == 1 and not topics_of_heading(h.text)), None)
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
        """The first paragraph of running text below the title and above the next heading, or else the first above the
        title, or else the tagline: a heading directly below the title that is a sentence. With its absolute span."""
        title = self.title
        start = title.text_span.end if title is not None else 0
        following = [h for h in self.headings if h.span.start >= start and h is not title and not is_decoration(h)]
        end = following[0].span.start if following else len(self.text)
        below = self._prose(start, end)
        if below is not None or title is None:
            return below
        return self._prose(0, title.span.start) or (_tagline(following[0], title) if following else None)

    def _prose(self, start: int, end: int) -> tuple[Paragraph, Span] | None:
        """The first paragraph of running text that starts in a range, items of lists and quotes left out."""
        for origin, part in self.placed():
            for paragraph in prose_of(part):
                if start <= origin + paragraph.span.start < end and paragraph.place not in ("item", "quote"):
                    return paragraph, paragraph.span.shifted(origin)
        return None

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """A section for each heading, the title's included."""
        from cog_lsp.readme.topics import topics_of_heading

        size = len(self.text)
        sections: list[Section] = []
        ends = _section_ends(self.headings, size)
        own = size
        for heading, end in zip(reversed(self.headings), reversed(ends), strict=True):
            topics = topics_of_heading(heading.text) if heading is not self.title else frozenset[str]()
            start = min(heading.span.end, end)
            sections.append(Section(heading, Span(heading.span.start, end), Span(start, end), Span(start, own), topics))
            own = heading.span.start
        return tuple(reversed(sections))

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds the offset."""
        at = bisect_right(self.headings, offset, key=lambda heading: heading.span.start) - 1
        return self.sections[at] if at >= 0 else None

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """All HTML comments, with absolute spans."""
        return tuple(Comment(c.text, c.span.shifted(o)) for o, part in self.having("comment") for c in part.comments)

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """What the comments switch off."""
        suppressions = []
        for comment in self.comments:
            match = _IGNORE.match(comment.text)
            if match is None:
                continue
            base = comment.span.start + len("<!--") + match.start(1)
            slugs = tuple((m.group(), Span(base + m.start(), base + m.end())) for m in _SLUG.finditer(match[1]))
            section = self.section_at(comment.span.start)
            whole = section is None or section.heading is self.title
            scope = Span(0, len(self.text)) if whole or section is None else section.span
            suppressions.append(Suppression(slugs, comment.span, scope))
        return tuple(suppressions)

    @cached_property
    def english(self) -> bool:
        """Whether the running text looks English; true where there is too little to say."""
        return is_english(self.tally)


def _tagline(heading: Heading, title: Heading) -> tuple[Paragraph, Span] | None:
    """A heading below the title that is a sentence and names no topic, as running text."""
    from cog_lsp.readme.topics import topics_of_heading

    if heading.level <= title.level or len(heading.text.split()) < LEAST_WORDS or topics_of_heading(heading.text):
        return None
    return Paragraph(heading.text, heading.text, heading.text, heading.text_span, "top"), heading.text_span


def _section_ends(headings: tuple[Heading, ...], size: int) -> list[int]:
    """For each heading, where the next one of the same or a higher level starts."""
    ends = [size] * len(headings)
    open_numbers: list[int] = []
    for number, heading in enumerate(headings):
        while open_numbers and headings[open_numbers[-1]].level >= heading.level:
            ends[open_numbers.pop()] = heading.span.start
        open_numbers.append(number)
    return ends


def parse_card(text: str, previous: ModelCard | None = None) -> ModelCard:
    """Read a README. Parts whose text `previous` has already are taken over from it. Never raises."""
    if previous is not None and previous.text == text:
        return previous
    front = front_matter(text)
    before = previous or ModelCard("", (), ())
    head, start = _unchanged_head(text, before, front.end if front is not None else 0)
    cuts = split(text, start, lambda at: _rejoins(text, at, before))
    by_text = {part.text: part for part in before.parts}
    parts = list(before.parts[:head])
    for first, last in cuts.spans:
        step()
        source = text[first:last]
        if source not in by_text:
            by_text[source] = parse_part(source)
        parts.append(by_text[source])
    tail = len(before.parts) if cuts.rejoined is None else cuts.rejoined
    tally = before.tally.changed(map(tally_of, parts[head:]), map(tally_of, before.parts[head:tail]))
    stable = head + cuts.stable
    if cuts.rejoined is not None:
        if cuts.stable == len(cuts.spans):
            stable += max(0, before.stable - cuts.rejoined)
        parts += before.parts[cuts.rejoined :]
    origins = accumulate((len(part.text) for part in parts[:-1]), initial=front.end if front is not None else 0)
    return ModelCard(text, tuple(parts), tuple(origins) if parts else (), front, stable, tally)


def _unchanged_head(text: str, before: ModelCard, at: int) -> tuple[int, int]:
    """How many of the first parts are the same, and where the next one starts."""
    count = 0
    if before.origins and before.origins[0] == at:
        for part in before.parts[: min(before.stable, len(before.parts) - 1)]:
            end = at + len(part.text)
            # A part ends in front of a line that starts at the margin; at the end of the text it may go on.
            if not text.startswith(part.text, at) or text[end : end + 1] in " \t\r\n":
                break
            count, at = count + 1, end
    return count, at


def _rejoins(text: str, at: int, before: ModelCard) -> int | None:
    """The part of the card before from which on the rest of the text is the same."""
    old = at - len(text) + len(before.text)
    number = before.numbers.get(old)
    return number if number is not None and text[at:] == before.text[old:] else None
