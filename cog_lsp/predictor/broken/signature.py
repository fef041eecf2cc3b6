"""A signature with errors: which parameters are whole, which are not, and where it ends.

The parameters are told apart by commas outside of brackets and, where something is left open, by lines that look like
the start of a parameter or of the body. Each is then parsed on its own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from cog_lsp.predictor.broken.misread import is_misread
from cog_lsp.predictor.broken.scan import ARROW, ENDING, OPENING, Scan, scan_signature, skip, trim
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.regex import regex

SAME_LINE = regex(r",[ \t]*(?=[^\W\d]\w*[ \t]*:[ \t]*(?:\w|[\"'\[])[^,()\n]*(?:=|,|$))", re.MULTILINE)
HEAD = regex(r"\s*(\*{0,2}[^\W\d]\w*)\s*")


class Signature(Struct, frozen=True):
    """What stands after the opening parenthesis, through the colon, repaired."""

    text: str
    end: int
    """Where the body starts."""
    broken: tuple[tuple[int, int], ...]


def repair_signature(text: str, start: int) -> Signature | None:
    """The signature of `text` whose parameters start at `start`, of the same length as what it stands for; None where
    the text has no room for its end."""
    scan = scan_signature(text, start)
    spans: list[tuple[int, int]] = []
    broken: list[tuple[int, int]] = []
    for begin, end in scan.parameters:
        for first, last in _divide(text, begin, end):
            stop, whole = readable(text, first, last)
            if stop > first:
                spans.append((first, stop))
                if not whole:
                    broken.append((first, last))
    return _assemble(text, start, scan, spans, broken)


def _divide(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """A broken range, cut where further parameters seem to start on the same line."""
    if readable(text, begin, end)[1]:
        return [(begin, end)]
    cuts = [match.end() for match in SAME_LINE.finditer(text, begin, end)]
    starts = [begin, *(skip(text, cut, end) for cut in cuts)]
    ends = [*(text.rindex(",", begin, cut) for cut in cuts), end]
    return [(a, trim(text, a, b)) for a, b in zip(starts, ends, strict=True) if a < b]


def readable(text: str, begin: int, end: int) -> tuple[int, bool]:
    """Where the readable part of a parameter ends, and whether that is all of it, a stray bracket at its end aside;
    else its annotation, its name, or nothing."""
    for stop in (end, trim(text, begin, end - 1) if text[end - 1] in ENDING else end):
        if parses_as_parameter(text[begin:stop]):
            return stop, True
    match = HEAD.match(text, begin, end)
    if match is None:
        return begin, False
    stop = match.end(1)
    if text.startswith(":", match.end()):
        cut = _annotation_end(text, match.end() + 1, end)
        annotated = cut > match.end() + 1 and parses_as_parameter(text[begin:cut])
        return (cut if annotated else begin), False
    return (stop, True) if not text[stop:end].strip() and parses_as_parameter(text[begin:stop]) else (begin, False)


@lru_cache(maxsize=1024)
def parses_as_parameter(parameter: str) -> bool:
    """Whether a text is one parameter."""
    if not parameter.strip():
        return False
    piece = Piece(f"def _({parameter}\n): 0")
    if piece.root.has_error:
        return False
    listing = piece.root.named_children[0].child_by_field_name("parameters")
    parameters = [c for c in listing.named_children if c.type != "comment"] if listing is not None else []
    return len(parameters) == 1 and not is_misread(parameters[0])


def _annotation_end(text: str, at: int, end: int) -> int:
    """Where an annotation ends: at the `=` outside of brackets, or where its line does."""
    depth = 0
    for here in range(at, end):
        character = text[here]
        if character in OPENING:
            depth += 1
        elif character in ENDING:
            depth -= 1
        elif (character == "=" and depth == 0) or (character == "\n" and text[at:here].strip()) or character == "#":
            return trim(text, at, here)
    return trim(text, at, end)


def _assemble(
    text: str, start: int, scan: Scan, spans: list[tuple[int, int]], broken: list[tuple[int, int]]
) -> Signature | None:
    """The kept parameters with commas between them, a closing parenthesis, the return annotation and a colon; None
    where there is no room for these."""
    arrow = ARROW.match(text, scan.close + 1) if scan.closed else None
    last = spans[-1][1] if spans else start
    close = scan.close if scan.closed else last
    if arrow is None and close + len("):") > len(text):
        if scan.closed or not spans:
            return None
        *spans, (given_up, _) = spans  # another statement follows at once
        return _assemble(text, start, scan, spans, [one for one in broken if one[0] != given_up])
    if arrow is not None:
        end = arrow.end()
    else:
        line = text.find("\n", max(scan.close, last))
        end = len(text) if line < 0 else line
    characters = [character if character == "\n" else " " for character in text[start:end]]
    for begin, stop in spans:
        characters[begin - start : stop - start] = text[begin:stop]
    for (_, stop), (following, _) in pairwise(spans):
        comma = text.find(",", stop, following)
        characters[(comma if comma >= 0 else stop) - start] = ","
    if arrow is not None:
        characters[close - start] = ")"
        characters[arrow.start() - start :] = text[arrow.start() : arrow.end()]
        if not _output_parses(arrow.group(1)):
            characters[arrow.start() - start :] = " " * (arrow.end() - arrow.start() - 1) + ":"
        return Signature("".join(characters), end, tuple(broken))
    characters[close - start :] = [")", ":", *" " * (end - close - 2)]
    return Signature("".join(characters), start + len(characters), tuple(broken))


def _output_parses(arrow: str | None) -> bool:
    return arrow is None or not Piece(f"def _(){arrow}: 0").root.has_error
