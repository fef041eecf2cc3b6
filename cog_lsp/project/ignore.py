"""Which paths are left out, by the patterns of .gitignore. Source: git's documentation, gitignore(5).

A name is matched from left to right and goes back to its last star only, so that no pattern takes long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from cog_lsp.settings.record import Settings

MOST_GLOBS = 1_000
"""Patterns with wildcards that are tried, beyond those of the form `*.ending`; names and endings are looked up."""
ANY = "**"
"""Stands for any number of folders."""


@lru_cache(maxsize=64)
def ignoring(folder: Path, lines: tuple[str, ...]) -> Callable[[Path], bool]:
    """Whether a path below a folder is left out by these lines, which count from that folder. Kept for the next
    question: editors ask at every keystroke."""
    patterns = _Patterns(lines)

    def ignored(path: Path) -> bool:
        if not patterns.all or not path.is_relative_to(folder):
            return False
        parts = path.relative_to(folder).parts
        above = (parts[:depth] for depth in range(1, len(parts) + 1))
        return any(patterns.leave_out(place, is_folder=True) for place in above) or (
            bool(parts) and patterns.leave_out(parts, is_folder=False)
        )

    return ignored


def excluding(settings: Settings, folders: Iterable[Path]) -> Callable[[Path], bool]:
    """Whether a path is left out by the setting `exclude`. Its patterns count from the folder of the file that sets
    them, and from these folders."""
    return _matching(settings, settings.exclude, folders)


def silenced(settings: Settings, folders: Iterable[Path], path: Path) -> frozenset[str]:
    """The rules that the setting `per-file-ignores` silences in a file."""
    entries = settings.per_file_ignores.items()
    silent = (rules for pattern, rules in entries if _matching(settings, (pattern,), folders)(path))
    return frozenset(rule for rules in silent for rule in rules)


def _matching(settings: Settings, patterns: tuple[str, ...], folders: Iterable[Path]) -> Callable[[Path], bool]:
    if not patterns:
        return lambda _: False
    own = () if settings.patterns_from is None else (Path(settings.patterns_from),)
    each = [ignoring(folder, patterns) for folder in dict.fromkeys((*own, *folders))]
    return lambda path: any(ignored(path) for ignored in each)


class _Class(Struct, frozen=True):
    """The characters that a token takes."""

    ranges: tuple[tuple[str, str], ...]
    is_negated: bool = False

    @property
    def only(self) -> str | None:
        """The one character that it takes, if it is one."""
        low, high = self.ranges[0] if len(self.ranges) == 1 and not self.is_negated else ("", "-")
        return low if low == high else None

    def __contains__(self, character: str) -> bool:
        return any(low <= character <= high for low, high in self.ranges) != self.is_negated


class _Glob(Struct, frozen=True):
    """One segment of a pattern with wildcards in it: stars, question marks, classes and characters."""

    tokens: tuple[_Class | None, ...]
    """None is a star."""

    def fits(self, name: str) -> bool:
        """Whether it takes the whole name."""
        return _fits(self.tokens, name, lambda token, character: character in token)


_Segment = str | _Glob | None
"""A name, a glob, or None for `**`."""


class _Pattern(Struct, frozen=True):
    """One line."""

    segments: tuple[_Segment, ...]
    takes_back: bool
    """Begins with an exclamation mark."""
    folders_only: bool

    def fits(self, parts: Sequence[str], is_folder: bool) -> bool:
        """Whether it is about this path."""
        return (is_folder or not self.folders_only) and _fits(self.segments, parts, _takes)


def _takes(segment: str | _Glob, part: str) -> bool:
    return segment.fits(part) if isinstance(segment, _Glob) else segment == part


class _Patterns:
    """The lines of a file, found by the last name of a path."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.all = [pattern for line in lines if (pattern := _read(line)) is not None]
        self.by_name: dict[str, list[int]] = {}
        self.by_ending: dict[str, list[int]] = {}
        self.others: list[int] = []
        for number, pattern in enumerate(self.all):
            last = pattern.segments[-1]
            ending = _ending(last)
            if isinstance(last, str):
                self.by_name.setdefault(last, []).append(number)
            elif ending is not None:
                self.by_ending.setdefault(ending, []).append(number)
            elif len(self.others) < MOST_GLOBS:
                self.others.append(number)

    def leave_out(self, parts: Sequence[str], is_folder: bool) -> bool:
        """Whether the last pattern that fits a path leaves it out."""
        name = parts[-1]
        numbers = [*self.by_name.get(name, ()), *self.others]
        if self.by_ending:
            numbers += [n for at, c in enumerate(name) if c == "." for n in self.by_ending.get(name[at:], ())]
        fitting = (n for n in sorted(numbers, reverse=True) if self.all[n].fits(parts, is_folder))
        last = next(fitting, None)
        return last is not None and not self.all[last].takes_back


