"""A baseline: the findings that an old project lives with, so that `check` speaks of new ones only.

A finding is known by file, input and rule, not by line: editing elsewhere keeps it known.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field

from cog_lsp.cli.models import UsageError
from cog_lsp.cli.write import write_output
from cog_lsp.regex import regex
from cog_lsp.report import Item

Key = tuple[str, str, str]
VERSION = 1
LARGEST = 64 * 1024 * 1024
"""Characters of a baseline file."""
_BEGINNING = regex(r'\s*\{\s*"(?:version": ?[0-9]|findings": ?\[)|\s*$')
"""Of a baseline file, whatever program has laid it out; an empty file may become one."""


def _key(item: Item) -> Key:
    return item.file, item.finding.input or "", item.finding.rule


class Baseline(Struct, frozen=True):
    """How many findings of each key are known."""

    known: Counter[Key] = field(default_factory=Counter)

    @classmethod
    def of(cls, items: Sequence[Item]) -> Baseline:
        """The baseline of today's findings."""
        return cls(Counter(_key(item) for item in items))

    @classmethod
    def read(cls, name: str) -> Baseline:
        """Read a baseline file. Raises UsageError where it is none."""
        try:
            with open(name, encoding="utf-8") as file:
                text = file.read(LARGEST + 1)  # no more, of a device that never ends
            data = json.loads(text) if len(text) <= LARGEST else {}
            rows: list[dict[str, Any]] = data["findings"] if data["version"] == VERSION else []
            return cls(Counter({(r["file"], r["input"] or "", r["rule"]): int(r["count"]) for r in rows}))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
            raise UsageError(f"{name} is no baseline file. Write one with --write-baseline {name}.") from None

    def write(self, name: str) -> None:
        """Write the baseline as JSON, sorted, so that version control shows what changed. Raises UsageError where
        another file is there."""
        rows = [
            {"file": file, "input": input or None, "rule": rule, "count": count}
            for (file, input, rule), count in sorted(self.known.items())
        ]
        text = json.dumps({"version": VERSION, "findings": rows}, indent=2) + "\n"
        write_output(name, text.encode(), lambda head: _BEGINNING.match(head) is not None, "baseline file")

    def without_known(self, items: Sequence[Item]) -> list[Item]:
        """The findings beyond those that are known."""
        left = Counter(self.known)
        new = []
        for item in items:
            key = _key(item)
            if left[key] > 0:
                left[key] -= 1
            else:
                new.append(item)
        return new
