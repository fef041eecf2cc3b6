"""Patterns as Go's RE2 reads and matches them.

Cog's build compiles an input's `regex` with it. Python's own matcher reads another language, and it may go back and try
again for ever, which a pattern of a stranger must not make us do: none is given to it. What reads them is loaded with
the first one, since few inputs have any.
"""

from __future__ import annotations


def re2_error(pattern: str) -> str | None:
    """Go's error for a pattern that it cannot compile, or None."""
    from cog_lsp.predictor.cog.re2.patterns import error_in

    return error_in(pattern)


def re2_matches(pattern: str, text: str) -> bool | None:
    """Whether a piece of the text matches the pattern. None where that cannot be told: Go refuses the pattern, or it is
    so large that this would take long. Otherwise the time grows as the text does."""
    from cog_lsp.predictor.cog.re2.patterns import is_match

    return is_match(pattern, text)
