"""How many made-up examples a test tries."""

from __future__ import annotations

from hypothesis import settings

USUAL = 100
"""The examples of a test that names no number, in the usual profile of Hypothesis."""


def examples(number: int) -> int:
    """The number under the usual profile; another profile makes it smaller or larger in its proportion."""
    return max(1, number * settings().max_examples // USUAL)
