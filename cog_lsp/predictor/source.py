"""The predictors of a file: entry point, signature, inputs. Survives broken code, and re-uses what did not change.

`read_source` keeps the tree of the text before. `Source.predictors` keeps every `Input` whose own text, place in the
signature and surroundings (`structure.py`) are the same, and hands out the same object again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cog_lsp.predictor.edits.whole import Whole
from cog_lsp.predictor.model import Mode, Predictor, Read
from cog_lsp.regex import regex
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.predictor.edits.local_edit import LocalEdit

COG = regex(r"(?:^|(?<=\r))[ \t\f]*(?:from[ \t]+cog(?:\.\w+)?[ \t]+import\b|import[ \t][^\r\n#]*\bcog\b)", re.MULTILINE)
IGNORE_FILE = regex(r"#\s*cog-lsp:\s*ignore-file\b[^\n\r]*")


def looks_like_cog(text: str) -> bool:
    """Whether a file imports from `cog`, judged by its text alone."""
    return "cog" in text and COG.search(text) is not None


def file_comments(text: str) -> tuple[Span, ...]:
    """The `# cog-lsp: ignore-file[…]` comments of a file."""
    if "ignore-file" not in text:
        return ()
    return tuple(Span(*match.span()) for match in IGNORE_FILE.finditer(text))


def read_source(text: str, previous: Source | None = None, *, decodes: bool = False) -> Source:
    """Parses a file. With the source of an earlier text of the same file, only what differs is parsed again. `decodes`
    says whether Cog reads string literals as Python does; it stays as it was for the earlier text."""
    if previous is None:
        return Source(text, decodes=decodes)
    return previous if text == previous.text else Source(text, previous)


class Source:
    """A file as it is now: read whole, or as a local edit of an earlier text that was."""

    __slots__ = ("_edit", "_whole", "text")

    def __init__(self, text: str, previous: Source | None = None, *, decodes: bool = False) -> None:
        self.text = text
        self._edit = None if previous is None else previous._local_edit(text)
        self._whole: Whole
        """What was read whole: this text, or the base of the edit."""
        if previous is None:
            self._whole = Whole(text, decodes=decodes)
        elif self._edit is not None:
            self._whole = previous._whole
        else:
            self._whole = previous._read_again(text)

    def _local_edit(self, text: str) -> LocalEdit | None:
        from cog_lsp.predictor.edits.local_edit import local_edit  # a command reads a file once

        whole = self._whole
        return local_edit(whole.file, whole.answers, text, self._edit.region if self._edit is not None else None)

    def _read_again(self, text: str) -> Whole:
        return Whole(text, self._whole, self._edit.kept if self._edit is not None else None)

    def predictors(
        self, name: str | None, mode: Mode, read: Read | None = None, path: str = ""
    ) -> tuple[Predictor, ...]:
        """The predictor of that name, as cog.yaml gives it, or each class or function that looks like one.

        Where nothing has that name, whatever looks like a predictor is taken, with a refusal (`ErrPredictorNotFound`)
        that belongs on cog.yaml. `read` gives the text of another file of the model by its path, relative to cog.yaml
        as `path`, the path of this file, is: for inherited methods and imported models.
        """
        if self._edit is not None:
            moved = self._edit.predictors((name, mode, path))
            if moved is not None:
                return moved
            self._whole, self._edit = self._read_again(self.text), None
        return self._whole.predictors(name, mode, read, path)
