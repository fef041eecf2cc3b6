"""The files that make one model."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from cog_lsp.predictor.model import Mode
from cog_lsp.project.cogyaml import CogYaml, Reference
from cog_lsp.project.disk import Question
from cog_lsp.regex import regex

_PATH = regex(r"cog-safe-push\.ya?ml|(?:cog-)?safe-push-configs/[^/]+\.ya?ml")
SAFE_PUSH_FOLDERS = ("cog-safe-push-configs", "safe-push-configs")


def is_safe_push(path: str) -> bool:
    """Whether a path, relative to the folder of cog.yaml and with forward slashes, is a file of cog-safe-push."""
    return _PATH.fullmatch(path) is not None


class Entry(Struct, frozen=True):
    """A predictor file, the class or function in it (None: whatever looks like a predictor), and its mode."""

    path: Path
    name: str | None
    mode: Mode
    reference: Reference | None = None
    """Where cog.yaml names it."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """One model: the files that belong together."""

    root: Path
    """The folder of cog.yaml, or of the predictor where there is none."""
    cog_yaml: Path | None
    cog: CogYaml | None
    predictors: tuple[Entry, ...]
    readme: Path | None
    read: Callable[[str], str | None] = field(compare=False)
    """The text of a file of the project by its path relative to `root`, with forward slashes; None where it is not
    there, cannot be read, or lies outside the workspace."""
    exists: Callable[[str], bool] = field(compare=False)
    """Whether a file or folder is there, by its path relative to `root`; True for paths outside the workspace."""
    picture: Callable[[Path], Callable[[], bytes | None] | None] = field(default=lambda _: None, compare=False)
    """What reads a picture beside the README; None where it is not there, too large, or outside the workspace."""
    safe_push: tuple[Path, ...] = ()
    """Test cases of cog-safe-push."""
    asked: Set[Question] = field(default=frozenset(), compare=False)
    """What `read` and `exists` were asked so far."""

    @property
    def key(self) -> Path:
        """The file, or the folder, that stands for the model."""
        return self.cog_yaml or (self.predictors[0].path if self.predictors else self.root)

    paths: tuple[Path, ...] = field(init=False, compare=False)
    """All files of the model, each once: cog.yaml, predictors, README, test cases."""

    def __post_init__(self) -> None:
        paths = [self.cog_yaml, *(entry.path for entry in self.predictors), self.readme, *self.safe_push]
        # Worked out once: it is asked for at every keystroke.
        object.__setattr__(self, "paths", tuple(dict.fromkeys(path for path in paths if path is not None)))