def _fits(pattern: Sequence[Any], items: Sequence[str], takes: Callable[[Any, str], bool]) -> bool:
    """Whether a pattern takes all items, its stars (None) any number: where one fails, the last star takes one more."""
    at = place = 0
    star = star_place = -1
    while place < len(items):
        part = pattern[at] if at < len(pattern) else None
        if at < len(pattern) and part is None:
            star, star_place = at, place
            at += 1
        elif part is not None and takes(part, items[place]):
            at, place = at + 1, place + 1
        elif star >= 0:
            star_place += 1
            at, place = star + 1, star_place
        else:
            return False
    return all(part is None for part in pattern[at:])


def _read(line: str) -> _Pattern | None:
    """A line as a pattern; None for a comment, an empty line and what git takes for no pattern."""
    text = line.rstrip("\r\n")
    while text.endswith(" ") and not text.endswith("\\ "):
        text = text[:-1]
    if not text or text.startswith("#"):
        return None
    takes_back = text.startswith("!")
    text = text[1:] if takes_back else text
    folders_only = text.endswith("/")
    text = text[:-1] if folders_only else text
    if not text:
        return None
    anchored = "/" in text
    names = text.removeprefix("/").split("/")
    segments: list[_Segment] = [] if anchored else [None]
    for segment in names:
        if segment == ANY:
            segments += [None] if not segments or segments[-1] is not None else []
        elif (read := _segment(segment)) is not None:
            segments.append(read)
        else:
            return None
    if segments[-1] is None:
        segments[-1:] = [None, _Glob((None,))]  # what is in the folder, not the folder itself
    return _Pattern(tuple(segments), takes_back, folders_only)


def _segment(text: str) -> str | _Glob | None:
    """One segment; None where a class or an escape is left open."""
    tokens: list[_Class | None] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character == "*":
            tokens += [None] if not tokens or tokens[-1] is not None else []
        elif character == "?":
            tokens.append(_Class((), is_negated=True))
        elif character == "[":
            end = text.find("]", at + (3 if text[at + 1 : at + 2] in ("!", "^") else 2))
            if end < 0:
                return None
            tokens.append(_class(text[at + 1 : end]))
            at = end
        else:
            if character == "\\":
                at += 1
                if at == len(text):
                    return None
            tokens.append(_Class(((text[at], text[at]),)))
        at += 1
    plain = [token.only if token is not None else None for token in tokens]
    return _joined(plain) or _Glob(tuple(tokens))


def _joined(characters: Sequence[str | None]) -> str | None:
    """The characters as a text; None where one is none."""
    letters = [character for character in characters if character is not None]
    return "".join(letters) if len(letters) == len(characters) else None


def _class(inside: str) -> _Class:
    """A class by what stands between its brackets."""
    is_negated = inside[0] in "!^"
    ranges, rest = [], inside[1:] if is_negated else inside
    at = 0
    while at < len(rest):
        low = high = rest[at]
        if rest[at + 1 : at + 2] == "-" and at + 2 < len(rest):
            high = rest[at + 2]
            at += 2
        ranges.append((low, high))
        at += 1
    return _Class(tuple(ranges), is_negated)


def _ending(segment: _Segment) -> str | None:
    """The ending in `*.ending`; None for another segment."""
    if not isinstance(segment, _Glob) or segment.tokens[0] is not None:
        return None
    ending = _joined([token.only if token is not None else None for token in segment.tokens[1:]])
    return ending if ending is not None and ending.startswith(".") else None
