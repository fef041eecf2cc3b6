"""Long runs of lines that hold no code: comments, line continuations, and empty lines between them.

At each of them tree-sitter's scanner reads on to the next line of code, so that a run takes the square of its length.
The lines in the middle of a long one are handed over as one: spaces for line feeds, so that every offset stays what it
is, also where the run stands in a string. No reader looks at comments that are so far from code.
"""

from __future__ import annotations

import re

MOST = 100
"""Comments of a run that are handed over as they are."""
NEAR = 20
"""Comments at either end of a longer run that are, too."""
_RUN = re.compile(rb"^(?:[ \t\f\r]*(?:#[^\n]*|\\\r?)?\n)+", re.MULTILINE)
_CONTINUATIONS = re.compile(rb"^(?:[ \t\f]*\\\r?\n)+", re.MULTILINE)
_CONTINUATION = re.compile(rb"\\\r?\n")


def joined(data: bytes) -> bytes:
    """The text with the middles of its long runs on one line each."""
    if data.count(b"\\") > MOST:
        data = _CONTINUATIONS.sub(_continuations, data)
    if data.count(b"#") > MOST:
        data = _RUN.sub(_comments, data)
    return data


def _comments(match: re.Match[bytes]) -> bytes:
    run: bytes = match[0]
    lines = run.split(b"\n") if run.count(b"#") > MOST else []
    marked = [number for number, line in enumerate(lines) if b"#" in line]
    if len(marked) <= MOST:
        return run
    first, last = marked[NEAR], marked[-NEAR]
    middle = b" ".join(line.removesuffix(b"\r") + b" " * line.endswith(b"\r") for line in lines[first:last])
    return b"\n".join([*lines[:first], middle, *lines[last:]])


def _continuations(match: re.Match[bytes]) -> bytes:
    run: bytes = match[0]
    if run.count(b"\\") <= MOST:
        return run
    return _CONTINUATION.sub(lambda end: b" " * len(end[0]), run[:-2]) + run[-2:]
