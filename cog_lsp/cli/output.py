"""What is printed: nothing of a stranger's file moves the cursor, hides text or starts a line of its own.

Reports make their lines through `text.visible`; what is printed besides goes through `Visible`, the last door.
"""

from __future__ import annotations

import re
from typing import Any, TextIO

from cog_lsp.regex import regex
from cog_lsp.report.links import LINK
from cog_lsp.text import UNSEEN, escaped

_COLOR = r"\x1b\[(?:38;5;\d{1,3}|0)m"
_LAYOUT = r"\n|\t|\r\n"
_PLAIN = regex(rf"(?P<layout>{_LAYOUT})|{UNSEEN}")
_COLORED = regex(rf"(?P<layout>{_LAYOUT}|{_COLOR}|{LINK})|{UNSEEN}")


def plain(text: str) -> str:
    """A report as it goes to a file: without colors."""
    return _shown(_PLAIN, text)


def _shown(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: match["layout"] or escaped(match[0]), text)


class Visible:
    """A stream that shows control characters as escapes. They are written as JSON has them, so that JSON stays JSON."""

    def __init__(self, stream: TextIO, colored: bool) -> None:
        self._stream = stream
        self._pattern = _COLORED if colored else _PLAIN

    def write(self, text: str) -> int:
        """Write it; line ends and tabs stay, and our own colors and links."""
        return self._stream.write(_shown(self._pattern, text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
