"""Counts without a lower bound: `{,5}` is up to five in Python, and plain text in RE2."""

from __future__ import annotations

import re

from cog_lsp.regex import regex

PART = regex(r"\\Q.*?(?:\\E|\Z)|\\.|\[\^?\]?|\]|\{,(\d{1,4})\}", re.DOTALL)
"""What decides whether braces are a count: quoted text, an escape, the ends of a class."""


def with_lower_bounds(pattern: str) -> str:
    """The pattern with `{0,5}` for `{,5}`; the same where it has none."""
    inside = False

    def written(match: re.Match[str]) -> str:
        nonlocal inside
        if match[1] is not None:
            return match[0] if inside else f"{{0,{match[1]}}}"
        if match[0].startswith("["):
            inside = True
        elif match[0] == "]":
            inside = False
        return match[0]

    return PART.sub(written, pattern)
