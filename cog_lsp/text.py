"""Lines, and positions in the three encodings of the protocol: the only module that knows about encodings.

Inside cog-lsp every offset counts characters (code points) from 0 in the text as it was read, a byte order mark left
out. Lines end at `\\n`, `\\r\\n` and `\\r` only, as the protocol says: form feed, NEL and U+2028 end no line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import accumulate
from typing import NamedTuple

from cog_lsp.regex import regex


class Span(NamedTuple):
    """A half-open range of characters."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same range, `by` characters further on."""
        return Span(self.start + by, self.end + by)

    def holds(self, offset: int) -> bool:
        """Whether a cursor at `offset` touches the range (its end counts)."""
        return self.start <= offset <= self.end


NOWHERE = Span(0, 0)
"""Of what stands in no text."""


FEW = 16
"""Lines of a text that are counted before all are listed."""
BLOCK = 4096
"""Characters in which lines are counted at a time."""
LINE_END = regex(r"\r\n|\n|\r")
UNSEEN = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
"""Control characters, line ends and tabs among them, those that turn the direction of text, and halves of pairs."""
_UNSEEN = regex(UNSEEN)


class Encoding(Enum):
    """How a client counts columns."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class LineIndex:
    """Where the lines of a text start, and conversions between offsets and (line, column) pairs from 0.

    At every keystroke a new text is asked for a few places, which are not worth an index of all its lines: they are
    counted. Only a text with a lone `\r`, or that is asked for many places or its `starts`, has its lines listed.
    """

    __slots__ = ("_counted", "_starts", "ascii", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.ascii = text.isascii()
        self._counted = 0
        """How many lines were counted so far."""
        self._starts: list[int] | None = None
        if "\r" in text and text.count("\r") != text.count("\r\n"):
            self._starts = [0, *(m.end() for m in LINE_END.finditer(text))]

    @property
    def starts(self) -> list[int]:
        """The offset of the first character of each line."""
        if self._starts is None:
            # Three times as fast as a search for each line end.
            lengths = map((1).__add__, map(len, self.text.split("\n")))
            self._starts = list(accumulate(lengths, initial=0))
            self._starts.pop()
        return self._starts

    def line_of(self, offset: int) -> int:
        """The line, from 0, that holds the offset."""
        if self._starts is None and self._counted < FEW:
            self._counted += 1
            return self.text.count("\n", 0, offset)
        return bisect_right(self.starts, offset) - 1

    def _start_of(self, line: int) -> int | None:
        """Where a line starts in a text whose lines are counted; None beyond the last one. The text is not copied."""
        text, at, left = self.text, 0, line
        while at + BLOCK < len(text) and (passed := text.count("\n", at, at + BLOCK)) < left:
            at, left = at + BLOCK, left - passed
        for _ in range(left):
            at = text.find("\n", at) + 1
            if at == 0:
                return None
        return at

    def line_span(self, line: int) -> tuple[int, int]:
        """Start and end of a line, its line end left out."""
        start = self.starts[line]
        return start, self._end(start, self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text))

    def _end(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def line_text(self, line: int) -> str:
        """A line without its line end."""
        start, end = self.line_span(line)
        return self.text[start:end]

    def position(self, offset: int, encoding: Encoding = Encoding.UTF32) -> tuple[int, int]:
        """Line and column, both from 0, of an offset; the column counts units of `encoding`. Clamps to the text."""
        offset = max(0, min(offset, len(self.text)))
        line = self.line_of(offset)
        start = self.text.rfind("\n", 0, offset) + 1 if self._starts is None else self._starts[line]
        if self.ascii or encoding is Encoding.UTF32:
            return line, offset - start
        return line, units(self.text[start:offset], encoding)

    def ranges(
        self, spans: Iterable[tuple[int, int]], encoding: Encoding = Encoding.UTF32
    ) -> Iterator[tuple[int, int, int, int]]:
        """Line and column of the start and of the end of spans inside the text, in the order of their starts."""
        if self._starts is not None:
            for start, end in spans:
                yield (*self.position(start, encoding), *self.position(end, encoding))
            return
        text, is_plain = self.text, self.ascii or encoding is Encoding.UTF32
        line = at = begin = 0
        for start, end in spans:
            if passed := text.count("\n", at, start):
                line, begin = line + passed, text.rfind("\n", at, start) + 1
            at = start
            within = text.count("\n", start, end)
            last = text.rfind("\n", start, end) + 1 if within else begin
            if is_plain:
                yield line, start - begin, line + within, end - last
            else:
                yield line, units(text[begin:start], encoding), line + within, units(text[last:end], encoding)

    def offset(self, line: int, column: int, encoding: Encoding = Encoding.UTF32) -> int:
        """The offset of a position.

        A line or column beyond the end means the end, as the protocol asks; a column inside a character its start.
        """
        if line < 0:
            return 0
        if self._starts is None:
            start = self._start_of(line)
            if start is None:
                return len(self.text)
            end = self.text.find("\n", start)
            end = self._end(start, end if end >= 0 else len(self.text))
        elif line >= len(self._starts):
            return len(self.text)
        else:
            start, end = self.line_span(line)
        if self.ascii or encoding is Encoding.UTF32:
            return min(start + max(0, column), end)
        seen = 0
        for at in range(start, end):
            seen += units(self.text[at], encoding)
            if seen > column:
                return at
        return end


def visible(text: str) -> str:
    """The text on one line, with control characters as escapes: none of them moves a cursor, hides something or starts
    a line where a person or a service reads a message."""
    return _UNSEEN.sub(lambda match: escaped(match[0]), text)


def escaped(character: str) -> str:
    """A character as Python and JSON escape it in a string."""
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character, f"\\u{ord(character):04x}")


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset starts, in a text that nobody has an index of."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, its line end left out."""
    match = LINE_END.search(text, offset)
    return match.start() if match else len(text)


def word_at(text: str, offset: int) -> Span:
    """The letters, digits and underscores around an offset; empty where there are none."""
    start = end = offset
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return Span(start, end)


def units(text: str, encoding: Encoding) -> int:
    """How many units of `encoding` the text takes."""
    if encoding is Encoding.UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    if encoding is Encoding.UTF16:
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text)


def clean(text: str) -> str:
    """The text with each lone surrogate replaced, one for one, so that it can be encoded and columns stay."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text
