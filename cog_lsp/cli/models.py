"""From the paths on a command line to models: shared by the commands that take paths."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from cog_lsp.check.checker import Checker
from cog_lsp.cli.located import located
from cog_lsp.cli.near import file_near
from cog_lsp.cli.places import shown
from cog_lsp.project.files import ModelFiles
from cog_lsp.project.ignore import excluding
from cog_lsp.project.published import remembered_version
from cog_lsp.project.workspace import Workspace
from cog_lsp.rules import OPTIONS
from cog_lsp.settings.read import combine
from cog_lsp.settings.record import Loaded, Settings, SettingsFile

MOST_NAMES = 12
"""Folders that are listed at most."""


class UsageError(Exception):
    """Something on the command line cannot be used; the message says what to do."""


class Models:
    """The models below some paths, with their settings."""

    def __init__(
        self, paths: Sequence[str], *, may_be_empty: bool = False, config: str | None = None, isolated: bool = False
    ) -> None:
        self.places = [located(path) for path in paths or ["."]]
        self.paths = [place.path for place in self.places]
        self.may_be_empty = may_be_empty
        self.config = config
        """The settings file that counts instead of those that are found."""
        self.isolated = isolated
        """Whether no settings file counts."""
        self.without: dict[Path, None] = {}
        """The paths that were looked through and hold no model, where that is allowed."""
        self._loaded: dict[Path, Loaded] = {}
        self.workspace = Workspace(readme=lambda folder: self.loaded(folder).settings.readme)

    def __iter__(self) -> Iterator[ModelFiles]:
        """Each model once, in the order of the paths. Raises UsageError for a path that is not there or no model."""
        seen: set[tuple[Path, ...]] = set()
        for path in self.paths:
            has_model = False
            for model in self._below(path):
                has_model = True
                if model.paths not in seen:
                    seen.add(model.paths)
                    yield model
            if not has_model and self.may_be_empty:
                self.without[path] = None
            elif not has_model:
                raise UsageError(self._without_model(path))

    def names(self, files: ModelFiles, path: Path) -> bool:
        """Whether a file (or the folder) of a model was named, itself or by a folder that leads to the model."""
        folders = [each for each in self.paths if each.is_dir()]
        below = any(files.root.is_relative_to(folder) or folder.is_relative_to(files.root) for folder in folders)
        return below or path in self.paths

    def one(self) -> ModelFiles:
        """The only model. Raises UsageError where there are several: whoever asks for one must say which."""
        first, *others = self
        if all(model.root == first.root for model in others) or first.root == self.paths[0]:
            return first
        here = Path.cwd()
        roots = [model.root for model in (first, *others)]
        names = [root.relative_to(here).as_posix() if root.is_relative_to(here) else str(root) for root in roots]
        listed = ", ".join(names[:MOST_NAMES]) + (" and more" if len(names) > MOST_NAMES else "")
        raise UsageError(f"There are {len(names)} models here: {listed}. Name the folder of one.")

    def _below(self, path: Path) -> Iterator[ModelFiles]:
        if path.is_dir():
            excluded = excluding(self.loaded(path).settings, (path,))
            yield from self.workspace.models_below(path, self.workspace.left_out(path, excluded), excluded)
        elif path in self.workspace.buffers or path.exists():
            model = self.workspace.model_of(path)
            if model is not None:
                yield model
        else:
            raise UsageError(f"{shown(path)} does not exist.{file_near(path)}")

    def left_out(self) -> Iterator[Path]:
        """The folders of models, and the files that were named, of which the settings leave nothing to look at."""
        if not any(loaded.settings.exclude for loaded in self._loaded.values()):
            return
        for files in self:
            excluded = excluding(self.loaded(files.root).settings, (files.root,))
            paths = [path for path in self.paths if path in files.paths]
            judged = paths or [path for path in files.paths if path != files.cog_yaml]
            if judged and all(map(excluded, judged)):
                yield from paths or [files.root]

    def _without_model(self, path: Path) -> str:
        """Why nothing is looked at below a path, and what to do."""
        loaded = self.loaded(path if path.is_dir() else path.parent)
        everything = self.workspace.models_below(path, self.workspace.left_out(path)) if path.is_dir() else ()
        if loaded.settings.exclude and next(iter(everything), None) is not None:
            return (
                f"The setting `exclude` (or `ignore`) in {loaded.origins['exclude']} leaves out every model in {path}. "
                "Take the pattern out of it, or name another path."
            )
        return f"No model in {path}. Name a folder with a cog.yaml, a predictor such as run.py, or its README.md."

    def checker(self, off: Collection[str] = ()) -> Checker:
        """Checks these models, each under its own settings, without the rules that are off here."""

        def settings(files: ModelFiles) -> Settings:
            own = self.loaded(files.root).settings
            return replace(own, severity={**own.severity, **dict.fromkeys(off, "off")}) if off else own

        return Checker(self.workspace, settings, published_version=remembered_version)

    def loaded(self, folder: Path) -> Loaded:
        """The settings of a folder."""
        if folder not in self._loaded:
            self._loaded[folder] = combine(self._settings_files(folder), OPTIONS, read=self.workspace.read)
        return self._loaded[folder]

    def _settings_files(self, folder: Path) -> Iterable[SettingsFile]:
        if self.config is None:
            return () if self.isolated else self.workspace.settings_files(folder)
        path = Path(self.config).absolute()
        text = self.workspace.read(path)
        if text is None:
            raise UsageError(f"The settings file {self.config} cannot be read.{file_near(path)}")
        return [SettingsFile(path, text)]
