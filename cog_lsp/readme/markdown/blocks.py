"""What markdown-it finds in one part of a README, as records with places."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cog_lsp.readme.markdown.comments import comments_in, without_comments
from cog_lsp.readme.markdown.html_code import html_codes
from cog_lsp.readme.markdown.html_tables import html_tables
from cog_lsp.readme.markdown.inline import code_lines, is_bold_line, walk, without_code_spans, words_of, words_of_html
from cog_lsp.readme.markdown.records import (
    BELOW_ALL,
    Cell,
    Code,
    Comment,
    Heading,
    HeadingStyle,
    Link,
    Paragraph,
    Part,
    Place,
    Table,
)
from cog_lsp.readme.markdown.targets import definitions, html_targets
from cog_lsp.regex import regex
from cog_lsp.text import LineIndex, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LARGEST = 64 * 1024
"""Characters of a part beyond which it is no text that a person wrote, and may take the Markdown library very long."""


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable("table")
    # Targets are compared as they are written: encoding each address takes a tenth of a keystroke.
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return markdown


def parse_part(text: str) -> Part:
    """What stands in one part. Spans are relative to it."""
    if len(text) > LARGEST:
        return Part(text)
    env: dict[str, object] = {}
    try:
        tokens = _markdown().parse(text, env)
    except (RecursionError, IndexError, ValueError):
        # A defect of the Markdown library on some odd text must not cost the rest of the README.
        return Part(text)
    references = env.get("references")
    return _Reader(text, tokens, frozenset(references) if isinstance(references, dict) else frozenset()).part()


_HTML_HEADING = regex(r"<(h[1-6]|summary)\b[^<>]{0,500}>((?:[^<]|<(?!/?(?:h[1-6]|summary)\b))*)</\1\s*>", re.I)
_ANCHOR = regex(r"<a\b(?:[^<]|<(?!/?a\b))*</a\s*>", re.IGNORECASE)
_TARGET = regex(r"\]\(\s*(?:<([^<>\r\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))")
_CELL = regex(r"(?:\\.|`[^`]*`|[^|\\])+")


class _Reader:
    """Turns the tokens of one part into records."""

    def __init__(self, text: str, tokens: list[Token], labels: frozenset[str]) -> None:
        self.text = text
        self.tokens = tokens
        self.index = LineIndex(text)
        self.labels = labels
        self.headings: list[Heading] = []
        self.codes: list[Code] = []
        self.links: list[Link] = []
        self.tables: list[Table] = []
        self.paragraphs: list[Paragraph] = []
        self.comments: list[Comment] = []

    def part(self) -> Part:
        """Read the tokens from first to last."""
        places: list[Place] = ["top"]
        for at, token in enumerate(self.tokens):
            kind = token.type
            if kind in ("list_item_open", "blockquote_open"):
                places.append("item" if kind == "list_item_open" else "quote")
            elif kind in ("list_item_close", "blockquote_close"):
                places.pop()
            elif kind == "heading_open":
                self._heading(token, self.tokens[at + 1])
            elif kind == "paragraph_open":
                self._paragraph(token, self.tokens[at + 1], places[-1])
            elif kind in ("fence", "code_block"):
                self._code(token)
            elif kind == "html_block":
                self._html(self._span(token))
            elif kind == "table_open":
                self._table(self._span(token))
        if self.labels:
            self.links += [link for link in definitions(self.text, self.labels) if not self._is_code(link.span.start)]
        return Part(
            self.text,
            tuple(sorted(self.headings, key=lambda h: h.span)),
            tuple(self.codes),
            tuple(self.links),
            tuple(self.tables),
            tuple(self.paragraphs),
            tuple(self.comments),
        )

    def _span(self, token: Token) -> Span:
        """The lines of a token, without white space around them."""
        first, after = token.map or (0, 0)
        lines = self.index.starts
        start = lines[first] if first < len(lines) else len(self.text)
        end = lines[after] if after < len(lines) else len(self.text)
        return self._trimmed(start, end)

    def _trimmed(self, start: int, end: int) -> Span:
        while end > start and self.text[end - 1] in " \t\r\n":
            end -= 1
        while start < end and self.text[start] in " \t\r\n":
            start += 1
        return Span(start, end)

    def _heading(self, token: Token, inline: Token) -> None:
        """Take in a heading, with the place of its words alone."""
        style: HeadingStyle = "setext" if token.markup in ("=", "-") else "atx"
        span = self._span(token)
        first_line = self.index.line_of(span.start)
        last_line = self.index.line_of(span.end) - (1 if style == "setext" else 0)
        start, end = self.index.line_span(first_line)[0], self.index.line_span(max(first_line, last_line))[1]
        source = self.text[start:end]
        raw = inline.content.split("\n")[0] if style == "setext" else inline.content
        at = source.find(raw.replace("\ufffd", "\0") if "\0" in source else raw)
        inner = self._trimmed(start + max(at, 0), end) if style == "setext" else None
        text_span = inner or Span(start + max(at, 0), start + max(at, 0) + len(raw))
        if at < 0 or not raw:
            text_span = span
        self.headings.append(Heading(words_of(inline), int(token.tag[1]), style, span, text_span))
        self._targets(inline, span)

    def _paragraph(self, token: Token, inline: Token, place: Place) -> None:
        """Take in a paragraph, and the headings, code and links in it. A bold line alone is a heading."""
        span = self._span(token)
        if place == "item":
            span = self._without_marker(span, inline)
        source = self.text[span.start : span.end]
        self._targets(inline, span)
        if place == "top" and "\n" not in source and "\r" not in source and is_bold_line(inline):
            text = words_of(inline)
            self.headings.append(Heading(text, BELOW_ALL, "bold", span, self._inside_bold(span)))
            return
        if "<!--" in source:
            self._comments(span)
        if "<code" in source:
            self.codes += html_codes(self.text, span.start, span.end)
        self._html_headings(span)
        self.paragraphs.append(Paragraph(words_of(inline), words_of(inline, linked=False), source, span, place))

    def _without_marker(self, span: Span, inline: Token) -> Span:
        """The span of an item's text without the `-` or `1.` in front of it."""
        head = inline.content.split("\n", 1)[0]
        at = self.text.find(head, span.start, span.end) if head else -1
        return Span(at, span.end) if at >= 0 else span

    def _inside_bold(self, span: Span) -> Span:
        text = self.text[span.start : span.end]
        start = next((i for i, c in enumerate(text) if c not in "*_ "), 0)
        end = len(text.rstrip("*_ "))
        return Span(span.start + start, span.start + max(start, end))

    def _code(self, token: Token) -> None:
        info = token.info.strip()
        language = info.split(maxsplit=1)[0].lower().strip("{}.") if info else ""
        fenced = token.type == "fence"
        self.codes.append(Code(language, token.content, self._span(token), fenced, self._line_map(token, fenced)))

    def _line_map(self, token: Token, fenced: bool) -> tuple[tuple[int, int], ...] | None:
        """Where each line of a code block starts, in the block and in the part."""
        first = (token.map or (0, 0))[0] + (1 if fenced else 0)
        starts = []
        at = 0
        for number, line in enumerate(code_lines(token.content), first):
            if number >= len(self.index.starts):
                return None
            begin, end = self.index.line_span(number)
            # Whatever the library took away (the indentation of a list item, a quotation mark) stood in front.
            if not self.text[begin:end].replace("\0", "\ufffd").endswith(line):
                return None
            starts.append((at, end - len(line)))
            at += len(line) + 1
        return tuple(starts)

    def _html(self, span: Span) -> None:
        """Take in a block of HTML: its text, headings, links, code and tables."""
        source = self.text[span.start : span.end]
        self._comments(span)
        self._html_headings(span)
        self.links += html_targets(self.text, span.start, span.end)
        self.codes += html_codes(self.text, span.start, span.end)
        self.tables += html_tables(self.text, span.start, span.end)
        bare = _HTML_HEADING.sub(" ", without_comments(source))
        words = words_of_html(bare)
        if words:
            unlinked = words_of_html(_ANCHOR.sub(" ", bare))
            first = _HTML_HEADING.search(source)
            leads = first is not None and not words_of_html(source[: first.start()])
            below = Span(span.start + first.end(), span.end) if first is not None and leads else span
            self.paragraphs.append(Paragraph(words, unlinked, source, below, "html"))

    def _comments(self, span: Span) -> None:
        for place in comments_in(self.text, span.start, span.end):
            self.comments.append(Comment(self.text[place.start + 4 : place.end - 3], place))

    def _html_headings(self, span: Span) -> None:
        for match in _HTML_HEADING.finditer(self.text, span.start, span.end):
            text = words_of_html(match[2])
            if not text:
                continue
            summary = match[1].lower() == "summary"
            inner = self._trimmed(*match.span(2))
            level = BELOW_ALL if summary else int(match[1][1])
            self.headings.append(Heading(text, level, "summary" if summary else "html", Span(*match.span()), inner))

    def _targets(self, inline: Token, span: Span) -> None:
        """The links and images of running text, with where their targets stand."""
        children = inline.children or []
        kinds: dict[str, str] = {}
        html = False
        for child in walk(children):
            if child.type == "link_open":
                kinds[str(child.attrs.get("href"))] = "link"
            elif child.type == "image":
                kinds[str(child.attrs.get("src"))] = "image"
            html = html or child.type == "html_inline"
        if kinds:
            from markdown_it.common.utils import unescapeAll

            masked = without_code_spans(self.text[span.start : span.end])
            for match in _TARGET.finditer(masked):
                group = 1 if match[1] is not None else 2
                kind = kinds.get(unescapeAll(match[group])) if match[group] else None
                if kind is not None:
                    place = Span(*match.span(group)).shifted(span.start)
                    self.links.append(Link("image" if kind == "image" else "link", match[group], place))
        if html:
            self.links += html_targets(self.text, span.start, span.end)

    def _is_code(self, at: int) -> bool:
        return any(code.span.start <= at < code.span.end for code in self.codes)

    def _table(self, span: Span) -> None:
        """Take in a table, its rows as text, and its links."""
        first, last = self.index.line_of(span.start), self.index.line_of(max(span.start, span.end - 1))
        rows = [self._cells(line) for line in range(first, last + 1) if line != first + 1]
        if rows:
            self.tables.append(Table(rows[0], tuple(rows[1:]), span))
            for row in rows[1:]:
                text = " ".join(cell.text for cell in row)
                if row:
                    place = Span(row[0].span.start, row[-1].span.end)
                    self.paragraphs.append(Paragraph(text, text, text, place, "item"))
        for line in range(first, last + 1):
            begin, end = self.index.line_span(line)
            for match in _TARGET.finditer(without_code_spans(self.text[begin:end])):
                group = 1 if match[1] is not None else 2
                if match[group]:
                    self.links.append(Link("link", match[group], Span(*match.span(group)).shifted(begin)))

    def _cells(self, line: int) -> tuple[Cell, ...]:
        """The cells of a line of a table, with their places."""
        begin, end = self.index.line_span(line)
        inside = self._trimmed(begin, end)
        start = inside.start + (1 if self.text[inside.start : inside.start + 1] == "|" else 0)
        cells: list[Cell] = []
        at = start
        while at <= inside.end:
            match = _CELL.match(self.text, at, inside.end)
            stop = match.end() if match else at
            if at < inside.end or not cells:
                place = self._trimmed(at, stop)
                cells.append(Cell(self.text[place.start : place.end], place))
            at = stop + 1
        return tuple(cells)
