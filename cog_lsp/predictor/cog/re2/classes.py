"""Sets of characters as RE2 names them: ranges, `\\d`, `[:alpha:]`, and the properties and scripts of Unicode."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files

from msgspec import Struct

Ranges = tuple[tuple[int, int], ...]
LAST = 0x10FFFF

DIGIT: Ranges = ((48, 57),)
UPPER: Ranges = ((65, 90),)
LOWER: Ranges = ((97, 122),)
ALPHA = UPPER + LOWER
WORD = DIGIT + UPPER + ((95, 95),) + LOWER
SPACE: Ranges = ((9, 10), (12, 13), (32, 32))
"""What `\\s` takes: no vertical tab, which `[[:space:]]` does take."""

PERL: Mapping[str, Ranges] = {"d": DIGIT, "s": SPACE, "w": WORD}
POSIX: Mapping[str, Ranges] = {
    "alnum": DIGIT + ALPHA,
    "alpha": ALPHA,
    "ascii": ((0, 127),),
    "blank": ((9, 9), (32, 32)),
    "cntrl": ((0, 31), (127, 127)),
    "digit": DIGIT,
    "graph": ((33, 126),),
    "lower": LOWER,
    "print": ((32, 126),),
    "punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "space": ((9, 13), (32, 32)),
    "upper": UPPER,
    "word": WORD,
    "xdigit": (*DIGIT, (65, 70), (97, 102)),
}
CATEGORIES = (
    "Cc", "Cf", "Cn", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl",
    "No", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs",
)  # fmt: skip
LONG_NAMES = {
    "other": "C", "control": "Cc", "cntrl": "Cc", "format": "Cf", "unassigned": "Cn", "privateuse": "Co",
    "surrogate": "Cs", "letter": "L", "casedletter": "LC", "lowercaseletter": "Ll", "modifierletter": "Lm",
    "otherletter": "Lo", "titlecaseletter": "Lt", "uppercaseletter": "Lu", "mark": "M", "combiningmark": "M",
    "spacingmark": "Mc", "enclosingmark": "Me", "nonspacingmark": "Mn", "number": "N", "decimalnumber": "Nd",
    "digit": "Nd", "letternumber": "Nl", "othernumber": "No", "punctuation": "P", "punct": "P",
    "connectorpunctuation": "Pc", "dashpunctuation": "Pd", "closepunctuation": "Pe", "finalpunctuation": "Pf",
    "initialpunctuation": "Pi", "otherpunctuation": "Po", "openpunctuation": "Ps", "symbol": "S",
    "currencysymbol": "Sc", "modifiersymbol": "Sk", "mathsymbol": "Sm", "othersymbol": "So", "separator": "Z",
    "lineseparator": "Zl", "paragraphseparator": "Zp", "spaceseparator": "Zs",
}  # fmt: skip
"""Unicode's aliases of the general categories, which Go takes since 1.25, whatever their case and separators."""


class Part(Struct, frozen=True, dict=True):
    """Ranges of code points, or general categories of Unicode."""

    ranges: Ranges = ()
    categories: frozenset[str] = frozenset()
    is_negated: bool = False

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.ranges]

    def takes(self, character: str) -> bool:
        """Whether the character is in it; negation is not looked at."""
        if self.categories:
            return unicodedata.category(character) in self.categories
        code = ord(character)
        at = bisect_right(self._starts, code) - 1
        return at >= 0 and code <= self.ranges[at][1]


class CharacterSet(Struct, frozen=True):
    """A bracket expression, an escape, a point or one character."""

    parts: tuple[Part, ...]
    is_negated: bool = False
    any_case: bool = False

    def __contains__(self, character: str) -> bool:
        variants = same_letter(character) if self.any_case else (character,)
        matches = any(any(map(part.takes, variants)) != part.is_negated for part in self.parts)
        return matches != self.is_negated


ANY = CharacterSet((Part(((0, LAST),)),))
NOT_LINE_FEED = CharacterSet((Part(((10, 10),)),), is_negated=True)


def one(character: str, any_case: bool = False) -> CharacterSet:
    """A single character."""
    return CharacterSet((Part(((ord(character), ord(character)),)),), any_case=any_case)


def of_ranges(ranges: Ranges, is_negated: bool = False) -> Part:
    """A part with these ranges, which may overlap and stand in any order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return Part(tuple(merged), is_negated=is_negated)


def property_part(name: str, is_negated: bool) -> Part | None:
    """What `\\p{name}` stands for, or None for a name that Go does not have. Case, spaces, hyphens and underscores
    do not matter. Source: Go's regexp/syntax, `unicodeTable`."""
    plain = "".join(c for c in name.lower() if c not in " -_") if name.isascii() else ""
    if plain == "any":
        return Part(((0, LAST),), is_negated=is_negated)
    if plain == "ascii":
        return Part(((0, 127),), is_negated=is_negated)
    if plain == "assigned":
        return Part(categories=frozenset({"Cn"}), is_negated=not is_negated)
    category = LONG_NAMES.get(plain, plain).lower()
    members = {"Lu", "Ll", "Lt"} if category == "lc" else {c for c in CATEGORIES if _is_in(c, category)}
    if members:
        return Part(categories=frozenset(members), is_negated=is_negated)
    ranges = _scripts().get(plain)
    return None if ranges is None else Part(ranges, is_negated=is_negated)


def _is_in(category: str, wanted: str) -> bool:
    return category.lower() == wanted or category[0].lower() == wanted


@cache
def _scripts() -> Mapping[str, Ranges]:
    """The ranges of each script, by its name in lower case without underscores."""
    scripts: dict[str, Ranges] = {}
    for line in files("cog_lsp.predictor.cog.re2").joinpath("scripts.txt").read_text(encoding="utf-8").splitlines()[1:]:
        name, *ranges = line.split()
        pairs = (bounds.partition("-")[::2] for bounds in ranges)
        scripts[name.lower().replace("_", "")] = tuple((int(a, 16), int(b or a, 16)) for a, b in pairs)
    return scripts


def same_letter(character: str) -> tuple[str, ...]:
    """The character and all that differ from it by letter case only."""
    if character < "\x80":
        other = {"k": ("\u212a",), "s": ("\u017f",)}.get(character.lower(), ())
        return (character.lower(), character.upper(), *other) if character.isalpha() else (character,)
    return _folded().get(_fold(character), (character,))


@cache
def _folded() -> Mapping[str, tuple[str, ...]]:
    """Characters that share their simple case folding, by that folding; those that stand alone are left out."""
    together: dict[str, list[str]] = {}
    for code in range(0x1E944):
        character = chr(code)
        folding = _fold(character)
        if folding != character:
            together.setdefault(folding, [folding]).append(character)
    return {folding: tuple(characters) for folding, characters in together.items()}


def _fold(character: str) -> str:
    """Unicode's simple case folding, which is one character, unlike the full one that Python has."""
    for folding in (character.casefold(), character.lower()):
        if len(folding) == 1:
            return folding
    return character
