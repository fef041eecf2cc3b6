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


def three_way_diff(base: str, theirs: str, ours: str, names: tuple[str, str, str]) -> str:
    """Where two texts differ from the one that both come from, and what stands there in each, as git marks conflicts.
    `names` say what `theirs`, `base` and `ours` are."""
    old, left, right = _lines(base), _lines(theirs), _lines(ours)
    to_left, to_right = _matches(old, left), _matches(old, right)
    same = [at for at in range(len(old) + 1) if at in to_left and at in to_right]
    pieces, start = [], (0, 0, 0)
    for at in same:
        end = (at, to_left[at], to_right[at])
        before, *after = (lines[a:b] for lines, a, b in zip((old, left, right), start, end, strict=True))
        if any(lines != before for lines in after):
            pieces.append(_conflict(start[0], before, (after[0], after[1]), names))
        start = (at + 1, to_left[at] + 1, to_right[at] + 1)
    return "".join(pieces)


def _matches(old: list[str], new: list[str]) -> dict[int, int]:
    """Which line of a text each line of an older one still is, by their numbers; their ends match."""
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    pairs = {block.a + n: block.b + n for block in blocks for n in range(block.size)}
    return {**pairs, len(old): len(new)}


def _conflict(line: int, base: list[str], sides: tuple[list[str], list[str]], names: tuple[str, str, str]) -> str:
    theirs, ours = ("".join(text if text.endswith("\n") else f"{text}\n" for text in side) for side in sides)
    there, before, here = names
    middle = "".join(text if text.endswith("\n") else f"{text}\n" for text in base)
    return f"@@ line {line + 1} @@\n<<<<<<< {there}\n{theirs}||||||| {before}\n{middle}=======\n{ours}>>>>>>> {here}\n"


def _lines(text: str) -> list[str]:
    starts = LineIndex(text).starts
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True) if a != b]
