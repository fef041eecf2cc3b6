"""Edits of a README: sections, examples, a whole new file. Pure: repairs and a context in, edits out.

New sections go where a reader expects them: after the last topic that comes before them in the usual order. Heading
style, heading level and line ends are those of the file, and nothing that stands there is touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from cog_lsp.findings.repairs import AddExample, CardRepair, NameVersion, WriteReadme, WriteSection
from cog_lsp.fixes.edits import Edit
from cog_lsp.fixes.fix import Idea
from cog_lsp.project.context import Context
from cog_lsp.readme.coverage import missing
from cog_lsp.readme.markdown.document import ModelCard, parse_card
from cog_lsp.readme.markdown.records import BELOW_ALL, Heading, Section
from cog_lsp.readme.snippets import snippets
from cog_lsp.readme.snippets.problems import is_about
from cog_lsp.readme.topics import TOPICS, topics
from cog_lsp.text import Span
from cog_lsp.writing import sections
from cog_lsp.writing.identity import own_name, title_of

README = "README.md"
SUMMARY = "what-it-does"
"""The topic that has no heading of its own: it is the paragraph below the title."""


def title(repair: CardRepair) -> str:
    """What a repair does, in words."""
    if isinstance(repair, WriteReadme):
        return "Write a README with the eight topics"
    if isinstance(repair, AddExample):
        return "Add an example that runs the model"
    if isinstance(repair, NameVersion):
        return "Name the newest version"
    if isinstance(repair, WriteSection):
        return f"Draft “{topics()[repair.topic].title}”"
    one = len(repair.topics) == 1
    return f"Add “{topics()[repair.topics[0]].title}”" if one else f"Add the {len(repair.topics)} missing sections"


def ideas(repair: CardRepair, context: Context, text: str) -> Iterator[Idea]:
    """What a repair makes of a README. A rule that found topics missing in this very text is right about it."""
    current = context.card is not None and context.card.text == text and bool(text.strip())
    if isinstance(repair, WriteReadme):
        yield Idea(title(repair), partial(_whole, context, repair.outlines), README, README)
    elif isinstance(repair, WriteSection):
        work = partial(write_section, repair, context, text)
        yield Idea(title(repair), work, repair if current and repair.outlines else None)
    elif isinstance(repair, AddExample):
        yield Idea(title(repair), partial(add_example, context, text))
    elif isinstance(repair, NameVersion):
        yield Idea(title(repair), partial(_name_version, repair, context))
    else:
        work = partial(add_sections, repair.topics, context, text, repair.outlines)
        # A section that says how to use the model may also be asked for as an example: only the edits tell.
        yield Idea(
            title(repair),
            work,
            repair.topics if current and repair.outlines and repair.topics != ("how-to-use",) else None,
        )


def _name_version(repair: NameVersion, context: Context) -> tuple[Edit, ...]:
    version = context.published_version(repair.model)
    return () if version is None else (Edit(repair.gap, version),)


def _whole(context: Context, outlines: bool) -> tuple[Edit, ...]:
    return (Edit(Span(0, 0), new_readme(context, outlines=outlines)),)


def new_readme(context: Context, *, outlines: bool = True) -> str:
    """A whole README on the topics that the settings want; without `outlines` on those of which something is known."""
    slugs = [slug for slug in TOPICS if slug in (context.settings.topics or TOPICS)]
    text = _readme(context, sections.drafts(slugs, context, outlines=outlines))
    # A title tells what kind of model it is: with one, there may be more to write.
    return _readme(context, sections.drafts(slugs, replace(context, card=parse_card(text)), outlines=outlines))


def _readme(context: Context, texts: Mapping[str, str]) -> str:
    """A README of these sections by topic."""
    blocks = [f"# {title_of(context)}"]
    for slug, body in texts.items():
        blocks += [body] if slug == SUMMARY else [f"## {topics()[slug].title}", body]
    return "\n\n".join(blocks) + "\n"


def add_sections(slugs: Sequence[str], context: Context, text: str, outlines: bool = True) -> tuple[Edit, ...]:
    """Sections for those of the topics that the README does not cover; without `outlines` for those of which something
    is known."""
    card = _card(context, text)
    absent = missing(card, context.settings.topics or TOPICS, context.settings.headings)
    gaps = [slug for slug in TOPICS if slug in slugs and slug in absent]
    texts = sections.drafts(gaps, context, outlines=outlines)
    if not texts:
        return ()
    writer = _Writer(card)
    if not text.strip():
        return (Edit(Span(0, len(text)), writer.native(_readme(context, texts))),)
    return writer.edits(texts)


def write_section(repair: WriteSection, context: Context, text: str) -> tuple[Edit, ...]:
    """The draft of a topic in place of a placeholder."""
    draft = sections.draft(repair.topic, context)
    start, end = repair.body
    if draft.is_outline and not repair.outlines:
        return ()
    writer = _Writer(_card(context, text))
    newline, following = writer.newline, text[end:].strip()
    body = newline + writer.native(draft.text) + newline * (2 if following else 1)
    return (Edit(Span(start, end), body),) if text[start:end] != body else ()


def add_example(context: Context, text: str) -> tuple[Edit, ...]:
    """A call in Python and one on the command line, in the section that says how to use the model."""
    card = _card(context, text)
    if has_example(card, context):
        return ()
    writer = _Writer(card)
    place = next((s for s in card.sections if "how-to-use" in s.topics), None)
    if place is None:
        return writer.edits(sections.drafts(["how-to-use"], context))
    end = place.own.end if text[place.own.start : place.own.end].strip() else place.own.start
    return (writer.insert(end, sections.example(context)),)


FENCES = {"python": "python", "javascript": "js", "bash": "sh"}
"""What code blocks are called by the language of a call."""


def add_snippet(card: ModelCard, language: str, text: str) -> Edit:
    """A code block at the end of the section that says how to use the model, or in a new one at the end."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    block = f"{fence}{FENCES.get(language, language)}\n{text.rstrip()}\n{fence}"
    section = next((section for section in card.sections if "how-to-use" in section.topics), None)
    if section is None:
        at, block = len(card.text.rstrip()), f"## {topics()['how-to-use'].title}\n\n{block}"
    else:
        start, end = section.own
        at = start + len(card.text[start:end].rstrip())
    return Edit(Span(at, at), f"\n\n{block}".replace("\n", card.newline))


