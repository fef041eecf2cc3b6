"""A text that is read whole, or repaired first where it is half-written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cog_lsp.predictor.memory import Memory
from cog_lsp.predictor.model import Mode, Predictor, Read
from cog_lsp.predictor.reading.file import File
from cog_lsp.predictor.reading.kept import InputKey, Kept, Misread
from cog_lsp.predictor.reading.reader import read_predictors
from cog_lsp.predictor.syntax.difference import difference, word_edit
from cog_lsp.predictor.syntax.piece import Piece, whole

if TYPE_CHECKING:
    from cog_lsp.predictor.broken.repair import Repaired


class Whole:
    """A text that is read whole, with what is kept of it for the next one."""

    __slots__ = ("_memory", "_piece", "answers", "file", "text")

    def __init__(
        self,
        text: str,
        previous: Whole | None = None,
        entry: tuple[InputKey, Kept] | None = None,
        *,
        decodes: bool = False,
    ) -> None:
        self.text = text
        self.answers: dict[Any, tuple[Predictor, ...]] = {}
        """What `predictors` was asked, with the answers."""
        self._memory: Memory = Memory(None if previous is None else previous._memory)
        if entry is not None:
            self._memory.keep(*entry)
        self._piece: Piece
        """The tree of the text as it is."""
        if previous is None:
            self._piece = Piece(text, tree=whole(text).tree, decodes=decodes)
        else:
            self._piece = previous._piece.edited(text)
        self.file: File
        before = None if previous is None else previous.file
        if self._piece.root.has_error:
            followed = None if previous is None else follow(previous, text)
            if followed is None:
                self._repair(before)
            else:
                repaired, piece = followed
                self.file = File(text, piece, self._memory, before, repaired)
        else:
            self.file = File(text, self._piece, self._memory, before)

    def _repair(self, before: File | None = None) -> None:
        """Reads the repaired form of the text instead, parsed from that of the text before."""
        from cog_lsp.predictor.broken.repair import PADDING, repair  # most code is whole

        repaired = repair(self.text + PADDING, self._memory)
        earlier = None if before is None or before.repaired is None else before.piece
        piece = self._piece.like(repaired.text) if earlier is None else earlier.edited(repaired.text)
        self.file = File(self.text, piece, self._memory, before, repaired)

    def predictors(self, name: str | None, mode: Mode, read: Read | None, path: str) -> tuple[Predictor, ...]:
        """See `Source.predictors`."""
        answer = self.answers.get((name, mode, path))
        if answer is not None and not self.file.consulted:
            return answer
        while True:
            try:
                predictors = read_predictors(self.file, name, mode, read, path)
                break
            except Misread as misread:  # a file that was repaired is not misread again
                if misread.file is self.file:
                    self._repair()
                else:
                    self.file.repaired_file(misread.file.path, misread.file.text)
        self.answers[name, mode, path] = predictors
        return predictors


def follow(previous: Whole, text: str) -> tuple[Repaired, Piece] | None:
    """The repaired form of a text that differs from the one before by a word only; None where it differs by more."""
    before, piece = previous.file.repaired, previous.file.piece
    edit = word_edit(previous.text, text, *difference(previous.text, text))
    if before is None or edit is None:
        return None
    left, right, new_right = edit
    if before.text[left:right] == previous.text[left:right]:
        replacement = text[left:new_right]
    elif before.text[max(0, left - 1) : right + 1].isspace():
        replacement = " " * (new_right - left)
    else:
        return None
    by = new_right - right
    moved = tuple((a + by if a > left else a, b + by if b > left else b) for a, b in before.broken)
    repaired = before._replace(text=before.text[:left] + replacement + before.text[right:], broken=moved)
    return repaired, piece.moved(repaired.text, left, right, new_right)
