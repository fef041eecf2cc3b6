"""Which braces are a count without a lower bound."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.cog.re2.counts import with_lower_bounds

COUNTS = [
    (r"^a{,5}$", r"^a{0,5}$"),
    (r"^(?:a|b){,12}c{,3}$", r"^(?:a|b){0,12}c{0,3}$"),
    (r"^a{1,5}$", r"^a{1,5}$"),
    (r"^a{5,}$", r"^a{5,}$"),
    (r"^a{,}$", r"^a{,}$"),
    (r"a\{,5}", r"a\{,5}"),
    (r"a\\{,5}", r"a\\{0,5}"),
    (r"[{,5}]", r"[{,5}]"),
    (r"[]{,5}]", r"[]{,5}]"),
    (r"[^]{,5}]{,6}", r"[^]{,5}]{0,6}"),
    (r"[\]{,5}]{,6}", r"[\]{,5}]{0,6}"),
    (r"\Q{,5}\E{,6}", r"\Q{,5}\E{0,6}"),
    ("", ""),
]


@pytest.mark.parametrize(("pattern", "bounded"), COUNTS)
def test_counts(pattern: str, bounded: str) -> None:
    assert with_lower_bounds(pattern) == bounded
