"""Which inputs were renamed while their file was open, so that what names the old name can be led to the new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cog_lsp.check.model import Model

MOST = 200
"""Old names that are remembered of a model: typing a name makes one of each of its beginnings."""


class Renames:
    """What the signatures of each model said before."""

    def __init__(self) -> None:
        self._names: dict[tuple[Path, str, int], tuple[str, ...]] = {}
        self._new: dict[Path, dict[str, str]] = {}

    def note(self, model: Model | None) -> None:
        """Compare the signatures of a model with what they were."""
        for path, group in model.predictors.items() if model is not None else ():
            for number, predictor in enumerate(group):
                key = path, predictor.mode, number
                now = tuple(input.name for input in predictor.inputs)
                before = self._names.get(key, now)
                if len(now) < len(before) and predictor.inputs:
                    continue  # half of a new name may be none at all
                self._names[key] = now
                changed = [pair for pair in zip(before, now, strict=False) if pair[0] != pair[1]]
                if len(changed) == 1 and len(now) == len(before) and model is not None:
                    self._rename(self._new.setdefault(model.files.root, {}), *changed[0])

    def _rename(self, names: dict[str, str], old: str, new: str) -> None:
        for each in [each for each, now in names.items() if now == old]:
            names[each] = new
        names[old] = new
        names.pop(new, None)
        if len(names) > MOST:
            del names[next(iter(names))]

    def new_name(self, model: Model, old: str) -> str | None:
        """What an input is called now that had that name; None where none had it, or one has it again."""
        new = self._new.get(model.files.root, {}).get(old)
        every = [predictor for group in model.predictors.values() for predictor in group]
        having = [predictor for predictor in every if new is not None and predictor.find(new) is not None]
        return new if having and not any(predictor.find(old) is not None for predictor in having) else None

    def settle(self, path: Path | None = None) -> None:
        """A file was saved, or all may have changed: what its signatures say at the next look is what they are compared
        with from then on."""
        self._names = {key: names for key, names in self._names.items() if path is not None and key[0] != path}
