"""What a value of a snippet should have been, where that is certain."""

from __future__ import annotations

from cog_lsp.predictor.model import Field, Input
from cog_lsp.readme.snippets.problem import Correction
from cog_lsp.readme.snippets.records import Entry, Snippet
from cog_lsp.readme.snippets.shell_text import is_plain, quote
from cog_lsp.readme.snippets.values import nearest_choice, number_of, refusal
from cog_lsp.text import Span


def value_correction(snippet: Snippet, entry: Entry, input: Input) -> Correction | None:
    """The value that was certainly meant."""
    field = input.field
    if not isinstance(field, Field):
        return None
    if snippet.form == "text" and field.property.get("type") == "boolean":
        word = str(entry.value).lower()
        return Correction(entry.value_span, word, f"Write {word}", "safe") if word in ("true", "false") else None
    unquoted = _unquoted(snippet, entry, field)
    if unquoted is not None:
        return Correction(entry.value_span, unquoted, f"Write {unquoted} without quotes", "safe")
    if field.enum is not None and isinstance(entry.value, str):
        return _choice(snippet, entry, nearest_choice(field, entry.value))
    local = snippet.hosted and snippet.kind == "python" and field.property.get("format") == "uri"
    if local and isinstance(entry.value, str) and '"' not in entry.value and "\\" not in entry.value:
        return Correction(entry.value_span, f'open("{entry.value.lstrip("@")}", "rb")', "Open the file", "draft")
    return None


def quoted(value: str, reason: str) -> bool:
    """Whether a text is refused for being one, though it reads like what is wanted: `"3"` for a number."""
    return number_of(value) is not None or value.lower() in ("true", "false") or "number" in reason


def _unquoted(snippet: Snippet, entry: Entry, field: Field) -> str | None:
    """The number, or true or false, that stands in quotes."""
    if snippet.form != "literal" or not isinstance(entry.value, str) or snippet.kind == "config":
        return None
    if entry.value_span.end - entry.value_span.start != len(entry.value) + 2:
        return None
    word = entry.value.lower()
    if word in ("true", "false"):
        meant: object = word == "true"
        text = word.capitalize() if snippet.kind == "python" else word
    else:
        meant, text = number_of(entry.value), entry.value
    return text if meant is not None and refusal(field, meant, "literal", snippet.hosted) is None else None


def _choice(snippet: Snippet, entry: Entry, choice: object) -> Correction | None:
    """Write a choice in the place of a text, inside its quotes."""
    at, length = entry.value_span, len(entry.value)
    if not isinstance(choice, str) or at.end - at.start not in (length, length + 2):
        return None
    quotes = (at.end - at.start - length) // 2
    # On the command line a value with a space stands in quotes already; one without may not.
    if snippet.form == "text" and not is_plain(choice) and (" " not in entry.value or quote(choice) != f'"{choice}"'):
        return None
    if snippet.form == "literal" and any(mark in choice for mark in "\"'`\\$"):
        return None
    return Correction(Span(at.start + quotes, at.end - quotes), choice, f"Use “{choice}”", "safe")
