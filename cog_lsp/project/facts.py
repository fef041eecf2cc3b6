"""What the code of a model does with its inputs: read once for whoever asks, for findings, drafts and the README.

What is kept equals what a fresh reading gives; see `KeptFacts`.
"""

from __future__ import annotations

from collections.abc import Callable

from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.kept import KeptFacts
from cog_lsp.predictor.model import Predictor
from cog_lsp.project.files import ModelFiles

_OF_MODEL, _OF_FILE = KeptFacts(), KeptFacts()


def facts_at(predictor: Predictor, path: str, read: Callable[[str], str | None] | None) -> tuple[Fact, ...]:
    """What the file at `path` shows, relative to the model's folder, with the files that `read` gives."""
    return _OF_MODEL.of(predictor, path, read)


def facts_of_model(predictor: Predictor, files: ModelFiles | None) -> tuple[Fact, ...]:
    """The same for a predictor of a model."""
    return facts_at(predictor, path_of(predictor, files), files.read if files is not None else None)


def facts_of_file(predictor: Predictor, files: ModelFiles | None) -> tuple[Fact, ...]:
    """What the file shows alone: the same, where the model has none of the files that its code names."""
    path, read = path_of(predictor, files), files.read if files is not None else None
    reading = _OF_MODEL.reading(predictor, path, read)
    if reading is None or all(text is None for text in reading.modules.texts.values()):
        return _OF_MODEL.of(predictor, path, read)
    return _OF_FILE.of(predictor, path)


def path_of(predictor: Predictor, files: ModelFiles | None) -> str:
    """The file that names the predictor, relative to the model's folder."""
    entries = files.predictors if files is not None else ()
    entry = next((e for e in entries if e.mode == predictor.mode and e.name in (None, predictor.name)), None)
    if files is None or entry is None or not entry.path.is_relative_to(files.root):
        return "run.py"
    return entry.path.relative_to(files.root).as_posix()
