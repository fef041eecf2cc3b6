"""What services know a finding by from one report to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from cog_lsp.report.item import Item


def fingerprints(items: Sequence[Item]) -> Iterator[str]:
    """A name for each finding that does not depend on lines; equal findings are counted, so that each has its own."""
    seen: Counter[str] = Counter()
    for item in items:
        seen[item.identity] += 1
        yield sha256(f"{item.identity}\0{seen[item.identity]}".encode()).hexdigest()
