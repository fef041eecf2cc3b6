"""Tables and lists of a README that describe inputs of the model: which row is about which input, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.markdown.records import Cell, Table
from cog_lsp.readme.marks import inputs_tables
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.predictor.model import Predictor
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Part, Section

_NAME_COLUMN = re.compile(
    r"(?:input|parameter|param|argument|arg|option|field|setting|variable)s?(?: name)?|name|key", re.I
)
_DEFAULT_COLUMN = re.compile(r"defaults?(?: values?)?", re.IGNORECASE)
_RANGE_COLUMN = re.compile(
    r"ranges?|bounds|limits|allowed(?: values| range)?|valid(?: values| range)?|min[/ -]*max|values", re.I
)
_LOW_COLUMN = re.compile(r"min(?:imum)?|ge|lowest", re.IGNORECASE)
_HIGH_COLUMN = re.compile(r"max(?:imum)?|le|highest", re.IGNORECASE)
_NAME = re.compile(r"[*_`]*([A-Za-z]\w*)[*`]*\s*(?:\*|\(required\)|\(optional\))?")
_ITEM = re.compile(
    r"(?:\*\*|__)?(`?)(?P<name>[a-z_]\w*)\1:?(?:\*\*|__)?\s*(?:\((?P<note>[^()]*)\))?\s*"
    r"(?:[:=\u2013\u2014]|-+(?= )|(?<=[:)])\s)"
)
_ITEM_DEFAULT = re.compile(
    r"\b(?:default(?:s)?(?: value)?(?: is| to|:|=)?)\s*[`\"']?(?P<value>-?\d+(?:\.\d+)?|true|false)\b(?![\w.]*\d)", re.I
)
_CONDITION = re.compile(r"\b(?:if|when|unless|for|on)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A row or an item about one input. Spans are absolute."""

    name: str
    name_span: Span
    default: Cell | None = None
    range: Cell | None = None
    low: Cell | None = None
    high: Cell | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A table, or the items of one section, that describe inputs."""

    mentions: tuple[Mention, ...]
    table: bool


def listings(card: ModelCard, predictor: Predictor) -> Iterator[Listing]:
    """The listings of this model's inputs. Those about training, about outputs and about other programs are left out,
    and so is the table that cog-lsp keeps up to date itself."""
    names = {i.name for i in predictor.inputs}
    own = [Span(*match.span()) for match in inputs_tables(card.text)]
    items: dict[int, list[Mention]] = {}
    for origin, part in card.having("listing"):
        tables, listed = _mentions(part)
        if not tables and not listed:
            continue
        if any(span.start <= origin < span.end for span in own):
            continue
        section = card.section_at(origin + len(part.text) - 1)
        if _is_about_training(section) and predictor.mode != "train":
            continue
        yield from (Listing(_placed(table, origin), True) for table in tables if _is_about(table, names))
        for mention in _placed(listed, origin):
            here = card.section_at(mention.name_span.start)
            items.setdefault(here.span.start if here is not None else -1, []).append(mention)
    for mentions in items.values():
        if _is_about(tuple(mentions), names):
            yield Listing(tuple(mentions), False)


@per_part
def _mentions(part: Part) -> tuple[tuple[tuple[Mention, ...], ...], tuple[Mention, ...]]:
    """The rows of each table, and the items of lists, with spans relative to the part."""
    tables = tuple(tuple(_rows(table)) for table in part.tables)
    items = []
    for paragraph in part.paragraphs:
        match = _ITEM.match(paragraph.source) if paragraph.place == "item" else None
        if match is not None:
            items.append(_item(paragraph.source, match, paragraph.span.start))
    return tuple(table for table in tables if table), tuple(items)


def _placed(mentions: tuple[Mention, ...], by: int) -> tuple[Mention, ...]:
    def cell(found: Cell | None) -> Cell | None:
        return None if found is None else Cell(found.text, found.span.shifted(by))

    return tuple(
        Mention(m.name, m.name_span.shifted(by), cell(m.default), cell(m.range), cell(m.low), cell(m.high))
        for m in mentions
    )


def _is_about_training(section: Section | None) -> bool:
    return section is not None and re.search(r"\b(?:train|fine-?tun)", section.heading.text, re.IGNORECASE) is not None


def _is_about(mentions: tuple[Mention, ...], names: set[str]) -> bool:
    """Whether a listing is one of this model's inputs: two of them at least, and most of what it names."""
    known = sum(m.name in names for m in mentions)
    return known >= 2 and known * 2 > len(mentions)


def _rows(table: Table) -> Iterator[Mention]:
    columns = [re.sub(r"[*_`:]", "", cell.text).strip() for cell in table.header]
    if not columns or not (_NAME_COLUMN.fullmatch(columns[0]) or not columns[0]):
        return
    places = [
        next((number for number, column in enumerate(columns) if pattern.fullmatch(column)), len(columns))
        for pattern in (_DEFAULT_COLUMN, _RANGE_COLUMN, _LOW_COLUMN, _HIGH_COLUMN)
    ]
    for row in table.rows:
        match = _NAME.fullmatch(row[0].text) if row else None
        if match is not None:
            start = row[0].span.start + match.start(1)
            cells = (row[place] if place < len(row) else None for place in places)
            yield Mention(match[1], Span(start, start + len(match[1])), *cells)


def _item(source: str, match: re.Match[str], at: int) -> Mention:
    name_span = Span(*match.span("name")).shifted(at)
    default = _ITEM_DEFAULT.search(source, match.end("name"))
    if default is None or _CONDITION.match(source[default.end() :].lstrip("`\"' )")):
        return Mention(match["name"], name_span)
    value = Cell(default["value"], Span(*default.span("value")).shifted(at))
    return Mention(match["name"], name_span, value)
