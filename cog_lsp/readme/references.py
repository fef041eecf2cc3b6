"""Tables, lists and headings of a README that describe inputs of the model: which is about which input, and what it
says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from cog_lsp.readme.listing_words import column_of, is_about
from cog_lsp.readme.markdown.html_code import plain
from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.markdown.records import Cell, Code, Table
from cog_lsp.readme.marks import inputs_tables
from cog_lsp.readme.statements import Statement, statement
from cog_lsp.regex import regex
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.predictor.model import Predictor
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Paragraph, Part, Section

_COLON = ":\uff1a"
_NAMES = regex(
    r"(?P<mark>[*_`]{0,6})(?P<name>[A-Za-z]\w*)[*`]{0,6}(?P<more>\s*(?:[/,&|\u3001\uff0c]|\b(?:and|or|und)\b)\s*)?"
)
_LINK = regex(r"[*_]{0,2}\[([^\[\]]+)\]\([^()\s]*\)[*_]{0,2}")
_AFTER = regex(r"\s*(?:\*|\([^()]{1,30}\))?")
_ITEM = regex(
    rf"(?:\*\*|__)?(`?)(?P<name>[a-z_]\w*)\1[{_COLON}]?(?:\*\*|__)?\s*(?:\((?P<note>[^()]*)\)\s*)?"
    rf"(?:[{_COLON}=\u2013\u2014\u2192]|-+(?= )|(?<=[{_COLON})])\s)"
)
_ITEMS = regex(
    r"(?:[*_]{0,2}`\w+`[*_]{0,2}\s*(?:[/,&\u3001\uff0c]|and|or|und)\s*){1,4}[*_]{0,2}`\w+`[*_]{0,2}\s*(?:\([^()]*\)\s*)?"
    rf"[{_COLON}\u2013\u2014\u2192-]"
)
_HEADING = regex(rf"[*_`]*(?P<name>[a-z]\w*)[*_`]*\s*(?:\((?P<note>[^()]*)\)\s*)?[{_COLON}]?")
_NOTHING = Statement()
LOOSE = 30
"""Items of a list with empty lines between them, above which the sentence in front of it is looked for."""
REACH = 800
"""Characters below a heading in which its statements are looked for."""


class Mention(Struct, frozen=True):
    """A row, an item or a heading about one input. Spans are absolute."""

    name: str
    name_span: Span
    says: Statement = _NOTHING
    alone: bool = True
    """Whether what it says is about this input only."""
    marked: bool = False
    """Whether the name is set as code."""
    indent: int = 0


class Listing(Struct, frozen=True):
    """A table, the items of one section, or the headings below one, that describe inputs."""

    mentions: tuple[Mention, ...]
    kind: Literal["table", "list", "headings"]
    titled: bool
    """Whether the heading says that these are inputs."""


def listings(card: ModelCard, predictor: Predictor) -> Iterator[Listing]:
    """The listings of this model's inputs. Those about training, about outputs and about other programs are left out,
    and so is the table that cog-lsp keeps up to date itself."""
    names = {i.name for i in predictor.inputs}
    own = [Span(*match.span()) for match in inputs_tables(card.text)]
    items: dict[int, list[tuple[int, Mention]]] = {}
    titled: dict[int, bool] = {}
    for origin, part in card.having("listing"):
        tables, listed = _mentions(part)
        if not tables and not listed:
            continue
        if any(span.start <= origin < span.end for span in own):
            continue
        section = card.section_at(origin + len(part.text) - 1)
        if _is_about_training(section) and predictor.mode != "train":
            continue
        is_titled = section is not None and is_about(section.heading.text, "inputs")
        for table, explicit in tables:
            if _is_about(table, names, is_titled or explicit):
                yield Listing(tuple(_placed(mention, origin) for mention in table), "table", is_titled)
        lead = _lead(card, origin, part) if listed else ""
        if is_about(lead, "others") and not is_about(lead, "inputs"):
            continue
        for mention in listed:
            here = card.section_at(origin + mention.name_span.start)
            key = here.span.start if here is not None else -1
            says_so = is_about(lead, "inputs") or (here is not None and is_about(here.heading.text, "inputs"))
            titled[key] = titled.get(key, False) or says_so
            items.setdefault(key, []).append((origin, mention))
    for key, mentions in items.items():
        if _is_about([mention for _, mention in mentions], names, titled[key]):
            placed = tuple(_placed(mention, origin) for origin, mention in mentions)
            yield Listing(placed, "list", titled[key])
    yield from _headings(card, predictor, names)


@per_part
def _mentions(part: Part) -> tuple[tuple[tuple[tuple[Mention, ...], bool], ...], tuple[Mention, ...]]:
    """The rows of each table, with whether its header speaks of inputs, and the items of lists. Spans are relative to
    the part."""
    tables = tuple((tuple(_rows(table)), _is_explicit(table)) for table in part.tables)
    items = [item for paragraph in part.paragraphs if paragraph.place == "item" for item in _items(part, paragraph)]
    items += [item for p in part.paragraphs if p.place == "html" for item in _html_items(part.text, p.span)]
    return tuple(table for table in tables if table[0]), tuple(items)


def _lead(card: ModelCard, origin: int, part: Part) -> str:
    """The sentence in front of a list, with a colon at its end; empty where there is none."""
    number = card.numbers[origin]
    for earlier in (part, *reversed(card.parts[max(0, number - LOOSE) : number])):
        if earlier is not part and earlier.headings:
            return ""
        sentences = [p for p in earlier.paragraphs if p.place != "item"]
        if sentences:
            return sentences[-1].text if sentences[-1].text.rstrip().endswith((":", "\uff1a")) else ""
    return ""


def _placed(mention: Mention, by: int) -> Mention:
    def cell(inner: Cell | None) -> Cell | None:
        return None if inner is None else Cell(inner.text, inner.span.shifted(by))

    says = mention.says
    placed = Statement(cell(says.default), cell(says.range), cell(says.low), cell(says.high))
    return replace(mention, name_span=mention.name_span.shifted(by), says=placed)


def _is_about_training(section: Section | None) -> bool:
    return section is not None and re.search(r"\b(?:train|fine-?tun)", section.heading.text, re.IGNORECASE) is not None


def _is_about(mentions: Sequence[Mention], names: set[str], titled: bool) -> bool:
    """Whether a listing is one of this model's inputs: two of them at least, or the only one below a heading that says
    so, and most of what it names."""
    count = sum(m.name in names for m in mentions)
    return (count >= 2 and count * 2 > len(mentions)) or (titled and count == len(mentions) == 1)


def _name_column(table: Table) -> int | None:
    """The column of names: the first one, or else one that is headed by inputs."""
    kinds = [column_of(cell.text) for cell in table.header]
    if kinds and (kinds[0] in ("input", "name") or not table.header[0].text):
        return 0
    return kinds.index("input") if "input" in kinds else None


def _is_explicit(table: Table) -> bool:
    """Whether a header of the table says that these are inputs."""
    return any(column_of(cell.text) == "input" for cell in table.header)


def _rows(table: Table) -> Iterator[Mention]:
    """What the rows of a table are about, where one of its columns holds names of inputs."""
    column = _name_column(table)
    if column is None:
        return
    kinds = [column_of(cell.text) for cell in table.header]
    places = [kinds.index(kind) if kind in kinds else len(kinds) for kind in ("default", "range", "low", "high")]
    for row in table.rows:
        names = list(_names(row[column])) if column < len(row) else []
        says = Statement(*(row[place] if place < len(row) else None for place in places))
        for name, span, marked in names:
            yield Mention(name, span, says, len(names) == 1, marked)


def _names(cell: Cell) -> Iterator[tuple[str, Span, bool]]:
    """The names in a cell: one, or several with a comma, a slash or an "and" between them; none where it holds more."""
    names: list[tuple[str, Span, bool]] = []
    link = _LINK.fullmatch(cell.text)
    if link is not None:
        cell = Cell(link[1], Span(*link.span(1)).shifted(cell.span.start))
    at, match = 0, _NAMES.match(cell.text)
    while match is not None:
        names.append((match["name"], Span(*match.span("name")).shifted(cell.span.start), "`" in match["mark"]))
        at = match.end()
        match = _NAMES.match(cell.text, at) if match["more"] else None
    if names and _AFTER.fullmatch(cell.text, at) is not None:
        yield from names


def _items(part: Part, paragraph: Paragraph) -> Iterator[Mention]:
    """What an item of a list is about: one input, or several in a row."""
    source, at = paragraph.source, paragraph.span.start
    line = max(part.text.rfind("\n", 0, at), part.text.rfind("\r", 0, at)) + 1
    several = _ITEMS.match(source)
    one = _ITEM.match(source) if several is None else None
    if several is not None:
        for name in re.finditer(r"`(\w+)`", several.group()):
            yield Mention(name[1], Span(*name.span(1)).shifted(at), alone=False, marked=True, indent=at - line)
    elif one is not None:
        note = Span(one.start("note") - 1, one.end("note") + 1).shifted(at) if one["note"] is not None else None
        says = statement(part.text, at + one.end("name"), paragraph.span.end, note)
        name_span = Span(*one.span("name")).shifted(at)
        yield Mention(one["name"], name_span, says, marked=bool(one[1]), indent=at - line)


_LI = regex(r"<li\b[^<>]{0,500}>", re.IGNORECASE)
_LI_END = regex(r"</?(?:li|ul|ol|table)\b", re.IGNORECASE)


def _html_items(text: str, span: Span) -> Iterator[Mention]:
    """What the items of a list in HTML are about."""
    for opening in _LI.finditer(text, span.start, span.end):
        closing = _LI_END.search(text, opening.end(), span.end)
        end = closing.start() if closing is not None else span.end
        item = plain(text, Span(opening.end(), end))
        at = len(item.content) - len(item.content.lstrip())
        match = _ITEM.match(item.content, at)
        if match is None:
            continue

        def cell(inner: Cell | None, item: Code = item) -> Cell | None:
            return None if inner is None else Cell(inner.text, item.span_of(*inner.span))

        note = Span(match.start("note") - 1, match.end("note") + 1) if match["note"] is not None else None
        says = statement(item.content, match.end("name"), len(item.content), note)
        placed = Statement(cell(says.default), cell(says.range), cell(says.low), cell(says.high))
        marked = "<code" in text[opening.end() : end][:40].lower()
        yield Mention(match["name"], item.span_of(*match.span("name")), placed, marked=marked)


def _headings(card: ModelCard, predictor: Predictor, names: set[str]) -> Iterator[Listing]:
    """Headings that are names of inputs, with what stands below each."""
    if not any(heading.text.strip("`*_ ").split(" ", 1)[0].rstrip(":`*_") in names for heading in card.headings):
        return
    groups: dict[int, list[Mention]] = {}
    above: list[Section] = []
    titles: dict[int, Section] = {}
    for section in card.sections:
        while above and above[-1].heading.level >= section.heading.level:
            above.pop()
        match = _HEADING.fullmatch(section.heading.text)
        if match is not None and above:
            key = above[-1].span.start
            titles[key] = above[-1]
            groups.setdefault(key, []).append(_heading(card, section, match))
        above.append(section)
    for key, mentions in groups.items():
        title = titles[key]
        titled = is_about(title.heading.text, "inputs")
        if _is_about_training(title) and predictor.mode != "train":
            continue
        if _is_about(mentions, names, titled):
            yield Listing(tuple(mentions), "headings", titled)


def _heading(card: ModelCard, section: Section, match: re.Match[str]) -> Mention:
    """What a heading that names an input and its section are about."""
    title = card.text[section.heading.text_span.start : section.heading.text_span.end]
    at = section.heading.text_span.start + max(0, title.find(match["name"]))
    start = at + len(match["name"])
    end = min(section.own.end, section.own.start + REACH)
    fence = card.text.find("```", section.own.start, end)
    note = card.text.find("(", start, section.heading.text_span.end)
    place = Span(note, section.heading.text_span.end) if note >= 0 else None
    says = statement(card.text, start, fence if fence >= 0 else end, place)
    return Mention(match["name"], Span(at, start), says, marked="`" in title)
