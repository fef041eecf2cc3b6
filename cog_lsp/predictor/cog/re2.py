"""Which regular expressions Go's RE2 takes, and how it words what it refuses.

Source: the syntax of Go's regexp/syntax package. Look-around, back-references, atomic groups and possessive quantifiers
are not in it.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

PERL_CLASSES = "dDsSwW"
ESCAPES = "aAbBCfnQrEtvxz"
REPEAT = re.compile(r"\{(\d+)(,(\d*))?\}")
GROUP = re.compile(r"\(\?(P?<[A-Za-z_0-9]+>|[imsU]*(-[imsU]+)?[:)])")
NAMED = re.compile(r"\(\?P?<([^>]*)>?")
FLAGS = re.compile(r"\(\?[imsU]*-?[imsU]*[\s\S]?")
POSIX = re.compile(r"\[:\^?(alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]")
CODE_POINT = re.compile(r"\\u([0-9A-F]{4})")
BRACKETED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]", re.DOTALL)
REPEATED_GROUP = re.compile(r"\)[*+{]")
UNBOUNDED = re.compile(r"[*+]|\{\d+,\}")
REPETITION = re.compile(r"[*+?]|\{\d")
MOST_REPEATS = 1000


@lru_cache(maxsize=256)
def re2_error(pattern: str) -> str | None:
    """Go's error for a pattern that it cannot compile, or None. The validator writes `\\u00E9` in Go's way first."""
    error = _scan(CODE_POINT.sub(r"\\x{\1}", pattern))
    return None if error is None else f"error parsing regexp: {error}"


def _scan(pattern: str) -> str | None:
    """Walks over the pattern once."""
    at, depth, repeatable, last_repeat = 0, 0, False, ""
    names: set[str] = set()
    while at < len(pattern):
        character = pattern[at]
        error, end, is_repeat = None, at + 1, False
        if character == "\\":
            if pattern.startswith("\\Q", at):
                stop = pattern.find("\\E", at)
                end = len(pattern) if stop < 0 else stop + 2
            else:
                error, end = _escape(pattern, at)
        elif character == "[":
            error, end = _class(pattern, at)
        elif character == "(":
            error, end, opened = _open(pattern, at, names)
            depth += opened
            repeatable = not opened and repeatable
        elif character == ")":
            depth -= 1
            error = f"unexpected ): `{pattern}`" if depth < 0 else None
        elif character in "*+?" or (character == "{" and REPEAT.match(pattern, at)):
            is_repeat = True
            error, end = _repeat(pattern, at, repeatable, last_repeat)
        if error is not None:
            return error
        last_repeat = pattern[at:end] if is_repeat else ""
        if character not in "(":
            repeatable = character != "|"
        at = end
    return f"missing closing ): `{pattern}`" if depth > 0 else None


def _open(pattern: str, at: int, names: set[str]) -> tuple[str | None, int, int]:
    """A group's start: error, where its inside starts, and whether a group is open now."""
    if not pattern.startswith("(?", at):
        return None, at + 1, 1
    match = GROUP.match(pattern, at)
    if match is not None:
        named = NAMED.match(match.group())
        if named is not None and named.group(1) in names:
            return f"duplicate capture group name: `{named.group(1)}`", at, 0
        names.add(named.group(1) if named is not None else "")
        return None, match.end(), 0 if match.group().endswith(")") else 1
    if pattern.startswith(("(?P<", "(?<"), at):
        end = pattern.find(">", at)
        return f"invalid named capture: `{pattern[at : end + 1] if end >= 0 else pattern[at:]}`", at, 0
    flags = FLAGS.match(pattern, at)
    return f"invalid or unsupported Perl syntax: `{flags.group() if flags else '(?'}`", at, 0


def _escape(pattern: str, at: int) -> tuple[str | None, int]:
    if at + 1 >= len(pattern):
        return "trailing backslash at end of expression: ``", at
    character = pattern[at + 1]
    if character in "pP":
        match = re.compile(r"\\[pP](\{\^?[A-Za-z_]+\}|[A-Za-z])").match(pattern, at)
        if match is None:
            return f"invalid character class range: `{pattern[at : at + 3]}`", at
        return None, match.end()
    if character == "x":
        match = re.compile(r"\\x([0-9a-fA-F]{2}|\{[0-9a-fA-F]{1,6}\})").match(pattern, at)
        return (f"invalid escape sequence: `{pattern[at : at + 2]}`", at) if match is None else (None, match.end())
    octal = re.compile(r"\\(0[0-7]{0,2}|[1-7][0-7]{1,2})").match(pattern, at)
    if octal is not None:
        return None, octal.end()
    if character in PERL_CLASSES or character in ESCAPES or not (character.isalnum() or character > "\x7f"):
        return None, at + 2
    return f"invalid escape sequence: `{pattern[at : at + 2]}`", at


def _class(pattern: str, at: int) -> tuple[str | None, int]:
    """A bracket expression: error, and where it ends."""
    here = at + 1
    if pattern.startswith("^", here):
        here += 1
    first = True
    while here < len(pattern):
        posix = POSIX.match(pattern, here)
        if posix is not None:
            here = posix.end()
        elif pattern.startswith("[:", here) and ":]" in pattern[here:]:
            return f"invalid character class range: `{pattern[here : pattern.find(':]', here) + 2]}`", here
        elif pattern[here] == "]" and not first:
            return None, here + 1
        elif pattern[here] == "\\":
            error, here = _escape(pattern, here)
            if error is not None:
                return error, here
        elif pattern[here + 1 : here + 2] == "-" and pattern[here + 2 : here + 3] not in ("", "]", "\\", "["):
            if pattern[here] > pattern[here + 2]:
                return f"invalid character class range: `{pattern[here : here + 3]}`", here
            here += 3
        else:
            here += 1
        first = False
    return f"missing closing ]: `{pattern[at:]}`", at


def _repeat(pattern: str, at: int, repeatable: bool, last: str) -> tuple[str | None, int]:
    match = REPEAT.match(pattern, at)
    end = at + 1 if match is None else match.end()
    if pattern.startswith("?", end):
        end += 1
    written = pattern[at:end]
    if match is not None:
        low, high = int(match.group(1)), match.group(3)
        if low > MOST_REPEATS or (high and (int(high) > MOST_REPEATS or int(high) < low)):
            return f"invalid repeat count: `{match.group()}`", at
    if last:
        return f"invalid nested repetition operator: `{last}{written}`", at
    return (None if repeatable else f"missing argument to repetition operator: `{written}`"), end


@lru_cache(maxsize=256)
def compile_re2(pattern: str) -> re.Pattern[str] | None:
    """The pattern for Python's matcher, or None where the two read it differently, or where Python, which goes back and
    tries again, could take long."""
    plain = BRACKETED.sub("x", pattern)
    if REPEATED_GROUP.search(plain) or len(UNBOUNDED.findall(plain)) > 3 or len(REPETITION.findall(plain)) > 12:
        return None
    if re.search(r"\\[pPQCz]|\[\[?:|\(\?U|\(\?<[A-Za-z]|\(\?[ims]*-|\\x\{|[^^]\(\?[ims]+\)", pattern):
        return None
    pattern = re.sub(r"(?<!\\)((?:\\\\)*)\$$", r"\1\\Z", pattern)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError):
        return None
