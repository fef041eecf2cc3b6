"""What stands behind a backslash, and classes in `[: :]`. Source: Go's regexp/syntax, `parseEscape` and its neighbours.

Every function takes the pattern and where the piece begins, and gives what it stands for and where it ends.
"""

from __future__ import annotations

from cog_lsp.predictor.cog.re2.classes import LAST, POSIX, Part, of_ranges, property_part
from cog_lsp.predictor.cog.re2.tree import PatternError

LETTERS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
OCTAL = "01234567"
HEXADECIMAL = "0123456789abcdefABCDEF"


def read_escape(pattern: str, start: int) -> tuple[str, int]:
    """An escape for one character."""
    letter = pattern[start + 1 : start + 2]
    if not letter:
        raise PatternError("trailing backslash at end of expression: ``")
    if letter in LETTERS:
        return LETTERS[letter], start + 2
    if letter == "x":
        return _hexadecimal(pattern, start)
    if letter in OCTAL and (letter == "0" or pattern[start + 2 : start + 3] in tuple(OCTAL)):
        end = start + 2
        while end < start + 4 and pattern[end : end + 1] in tuple(OCTAL):
            end += 1
        return chr(int(pattern[start + 1 : end], 8)), end
    if letter.isascii() and not letter.isalnum():
        return letter, start + 2
    raise PatternError(f"invalid escape sequence: `{pattern[start : start + 2]}`")


def _hexadecimal(pattern: str, start: int) -> tuple[str, int]:
    """`\\x41` or `\\x{1F3A8}`."""
    if not pattern.startswith("{", start + 2):
        digits = pattern[start + 2 : start + 4]
        if len(digits) == 2 and all(digit in HEXADECIMAL for digit in digits):
            return chr(int(digits, 16)), start + 4
        raise PatternError(f"invalid escape sequence: `{pattern[start : start + 4]}`")
    end, code = start + 3, 0
    while pattern[end : end + 1] in tuple(HEXADECIMAL) and code <= LAST:
        code = code * 16 + int(pattern[end], 16)
        end += 1
    if code > LAST or end == start + 3 or not pattern.startswith("}", end):
        raise PatternError(f"invalid escape sequence: `{pattern[start : end if code > LAST else end + 1]}`")
    return chr(code), end + 1


def property_class(pattern: str, start: int) -> tuple[Part, int]:
    """`\\pL`, `\\p{Greek}`, `\\P{^Greek}`."""
    end = start + 3
    name = pattern[start + 2 : end]
    if name == "{":
        closing = pattern.find("}", start)
        if closing < 0:
            raise PatternError(f"invalid character class range: `{pattern[start:]}`")
        name, end = pattern[end:closing], closing + 1
    is_negated = pattern[start + 1] == "P"
    if name.startswith("^"):
        name, is_negated = name[1:], not is_negated
    part = property_part(name, is_negated)
    if part is None:
        raise PatternError(f"invalid character class range: `{pattern[start:end]}`")
    return part, end


def posix_class(pattern: str, start: int) -> tuple[Part, int] | None:
    """`[:alpha:]` or `[:^alpha:]` inside of brackets; None where something else stands here."""
    if not pattern.startswith("[:", start):
        return None
    end = pattern.find(":]", start + 2)
    if end < 0:
        return None
    name = pattern[start + 2 : end]
    ranges = POSIX.get(name.removeprefix("^"))
    if ranges is None:
        raise PatternError(f"invalid character class range: `[:{name}:]`")
    return of_ranges(ranges, name.startswith("^")), end + 2
