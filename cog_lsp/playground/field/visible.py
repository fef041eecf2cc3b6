"""Text that hides nothing: white space as a page shows it, control characters made visible, long text cut."""

from __future__ import annotations

from cog_lsp.regex import regex

_WHITE = regex(r"[ \t\n\r\f]+")
_HIDDEN = regex(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f"  # control characters that are no white space
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb"  # invisible characters
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # embeddings, overrides and isolates of the direction of writing
    "\u2028\u2029\U000e0000-\U000e007f]"  # separators that some editors break lines at; tags
)
_SURROGATE = regex("[\ud800-\udfff]")


def collapse(text: str) -> str:
    """The text as a browser shows it in an ordinary element: each run of white space is one space, none at the ends."""
    return _WHITE.sub(" ", text).strip(" ")


def visible(text: str) -> str:
    """The text with characters that hide or reorder others written as `⟨U+202E⟩`. Joiners, variation selectors and
    direction marks stay: emoji and right-to-left languages need them."""
    text = _SURROGATE.sub("\ufffd", text)
    return _HIDDEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters of the text, and an ellipsis where some are left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


MAX_TEXT = 20_000
"""Characters of one text of a user that the page shows."""


def excerpt(text: str) -> str:
    """The text as the page shows it: visible, and cut where it is very long."""
    if len(text) > MAX_TEXT:
        return f"{visible(text[:MAX_TEXT])}… ({len(text):,} characters in all)"
    return visible(text)
