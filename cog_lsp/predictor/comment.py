"""Comments behind the arguments of an `Input(...)`, and the one that marks a draft which nobody has read yet."""

from __future__ import annotations

from msgspec import Struct

from cog_lsp.regex import regex
from cog_lsp.text import Span

DRAFT = "# cog-lsp: draft"
"""What stands behind a description that came in bulk, until somebody keeps it. Cog publishes no comments."""
MARK = regex(r"(?<![ \t])[ \t]*#[ \t]*cog-lsp:[ \t]*draft(?![\w\[-])[^#]*")


class Comment(Struct, frozen=True):
    """A `#` comment on the line on which an argument ends."""

    span: Span
    """With the blanks before it."""
    text: str
    """What stands there."""

    def shifted(self, by: int) -> Comment:
        """The comment where its text begins `by` characters later."""
        return Comment(self.span.shifted(by), self.text)

    @property
    def mark(self) -> Span | None:
        """Where the mark of a draft stands, with what goes when it goes; None where there is none."""
        match = MARK.search(self.text)
        if match is None:
            return None
        start = match.start() if match.end() == len(self.text) else self.text.index("#", match.start())
        return Span(start, match.end()).shifted(self.span.start)
