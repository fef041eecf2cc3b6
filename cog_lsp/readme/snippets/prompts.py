"""Code without what a terminal writes in front of it: `$`, `>>>`, `iex>`."""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec.structs import replace

from cog_lsp.readme.markdown.records import Code
from cog_lsp.regex import regex

_PROMPT = regex(
    r"^([ \t]*)(?:[$%] |> ?(?=cog|curl|replicate)|>>> ?|(?:iex|\.\.\.)(?:\(\d+\))?> ?|\.\.\. ?)", re.MULTILINE
)


def without_prompts(code: Code) -> Code:
    """The code without the prompts in front of its lines, the indentation before them included."""
    prompts = [match.span() for match in _PROMPT.finditer(code.content)] if code.lines is not None else []
    if not prompts or code.lines is None:
        return code
    starts, entities = [start for start, _ in code.lines], sorted(code.ends)
    pieces: list[str] = []
    lines: list[tuple[int, int]] = []
    ends: dict[int, int] = {}
    size = at = 0
    for stop, following in [*prompts, (len(code.content), len(code.content))]:
        if stop > at:
            lines.append((size, code.offset(at)))
            inner = code.lines[bisect_left(starts, at + 1) : bisect_left(starts, stop)]
            lines += [(size + start - at, place) for start, place in inner]
            here = entities[bisect_left(entities, at) : bisect_left(entities, stop)]
            ends |= {size + start - at: code.ends[start] for start in here}
            pieces.append(code.content[at:stop])
            size += stop - at
        at = following
    return replace(code, content="".join(pieces), lines=tuple(lines), ends=ends)
