"""What a text is after edits as the protocol has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cog_lsp.text import Encoding, LineIndex


def edited(text: str, edits: Iterable[Mapping[str, Any]]) -> str:
    """The text after TextEdits, whose columns count units of UTF-16."""
    index = LineIndex(text)

    def offset(place: Mapping[str, int]) -> int:
        return index.offset(place["line"], place["character"], Encoding.UTF16)

    spans = [(offset(edit["range"]["start"]), offset(edit["range"]["end"]), edit["newText"]) for edit in edits]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text
