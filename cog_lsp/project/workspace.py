"""Which cog.yaml, which predictor, which README.

A model is the set of files that belong together: cog.yaml, the predictors that it names and the README beside it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from cog_lsp.identity import Same
from cog_lsp.predictor.source import looks_like_cog
from cog_lsp.project.cogyaml import CogYaml, read_cog_yaml
from cog_lsp.project.disk import Disk, is_there
from cog_lsp.project.files import SAFE_PUSH_FOLDERS, Entry, ModelFiles, is_safe_push
from cog_lsp.project.ignore import ignoring
from cog_lsp.settings.record import OWN_FILE, PYPROJECT, SettingsFile
from cog_lsp.text import Span

COG_YAML = "cog.yaml"
README_SUFFIXES = (".md", ".markdown")
CONVENTIONAL = ("run.py", "predict.py", "train.py", "cog_predict.py")
"""Where a predictor stands when no cog.yaml says so; the first two are the names that Cog's own templates use."""
PREDICTOR = re.compile(r"^class[ \t]+\w+[ \t]*\([^)\n]*\b(?:BaseRunner|BasePredictor)\b", re.MULTILINE)
MOST_FILES = 100
"""Python files of a folder that are looked at for a predictor of another name."""
INNER_FOLDERS = ("cog", "replicate")
"""Folders for Cog's files in a repository of other code, whose README is the model's."""
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "env"})


