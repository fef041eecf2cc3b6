"""Every model of the workspace, for what is asked about all of it.

Where models may be is remembered until files come or go, and what was found in each until something that it was read
from changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cog_lsp.pace import step
from cog_lsp.project.ignore import excluding
from cog_lsp.project.remembered import Remembered
from cog_lsp.project.walk import Place
from cog_lsp.project.workspace import Workspace

if TYPE_CHECKING:
    from cog_lsp.project.disk import Changes
    from cog_lsp.project.files import ModelFiles
    from cog_lsp.settings.record import Settings


class _Walk(NamedTuple):
    places: tuple[Place, ...]
    is_left_out: Callable[[Path], bool]


class _Findings(NamedTuple):
    """The diagnostics of a model's files."""

    files: ModelFiles
    by_path: Mapping[Path, str]


class Everywhere:
    """The models below the folders that are open."""

    def __init__(self, workspace: Workspace, settings_of: Callable[[Path], Settings]) -> None:
        self._workspace = workspace
        self._settings_of = settings_of
        self._walks: Remembered[_Walk] = Remembered(workspace)
        """By the folder that is open."""
        self._findings: Remembered[_Findings] = Remembered(workspace)
        """By the file that stands for the model."""

    def changed(self, changes: Changes) -> None:
        """Answers about files may be others now."""
        self._walks.forget(changes)
        self._findings.forget(changes)

    def walk_again(self) -> None:
        """Files may have come or gone where nobody looked before."""
        self._walks.clear()

    def forget(self) -> None:
        """Look at everything anew."""
        self._walks.clear()
        self._findings.clear()

    def models(self) -> Iterator[ModelFiles]:
        """The files of each model, without what `.gitignore` and the settings leave out."""
        for root in list(self._workspace.roots):
            walk = self._walks.of(root, self._walk)
            for place in walk.places:
                step()
                yield from self._workspace.models_in(place, walk.is_left_out)

    def _walk(self, root: Path) -> _Walk:
        excluded = excluding(self._settings_of(root), (root,))
        is_left_out = self._workspace.left_out(root, excluded)
        return _Walk(tuple(self._workspace.places(root, is_left_out, excluded)), is_left_out)

    def findings(self, files: ModelFiles, check: Callable[[ModelFiles], Mapping[Path, str]]) -> Mapping[Path, str]:
        """The diagnostics of each file of a model, as `check` gives them as JSON."""
        last = self._findings.get(files.key)
        if last is not None and last.files is not files:
            self._findings.drop(files.key)
        return self._findings.of(files.key, lambda _: _Findings(files, check(files))).by_path
