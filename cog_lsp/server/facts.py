"""What the code of an open predictor does with its inputs: read again when typing rests.

Following a body into other files costs as much as a hundred keystrokes. While somebody types, the last answer stands;
its findings are placed at the inputs, which move with the text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.kept import KeptFacts
from cog_lsp.evidence.uses.reading import Reading
from cog_lsp.predictor.model import Predictor
from cog_lsp.server.rest import WaitsForRest

if TYPE_CHECKING:
    from cog_lsp.check.model import Model


class Facts(WaitsForRest):
    """The answers for open files, and which of them wait."""

    def __init__(self, rested: Callable[[Path], None]) -> None:
        super().__init__(rested)
        self._kept: dict[Path, KeptFacts] = {}
        self._told: dict[tuple[Path, str, str], tuple[Fact, ...]] = {}
        """What was answered last for a predictor."""

    def of(
        self, file: Path, predictor: Predictor, path: str, read: Callable[[str], str | None] | None
    ) -> tuple[Fact, ...]:
        """What the code does, as far as it is told already."""
        key = file, predictor.name, predictor.mode
        if file in self._waiting and key in self._told:
            return self._told[key]
        facts = self._kept.setdefault(file, KeptFacts()).of(predictor, path, read)
        self._told[key] = facts
        return facts

    def in_model(self, model: Model, predictor: Predictor) -> tuple[Fact, ...]:
        """The same for a predictor of a model."""
        place = _place(model, predictor)
        return () if place is None else self.of(*place, model.files.read)

    def reading(self, model: Model, predictor: Predictor) -> Reading | None:
        """What happens in the code as it is now, for who asks once; None where it cannot be read."""
        place = _place(model, predictor)
        if place is None:
            return None
        memory = self._kept.get(place[0]) or KeptFacts()
        return memory.reading(*place[1:], model.files.read)

    def changed(self, path: Path) -> bool:
        """A file was changed: whether somebody must wait for its rest, with `rest`."""
        if path not in self._kept:
            return False  # no predictor, or not asked for yet
        is_first = path not in self._waiting
        self._waiting[path] = monotonic()
        return is_first

    def drop(self, path: Path) -> None:
        """Keep nothing of a file: it is not open."""
        self._kept.pop(path, None)
        for key in [key for key in self._told if key[0] == path]:
            del self._told[key]


def _place(model: Model, predictor: Predictor) -> tuple[Path, Predictor, str] | None:
    """The file of a predictor, and its path in the model's folder; None where it stands elsewhere."""
    file = next((path for path, group in model.predictors.items() if any(each is predictor for each in group)), None)
    if file is None or not file.is_relative_to(model.files.root):
        return None
    return file, predictor, file.relative_to(model.files.root).as_posix()
