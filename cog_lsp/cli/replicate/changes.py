"""What publishing would change on a model's page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec import Struct

from cog_lsp.fixes.difference import three_way_diff, unified_diff
from cog_lsp.replicate.page import lines_of
from cog_lsp.text import visible
from cog_lsp.writing.page import ADDRESSES

SIDES = ("on the page now", "when it was last published from here", "here")


class Change(Struct, frozen=True):
    """What a field of the page says, and what it is going to say."""

    field: str
    there: str
    here: str
    seen: str | None
    """What it said when it was last published from this machine, where something else stands there by now."""

    def shown(self) -> str:
        """The difference, in lines."""
        there, here = _whole(self.there), _whole(self.here)
        if self.seen is None:
            return unified_diff(there, here, self.field)
        heading = f"The {self.field} changed on the page since it was last published from here:\n"
        return heading + three_way_diff(_whole(self.seen), there, here, SIDES)


def is_same(there: str, here: str) -> bool:
    """Whether two texts are the same to whoever reads the page."""
    return lines_of(there) == lines_of(here)


def changes(
    there: Mapping[str, str], here: Mapping[str, str], seen: Mapping[str, str], *, with_addresses: bool
) -> Iterator[Change]:
    """What would change, by field. An address that the page has already is its author's choice, and changes only
    `with_addresses`."""
    for field, text in here.items():
        # An answer may lack a field that Replicate takes; then what was sent last stands for it.
        before = there.get(field, seen.get(field, ""))
        if is_same(before, text) or (field in ADDRESSES and before and not with_addresses):
            continue
        is_other = field in seen and not is_same(seen[field], before)
        yield Change(field, before, text, seen[field] if is_other else None)


def unknown(there: Mapping[str, str], different: Sequence[Change]) -> Iterator[str]:
    """A line for each field whose present text the answer lacks."""
    for change in different:
        if change.field not in there and not change.there:
            yield f"Replicate does not tell which {change.field} the page has; this one takes its place."


def left_alone(there: Mapping[str, str], here: Mapping[str, str]) -> Iterator[str]:
    """A line for each address that stays as it is, though the files show another."""
    for field in ADDRESSES:
        before, after = there.get(field, ""), here.get(field, "")
        if before and after and before != after:
            yield f"{field} stays {before}. The files show {after}: send it with --only {field}."


def digest(different: Iterable[Change]) -> str:
    """What tells these changes from all others."""
    return sha256(json.dumps([(c.field, c.there, c.here) for c in different]).encode()).hexdigest()


def as_values(name: str, different: Sequence[Change], against: Sequence[str]) -> dict[str, Any]:
    """What would change, and what stands in the way of it, for programs."""
    return {
        "model": name,
        "changes": [{"field": c.field, "now": c.there, "after": c.here, "last_published": c.seen} for c in different],
        "in_the_way": [visible(line) for line in against],
        "digest": digest(different),
    }


def _whole(text: str) -> str:
    """A text of whole lines, or none."""
    return "\n".join(lines_of(text)) + "\n" if text.strip() else ""
