"""The edits that lead from one text to another, by lines: an editor keeps its cursor and folds with them."""

from __future__ import annotations

import difflib

from cog_lsp.fixes.edits import Edit
from cog_lsp.text import LineIndex, Span


def edits_between(before: str, after: str) -> tuple[Edit, ...]:
    """Edits that replace whole lines, in the order of the text."""
    old, new = _lines(before), _lines(after)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    return tuple(
        Edit(Span(starts[i], starts[j]), "".join(new[k:m]))
        for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if kind != "equal"
    )


def unified_diff(before: str, after: str, name: str) -> str:
    """A unified diff as `git apply` takes it; empty where nothing changes."""
    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    starts = LineIndex(text).starts
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True) if a != b]
