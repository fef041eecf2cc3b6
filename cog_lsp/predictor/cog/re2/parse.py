"""Reads a pattern as Go's regexp/syntax does with Perl's flags: a tree, or Go's error.

Captures are left out of the tree, as only whether a text matches is asked; so laziness and the names of groups mean
nothing either.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from cog_lsp.predictor.cog.re2.classes import ANY, NOT_LINE_FEED, PERL, CharacterSet, Part, of_ranges, one
from cog_lsp.predictor.cog.re2.escapes import posix_class, property_class, read_escape
from cog_lsp.predictor.cog.re2.tree import (
    Assertion,
    Character,
    Concatenation,
    Node,
    PatternError,
    Place,
    Repetition,
    alternation,
    concatenation,
)

MOST_REPEATS = 1000
"""The highest count of a repetition, and of nested ones multiplied."""
DEEPEST = 1000
"""How deep a pattern may nest."""
FLAGS = "imsU"
PLACES: Mapping[str, Place] = {"A": "text start", "z": "text end", "b": "word boundary", "B": "no word boundary"}


class _Group(Struct):
    """An open group: where it stands, the flags around it, and what it holds so far."""

    flags: frozenset[str]
    captures: bool
    options: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)


def parse(pattern: str) -> Node:
    """The tree of a pattern. Raises `PatternError` with Go's words, without their beginning."""
    return _Parser(pattern).parse()


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.flags: frozenset[str] = frozenset()
        self.groups = [_Group(self.flags, False)]

    def parse(self) -> Node:
        """Walks over the pattern once. `repeated` is where the repetition right before began, if there is one."""
        repeated: int | None = None
        while self.at < len(self.pattern):
            start, character = self.at, self.pattern[self.at]
            counts = _counts(self.pattern, start)
            if counts is not None:
                self._repeat(*counts, repeated)
                repeated = start
                continue
            repeated = None
            if character == "(":
                self._open()
            elif character == ")":
                self._close()
            elif character == "\\":
                self._escape()
            elif character == "[":
                self._add(Character(self._class()))
            else:
                self.at += 1
                self._character(character)
        if len(self.groups) > 1:
            raise PatternError(f"missing closing ): `{self.pattern}`")
        return _content(self.groups[0])

    def _add(self, node: Node) -> None:
        if node.height > DEEPEST:
            raise PatternError(f"expression nests too deeply: `{self.pattern}`")
        self.groups[-1].items.append(node)

    def _literal(self, character: str) -> None:
        self._add(Character(one(character, "i" in self.flags)))

    def _character(self, character: str) -> None:
        """Take in a character that stands alone: an alternative, an anchor, any character, or itself."""
        group = self.groups[-1]
        if character == "|":
            group.options.append(concatenation(group.items))
            group.items = []
        elif character == "^":
            self._add(Assertion("line start" if "m" in self.flags else "text start"))
        elif character == "$":
            self._add(Assertion("line end" if "m" in self.flags else "text end"))
        elif character == ".":
            self._add(Character(ANY if "s" in self.flags else NOT_LINE_FEED))
        else:
            self._literal(character)

    def _repeat(self, low: int, high: int | None, end: int, repeated: int | None) -> None:
        """A repetition of what was read last. `repeated` as in `parse`."""
        counted, start = self.pattern[self.at] == "{", self.at
        operator = self.pattern[start:end]
        if counted and (low > MOST_REPEATS or (high is not None and not low <= high <= MOST_REPEATS)):
            raise PatternError(f"invalid repeat count: `{operator}`")
        self.at = end + self.pattern.startswith("?", end)
        if repeated is not None:
            raise PatternError(f"invalid nested repetition operator: `{self.pattern[repeated : self.at]}`")
        items = self.groups[-1].items
        if not items:
            raise PatternError(f"missing argument to repetition operator: `{self.pattern[start : self.at]}`")
        items[-1] = Repetition(items[-1], low, high, counted)
        if counted and (low > 1 or (high or 0) > 1) and items[-1].repeats > MOST_REPEATS:
            raise PatternError(f"invalid repeat count: `{self.pattern[start : self.at]}`")

    def _open(self) -> None:
        """A group, or flags for the rest of the group around them."""
        pattern, start = self.pattern, self.at
        if not pattern.startswith("(?", start):
            self.at += 1
            self.groups.append(_Group(self.flags, True))
            return
        head = "(?P<" if pattern.startswith("(?P<", start) else "(?<"
        if not pattern.startswith(head, start) or len(pattern) == start + len(head):
            self._open_with_flags()
            return
        end = pattern.find(">", start)
        name = pattern[start + len(head) : end]
        if end < 0 or not (name.isascii() and name.replace("_", "a").isalnum()):
            raise PatternError(f"invalid named capture: `{pattern[start : end + 1 if end >= 0 else len(pattern)]}`")
        self.at = end + 1
        self.groups.append(_Group(self.flags, True))

    def _open_with_flags(self) -> None:
        """`(?i)`, `(?i-s:` and the like."""
        start = self.at
        flags, switches_off, has_flag = set(self.flags), False, False
        for at in range(start + 2, len(self.pattern)):
            character = self.pattern[at]
            if character in FLAGS:
                (flags.discard if switches_off else flags.add)(character)
                has_flag = True
            elif character == "-" and not switches_off:
                switches_off, has_flag = True, False
            elif character in ":)" and (has_flag or not switches_off):
                if character == ":":
                    self.groups.append(_Group(self.flags, False))
                self.flags, self.at = frozenset(flags), at + 1
                return
            else:
                raise PatternError(f"invalid or unsupported Perl syntax: `{self.pattern[start : at + 1]}`")
        raise PatternError(f"invalid or unsupported Perl syntax: `{self.pattern[start:]}`")

    def _close(self) -> None:
        if len(self.groups) == 1:
            raise PatternError(f"unexpected ): `{self.pattern}`")
        group = self.groups.pop()
        self.at += 1
        self.flags = group.flags
        content = _content(group)
        self._add(Concatenation((content,)) if group.captures else content)

    def _escape(self) -> None:
        """What begins with a backslash, outside of brackets."""
        pattern, start = self.pattern, self.at
        letter = pattern[start + 1 : start + 2]
        if letter in PLACES:
            self.at += 2
            self._add(Assertion(PLACES[letter]))
        elif letter == "Q":
            end = pattern.find("\\E", start + 2)
            self.at = len(pattern) if end < 0 else end + 2
            for character in pattern[start + 2 : len(pattern) if end < 0 else end]:
                self._literal(character)
        else:
            part = self._named_part()
            if part is not None:
                self._add(Character(CharacterSet((part,), any_case="i" in self.flags)))
            else:
                character, self.at = read_escape(pattern, start)
                self._literal(character)

    def _named_part(self) -> Part | None:
        """`\\pL`, `\\d` and the like, in or outside of brackets; None where another thing stands here."""
        letter = self.pattern[self.at + 1 : self.at + 2] if self.pattern.startswith("\\", self.at) else ""
        if letter and letter in "pP":
            part, self.at = property_class(self.pattern, self.at)
            return part
        if letter and letter.lower() in PERL:
            self.at += 2
            return of_ranges(PERL[letter.lower()], letter.isupper())
        return None

    def _class(self) -> CharacterSet:
        """A bracket expression."""
        pattern, start = self.pattern, self.at
        is_negated = pattern.startswith("^", start + 1)
        self.at = first = start + (2 if is_negated else 1)
        parts: list[Part] = []
        ranges: list[tuple[int, int]] = []
        while self.at == first or not pattern.startswith("]", self.at):
            posix = posix_class(pattern, self.at)
            if posix is not None:
                part, self.at = posix
                parts.append(part)
                continue
            name_part = self._named_part()
            if name_part is not None:
                parts.append(name_part)
                continue
            begin = self.at
            low = high = self._member(start)
            if pattern.startswith("-", self.at) and pattern[self.at + 1 : self.at + 2] not in ("", "]"):
                self.at += 1
                high = self._member(start)
            if high < low:
                raise PatternError(f"invalid character class range: `{pattern[begin : self.at]}`")
            ranges.append((ord(low), ord(high)))
        self.at += 1
        if ranges:
            parts.append(of_ranges(tuple(ranges)))
        return CharacterSet(tuple(parts), is_negated, "i" in self.flags)

    def _member(self, start: int) -> str:
        """One character of the bracket expression that begins at `start`."""
        if self.at >= len(self.pattern):
            raise PatternError(f"missing closing ]: `{self.pattern[start:]}`")
        if self.pattern[self.at] == "\\":
            character, self.at = read_escape(self.pattern, self.at)
            return character
        self.at += 1
        return self.pattern[self.at - 1]


def _content(group: _Group) -> Node:
    return alternation([*group.options, concatenation(group.items)])


def _counts(pattern: str, at: int) -> tuple[int, int | None, int] | None:
    """The lowest and highest count (None: any) of a repetition that stands here, and where it ends. Braces that hold no
    counts, or some with zeros before them, are text."""
    if pattern[at] in "*+?":
        return (1 if pattern[at] == "+" else 0), (1 if pattern[at] == "?" else None), at + 1
    end = at + 1
    while pattern[end : end + 1].isdigit() or pattern.startswith(",", end):
        end += 1
    low, comma, high = pattern[at + 1 : end].partition(",")
    if pattern[at] != "{" or not pattern.startswith("}", end) or not _is_count(low) or (high and not _is_count(high)):
        return None
    lowest = _count(low)
    return lowest, (_count(high) if high else None if comma else lowest), end + 1


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and (len(text) == 1 or text[0] != "0")


def _count(text: str) -> int:
    return int(text) if len(text) < 6 else MOST_REPEATS + 1
