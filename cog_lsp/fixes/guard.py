"""What LibCST may be given: its native parser and its tree walks recurse, and deep input would end the process.

The measures are taken on the text alone, in one pass: size, nesting of brackets, and the length of the chains that
become deep trees (`a.b.c`, `1+1+1`, `- - -1`, adjacent literals). What people write into one `Input(...)` is far below.
"""

from __future__ import annotations

import re

from cog_lsp.regex import regex

MAX_SIZE = 8 * 1024
MAX_NESTING = 60
MAX_CHAIN = 300
"""Tokens between two commas, counted over all open brackets together."""

TOKEN = regex(
    r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<string>(?P<prefix>[A-Za-z]{0,3})(?:
        \"{3}(?:[^\\"]|\\.|\"(?!\"\"))*\"{3} | '{3}(?:[^\\']|\\.|'(?!''))*'{3}
      | "(?:[^\\"\r\n]|\\.)*" | '(?:[^\\'\r\n]|\\.)*'))
  | (?P<open>[([{]) | (?P<close>[)\]}]) | (?P<comma>,)
  | (?P<word>\w+) | (?P<space>[ \t\f\r\n]+) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def is_tame(source: str) -> bool:
    """Whether LibCST can parse and write the source without deep recursion."""
    if len(source) > MAX_SIZE or "\0" in source:
        return False
    open_chains = [0]
    total = 0
    for match in TOKEN.finditer(source):
        kind = match.lastgroup
        if kind in ("space", "comment"):
            continue
        if kind == "comma":
            total -= open_chains[-1]
            open_chains[-1] = 0
            continue
        if kind == "close":
            if len(open_chains) > 1:
                total -= open_chains.pop()
            continue
        weight = 1
        if kind == "string" and "f" in match["prefix"].lower():
            weight += match["string"].count("{")  # each replacement field is an expression of its own
        open_chains[-1] += weight
        total += weight
        if kind == "open":
            open_chains.append(0)
        if len(open_chains) - 1 > MAX_NESTING or total > MAX_CHAIN:
            return False
    return True
