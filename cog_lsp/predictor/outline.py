"""The predictors of a file: entry point, signature, inputs. Survives broken code, and re-uses what did not change.

`parse` keeps the tree of the text before. `Source.predictors` keeps every `Input` whose own text, place in the
signature and surroundings (`structure.py`) are the same, and hands out the same object again.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from cog_lsp.predictor.local_edit import LocalEdit, local_edit
from cog_lsp.predictor.model import Mode, Predictor, Read
from cog_lsp.predictor.reader import Misread, Reader
from cog_lsp.predictor.recovery import PADDING, Repaired, repair
from cog_lsp.predictor.syntax import Piece, difference, word_edit
from cog_lsp.text import Span

COG = re.compile(r"^\s*(?:from\s+cog(?:\.\w+)?\s+import\b|import\s+[^\n#]*\bcog\b)", re.MULTILINE)
IGNORE_FILE = re.compile(r"#\s*cog-lsp:\s*ignore-file\b[^\n\r]*")


def looks_like_cog(text: str) -> bool:
    """Whether a file imports from `cog`, judged by its text alone."""
    return "cog" in text and COG.search(text) is not None


def file_comments(text: str) -> tuple[Span, ...]:
    """The `# cog-lsp: ignore-file[…]` comments of a file."""
    if "ignore-file" not in text:
        return ()
    return tuple(Span(*match.span()) for match in IGNORE_FILE.finditer(text))


def parse(text: str, previous: Source | None = None) -> Source:
    """Parses a file. With the source of an earlier text of the same file, only what differs is parsed again."""
    if previous is None:
        return Source(text)
    return previous if text == previous.text else Source(text, previous)


class Source:
    """A file as it is now: read whole, or as a local edit of an earlier text that was."""

    __slots__ = ("_edit", "_whole", "text")

    def __init__(self, text: str, previous: Source | None = None) -> None:
        self.text = text
        self._edit = None if previous is None else previous._local_edit(text)
        self._whole: Whole
        """What was read whole: this text, or the base of the edit."""
        if previous is None:
            self._whole = Whole(text)
        elif self._edit is not None:
            self._whole = previous._whole
        else:
            self._whole = previous._read_again(text)

    def _local_edit(self, text: str) -> LocalEdit | None:
        whole = self._whole
        return local_edit(whole.reader, whole.answers, text, self._edit.region if self._edit is not None else None)

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


class Whole:
    """A text that is read whole, with what is kept of it for the next one."""

    __slots__ = ("_memory", "_piece", "answers", "reader", "text")

    def __init__(self, text: str, previous: Whole | None = None, kept: tuple[Any, Any] | None = None) -> None:
        self.text = text
        self.answers: dict[Any, tuple[Predictor, ...]] = {}
        """What `predictors` was asked, with the answers."""
        self._memory: Memory = Memory(None if previous is None else previous._memory)
        if kept is not None:
            self._memory[kept[0]] = kept[1]
        self._piece: Piece = Piece(text) if previous is None else previous._piece.edited(text)
        """The tree of the text as it is."""
        self.reader: Reader
        before = None if previous is None else previous.reader
        if self._piece.root.has_error:
            followed = None if previous is None else follow(previous, text)
            if followed is None:
                self._repair(before)
            else:
                repaired, piece = followed
                self.reader = Reader(text, piece, self._memory, before, repaired)
        else:
            self.reader = Reader(text, self._piece, self._memory, before)

    def _repair(self, before: Reader | None = None) -> None:
        """Reads the repaired form of the text instead, parsed from that of the text before."""
        repaired = repair(self.text + PADDING, self._memory)
        earlier = None if before is None or before.repaired is None else before.piece
        piece = Piece(repaired.text) if earlier is None else earlier.edited(repaired.text)
        self.reader = Reader(self.text, piece, self._memory, before, repaired)

    def predictors(self, name: str | None, mode: Mode, read: Read | None, path: str) -> tuple[Predictor, ...]:
        """See `Source.predictors`."""
        kept = self.answers.get((name, mode, path))
        if kept is not None and not self.reader.consulted:
            return kept
        while True:
            try:
                found = self.reader.predictors(name, mode, read, path)
                break
            except Misread as misread:  # a file that was repaired is not misread again
                if misread.file is self.reader:
                    self._repair()
                else:
                    self.reader.mend(misread.file.path, misread.file.text)
        self.answers[name, mode, path] = found
        return found


def follow(previous: Whole, text: str) -> tuple[Repaired, Piece] | None:
    """The repaired form of a text that differs from the one before by a word only; None where it differs by more."""
    before, piece = previous.reader.repaired, previous.reader.piece
    edit = word_edit(previous.text, text, *difference(previous.text, text))
    if before is None or edit is None:
        return None
    left, right, new_right = edit
    if before.text[left:right] == previous.text[left:right]:
        written = text[left:new_right]
    elif before.text[max(0, left - 1) : right + 1].isspace():
        written = " " * (new_right - left)
    else:
        return None
    by = new_right - right
    moved = tuple((a + by if a > left else a, b + by if b > left else b) for a, b in before.broken)
    repaired = Repaired(before.text[:left] + written + before.text[right:], moved)
    return repaired, piece.moved(repaired.text, left, right, new_right)


class Memory(MutableMapping[Any, Any]):
    """Results by what they were made from: those of this text, and those of the text before that were asked for."""

    __slots__ = ("earlier", "now")

    def __init__(self, previous: Memory | None = None) -> None:
        self.now: dict[Any, Any] = {}
        self.earlier: dict[Any, Any] = {} if previous is None else previous.now or previous.earlier

    def __getitem__(self, key: Any) -> Any:
        if key not in self.now:
            self.now[key] = self.earlier[key]
        return self.now[key]

    def get(self, key: Any, default: Any = None) -> Any:
        """A result, kept for the next text too; `default` where there is none."""
        value = self.now.get(key)
        if value is None:
            value = self.earlier.get(key)
            if value is None:
                return default
            self.now[key] = value
        return value

    def __setitem__(self, key: Any, value: Any) -> None:
        self.now[key] = value

    def __delitem__(self, key: Any) -> None:
        del self.now[key]

    def __iter__(self) -> Any:
        return iter(self.now)

    def __len__(self) -> int:
        return len(self.now)