def has_example(card: ModelCard, context: Context) -> bool:
    """Whether a snippet of the README runs this model."""
    own = own_name(context)
    for snippet in snippets(card):
        if snippet.mode != "run":
            continue
        if context.predictor is None or is_about(snippet, context.predictor, own):
            return True
    return False


def _card(context: Context, text: str) -> ModelCard:
    return context.card if context.card is not None and context.card.text == text else parse_card(text)


class _Writer:
    """Writes into one README in its own style."""

    def __init__(self, card: ModelCard) -> None:
        self.card = card
        self.newline = card.newline

    def native(self, text: str) -> str:
        """The text with the line ends of the file."""
        return text.replace("\n", self.newline)

    @cached_property
    def sections(self) -> list[Section]:
        """The sections beside which others can be put."""
        return [s for s in self.card.sections if s.heading is not self.card.title and s.heading.level < BELOW_ALL]

    @cached_property
    def level(self) -> int:
        """The level of the sections that are there."""
        levels = Counter(s.heading.level for s in self.sections if s.topics) or Counter(
            s.heading.level for s in self.sections
        )
        if not levels:
            return 2 if self.card.title is None or self.card.title.level < 2 else self.card.title.level
        most = max(levels.values())
        return min(level for level, count in levels.items() if count == most)

    @cached_property
    def setext(self) -> bool:
        """Whether headings are underlined."""
        styles = Counter(h.style for h in self.card.headings if h.level <= 2)
        return self.level <= 2 and styles["setext"] > styles["atx"]

    def edits(self, texts: Mapping[str, str]) -> tuple[Edit, ...]:
        """Insert sections by topic, those for one place as one edit."""
        places: dict[int, list[str]] = {}
        for slug, body in texts.items():
            if slug == SUMMARY:
                places.setdefault(self._below_title(), []).append(body)
            else:
                heading = self._heading(topics()[slug].title)
                places.setdefault(self._place(slug), []).append(f"{heading}\n\n{body}")
        return tuple(self.insert(at, "\n\n".join(blocks)) for at, blocks in sorted(places.items()))

    def _heading(self, title: str) -> str:
        if self.setext:
            return f"{title}\n{('=' if self.level == 1 else '-') * len(title)}"
        return f"{'#' * self.level} {title}"

    def _below_title(self) -> int:
        title = self.card.title
        if title is None:
            return self.card.front_matter.end if self.card.front_matter is not None else 0
        part = self.card.part_at(title.span.start)
        if title.style == "html" and part is not None:
            return part[0] + len(part[1].text)
        return self._next_line(title.span.end)

    def _next_line(self, at: int) -> int:
        end = self.card.text.find("\n", at)
        return len(self.card.text) if end < 0 else end + 1

    def _place(self, slug: str) -> int:
        """After the topic that comes before it in the usual order, else before the first one that comes after it."""
        order = TOPICS.index(slug)
        before = [(max(TOPICS.index(t) for t in s.topics), s) for s in self.sections if s.topics]
        earlier = [(rank, s) for rank, s in before if rank < order and rank > 0]
        if earlier:
            best = max(rank for rank, _ in earlier)
            return self._end([s for rank, s in earlier if rank == best][-1])
        later = next((s for _, s in before if min(TOPICS.index(t) for t in s.topics) > order), None)
        if later is not None:
            return self._start(later)
        return len(self.card.text)

    def _end(self, section: Section) -> int:
        """Where the section of the usual level that holds this one ends."""
        holding = [s for s in self.sections if s.span.start <= section.span.start and s.heading.level <= self.level]
        return max(holding[-1].span.end, section.span.end) if holding else section.span.end

    def _start(self, section: Section) -> int:
        holding = [s for s in self.sections if s.span.start <= section.span.start and s.heading.level <= self.level]
        return self._line(holding[-1].heading if holding else section.heading)

    def _line(self, heading: Heading) -> int:
        part = self.card.part_at(heading.span.start)
        if heading.style == "html" and part is not None:
            return part[0]
        return heading.span.start

    def insert(self, at: int, body: str) -> Edit:
        """Insert a block, with a blank line on both sides."""
        text = self.card.text
        before, after = text[:at], text[at:]
        body = self.native(body.strip("\n"))
        lead = ""
        if before.strip():
            trailing = before[len(before.rstrip()) :].count("\n")
            lead = self.newline * max(0, 2 - trailing)
        tail = self.newline
        if after.strip():
            following = after[: len(after) - len(after.lstrip())].count("\n")
            tail = self.newline * max(0, 2 - following)
        elif after:
            tail = "" if "\n" in after else self.newline
        return Edit(Span(at, at), lead + body + tail)
