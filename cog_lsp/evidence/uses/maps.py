"""Recognizes texts that are looked up in a table: its keys are the real choices."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.phrases import either
from cog_lsp.evidence.uses.subject import subject
from cog_lsp.evidence.uses.terms import Operation, Table, same
from cog_lsp.evidence.uses.trace import Trace

MOST_KEYS = 40


def maps(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """The facts of the kind `maps`."""
    seen: set[str] = set()
    for term, _ in trace.changed:
        if term.name != "lookup" or not isinstance(term.operands[0], Table):
            continue
        name, table = subject(term.operands[1]), term.operands[0]
        if name is None or name in seen or declared.has_choices(name) or declared.kind(name) != "str":
            continue
        keys = [key for key in table.entries if isinstance(key, str)]
        if not table.whole or not 1 < len(keys) <= MOST_KEYS:
            continue
        seen.add(name)
        sentence = f"One of {either(keys)}" if len(term.operands) == 2 else _with_default(keys, term, table)
        yield Fact(
            "maps", (name,), term.at, term.source, f"{sentence}.", tuple(frozenset([key.lower()]) for key in keys[:3])
        )


def _with_default(keys: list[str], term: Operation, table: Table) -> str:
    """What is said of a table with a value for all other keys."""
    default = term.operands[2]
    counts = [key for key in keys if same(table.entries[key], default)]
    return f"One of {either(keys)}; anything else " + (f"counts as {counts[0]}" if counts else "is not known")