class Workspace(Disk):
    """The models in the folders that are open."""

    def __init__(self, roots: Iterable[Path] = (), readme: Callable[[Path], str | None] = lambda _: None) -> None:
        super().__init__(roots)
        self.readme = readme
        """The README's file name by the folder of the model, from its settings; None means README.md or README.markdown
        in any letter case."""
        self._models: dict[Path, ModelFiles | None] = {}

    def change(self, path: Path, text: str) -> None:
        """Let the text of a buffer change, and look for the models anew where they may be others now."""
        before = self.buffers.get(path)
        self.buffers[path] = text
        if path.name == COG_YAML or (path.suffix == ".py" and _marks(Same(before or "")) != _marks(Same(text))):
            self.forget()

    def close(self, path: Path) -> None:
        """Go back to what is on the disk."""
        self.buffers.pop(path, None)
        self.forget()

    def forget(self) -> None:
        """Look for the models anew: files came, went or were renamed, or cog.yaml changed."""
        super().forget()
        self._models.clear()

    def texts(self, files: ModelFiles) -> dict[Path, str]:
        """The texts of a model's files, as they are now; those that cannot be read are left out."""
        pairs = ((path, self.read(path)) for path in files.paths)
        return {path: text for path, text in pairs if text is not None}

    def model_of(self, path: Path) -> ModelFiles | None:
        """The model that a file belongs to; None for the many files that are no part of one."""
        if path in self._models:
            return self._models[path]
        model = self._find(path)
        if model is not None or path.suffix != ".py":
            # A Python file that is no predictor yet may become one with the next keystroke.
            self._models[path] = model
        return model

    def _find(self, path: Path) -> ModelFiles | None:
        """The model that a file belongs to: by the next cog.yaml above it, else by what the file holds."""
        if path.suffix.lower() not in (".py", ".yaml", ".yml", *README_SUFFIXES):
            return None
        cog_yaml = self._nearest_cog_yaml(path)
        if cog_yaml is not None:
            model = self._from_cog_yaml(cog_yaml)
            if path in model.paths:
                return model
            if model.predictors:
                return None
        return self._by_content(path)

    def model_above(self, path: Path) -> ModelFiles | None:
        """The model of the nearest cog.yaml in the folder of a file or above it."""
        cog_yaml = self._nearest_cog_yaml(path)
        return self._from_cog_yaml(cog_yaml) if cog_yaml is not None else None

    def _nearest_cog_yaml(self, path: Path) -> Path | None:
        """The next cog.yaml above a file, inside the folder that is open."""
        if not path.is_absolute():  # an untitled buffer
            return None
        top = self.top(path)
        for folder in path.parents:
            candidate = folder / COG_YAML
            if candidate in self.buffers or os.path.isfile(candidate):
                return candidate
            if folder == top:
                return None
        return None

    def _from_cog_yaml(self, cog_yaml: Path) -> ModelFiles:
        """The model that a cog.yaml describes, kept until something changes."""
        if (files := self._models.get(cog_yaml)) is not None:
            return files
        root = cog_yaml.parent
        cog = read_cog_yaml(self.read(cog_yaml) or "", lambda name: self.read(root / name))
        if (at := self.not_utf8(cog_yaml)) is not None:
            cog = replace(cog, fault=(Span(at, at + 1), "it is not UTF-8"))
        entries = [
            Entry(root / reference.file, reference.name, "train" if reference.key == "train" else "run", reference)
            for reference in cog.references
            if self._named_inside(root, reference.file)
        ]
        if not any(entry.path in self.buffers or is_there(entry.path) for entry in entries):
            # cog.yaml is a template, unfinished, or names a file that is gone: the usual names still count.
            entries = [Entry(p, None, "run") for p in self._conventional(root)]
        model = self._model(root, cog_yaml, cog, tuple(entries))
        self._models[cog_yaml] = model
        return model

    def _named_inside(self, root: Path, file: str) -> bool:
        """Cog refuses absolute paths and paths that leave the folder of cog.yaml."""
        return (
            not Path(file).is_absolute()
            and ".." not in Path(file).parts
            and "\0" not in file
            and self.free(root / file)
        )

    def _conventional(self, folder: Path, *, any_name: bool = False) -> list[Path]:
        """The files of a folder with the usual names that import cog; else those with a predictor, whatever their
        name, where somebody asks for this very folder."""
        usual = [folder / name for name in CONVENTIONAL if self._imports_cog(folder / name)]
        if usual or not any_name:
            return usual
        others = sorted({path for path in self.files(folder) if path.suffix == ".py"})[:MOST_FILES]
        return [path for path in others if self._imports_cog(path) and PREDICTOR.search(self.read(path) or "")]

    def _imports_cog(self, path: Path) -> bool:
        text = self.read(path)
        return text is not None and looks_like_cog(text)

    def _by_content(self, path: Path) -> ModelFiles | None:
        """A predictor or README without a cog.yaml that names it."""
        if path.suffix.lower() in (".yaml", ".yml"):
            return None
        if path.suffix == ".py":
            text = self.read(path)
            if text is None or not looks_like_cog(text):
                return None
            return self._model(path.parent, None, None, (Entry(path, None, "run"),))
        for inner in INNER_FOLDERS if path.is_absolute() else ():
            if is_there(path.parent / inner / COG_YAML):
                model = self._from_cog_yaml(path.parent / inner / COG_YAML)
                if model.readme == path:
                    return model
        entries = (
            tuple(Entry(p, None, "run") for p in self._conventional(path.parent, any_name=True))
            if path.is_absolute()
            else ()
        )
        model = self._model(path.parent, None, None, entries)
        return model if entries and model.readme == path else None

    def _model(self, root: Path, cog_yaml: Path | None, cog: CogYaml | None, entries: tuple[Entry, ...]) -> ModelFiles:
        """The record of a model's files, with the ways to read others of its folder."""
        return ModelFiles(
            root,
            cog_yaml,
            cog,
            entries,
            self._readme(root),
            read=lambda name: self.read(_joined(root, name)),
            exists=lambda name: self.exists(_joined(root, name)),
            safe_push=self._safe_push(root),
        )

    def _readme(self, root: Path) -> Path | None:
        """The README of a model: the one that the settings name, else the usual one, in its folder or the one above."""
        if not root.is_absolute():
            return None
        own = self.readme(root)
        names = [own.lower()] if own else ["readme" + suffix for suffix in README_SUFFIXES]
        folders = [root]
        if root.name in INNER_FOLDERS and not is_there(root.parent / COG_YAML):
            folders.append(root.parent)
        for folder in folders:
            candidates = [path for path in self.files(folder) if path.name.lower() in names and self.free(path)]
            if candidates:
                return min(candidates, key=lambda path: (names.index(path.name.lower()), path))
        return None

    def _safe_push(self, root: Path) -> tuple[Path, ...]:
        if not root.is_absolute():
            return ()
        places = [root, *(root / folder for folder in SAFE_PUSH_FOLDERS)]
        paths = (path for place in places for path in self.files(place))
        return tuple(sorted({path for path in paths if is_safe_push(path.relative_to(root).as_posix())}))

    def left_out(self, folder: Path, excluded: Callable[[Path], bool] = lambda _: False) -> Callable[[Path], bool]:
        """Whether the .gitignore of a folder, or something else, leaves a path out."""
        ignored = ignoring(folder, tuple((self.read(folder / ".gitignore") or "").splitlines()))
        return lambda path: ignored(path) or excluded(path)

    def settings_files(self, folder: Path) -> Iterator[SettingsFile]:
        """The settings files that hold for a folder with their texts, the nearest first."""
        if not folder.is_absolute():
            return
        top = self.top(folder / COG_YAML)
        for place in (folder, *folder.parents):
            for name in (OWN_FILE, PYPROJECT):
                if (text := self.read(place / name)) is not None:
                    yield SettingsFile(place / name, text)
            if place == top:
                return

    def models_below(
        self,
        folder: Path,
        ignored: Callable[[Path], bool] = lambda _: False,
        excluded: Callable[[Path], bool] | None = None,
    ) -> Iterator[ModelFiles]:
        """Every model in a folder and its subfolders, in the order of their paths, each once.

        Hidden folders, virtual environments and what `ignored` names are left out; symbolic links are not followed. A
        cog.yaml that is there counts unless `excluded` names it: some are made from a template, and not committed.
        """
        excluded = excluded or ignored
        for place, folders, names in os.walk(folder):
            here = Path(place)
            folders[:] = sorted(name for name in folders if not _skipped(here / name) and not ignored(here / name))
            if COG_YAML in names and not excluded(here / COG_YAML):
                yield self._from_cog_yaml(here / COG_YAML)
            elif self._nearest_cog_yaml(here / COG_YAML) is None:
                for path in self._conventional(here, any_name=here == folder):
                    if not ignored(path) and (model := self.model_of(path)) is not None:
                        yield model


@lru_cache(maxsize=16)
def _marks(source: Same[str]) -> tuple[bool, bool]:
    """By what a Python file is taken for a predictor where nothing names it."""
    text = source.record
    is_cog = looks_like_cog(text)
    # Looking for the words first spares a keystroke in a long file without such a class the search of all lines.
    has_words = is_cog and ("BaseRunner" in text or "BasePredictor" in text)
    return is_cog, has_words and PREDICTOR.search(text) is not None


def _joined(root: Path, name: str) -> Path:
    return Path(os.path.normpath(root / name))


def _skipped(folder: Path) -> bool:
    return folder.name.startswith(".") or folder.name in SKIPPED_FOLDERS or (folder / "pyvenv.cfg").exists()
