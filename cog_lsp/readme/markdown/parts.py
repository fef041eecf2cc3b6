"""What is worked out for a part of a README is kept for as long as the part lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from cog_lsp.pace import step

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.records import Part

T = TypeVar("T")


def per_part(work: Callable[[Part], T]) -> Callable[[Part], T]:
    """Make a pure function of a part keep its results on the part. Parts are taken over from card to card, so a
    keystroke costs the work on one of them."""

    @wraps(work)
    def remembered(part: Part) -> T:
        memo = part.memo
        if work not in memo:
            step()
            memo[work] = work(part)
        result: T = memo[work]
        return result

    return remembered
