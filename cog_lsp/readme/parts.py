"""What is worked out for a part of a README is kept for as long as the part lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from cog_lsp.readme.document import Part

T = TypeVar("T")


def per_part(work: Callable[[Part], T]) -> Callable[[Part], T]:
    """Make a pure function of a part remember its results. Parts are taken over from card to card, so a keystroke
    costs the work on one part."""
    results: WeakKeyDictionary[Part, T] = WeakKeyDictionary()

    @wraps(work)
    def remembered(part: Part) -> T:
        try:
            return results[part]
        except KeyError:
            result = results[part] = work(part)
            return result

    return remembered
