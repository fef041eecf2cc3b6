"""Which cog.yaml, which predictor, which README.

A model is the set of files that belong together: cog.yaml, the predictors that it names and the README beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from cog_lsp.identity import Same
from cog_lsp.project.cogyaml import CogYaml, read_cog_yaml
from cog_lsp.project.disk import Changes, Disk, Question
from cog_lsp.project.files import SAFE_PUSH_FOLDERS, Entry, ModelFiles, is_safe_push
from cog_lsp.project.ignore import ignoring
from cog_lsp.project.marks import marks
from cog_lsp.project.remembered import Remembered
from cog_lsp.project.walk import COG_YAML, CONVENTIONAL, Place, places
from cog_lsp.settings.record import OWN_FILE, PYPROJECT, SettingsFile
from cog_lsp.text import Span

README_SUFFIXES = (".md", ".markdown")
MOST_FILES = 100
"""Python files of a folder that are looked at for a predictor of another name."""
INNER_FOLDERS = ("cog", "replicate")
"""Folders for Cog's files in a repository of other code, whose README is the model's."""


class Workspace(Disk):
    """The models in the folders that are open."""

    def __init__(self, roots: Iterable[Path] = (), readme: Callable[[Path], str | None] = lambda _: None) -> None:
        super().__init__(roots)
        self.readme = readme
        """The README's file name by the folder of the model, from its settings; None means README.md or README.markdown
        in any letter case."""
        self._models: Remembered[ModelFiles | None] = Remembered(self)
        """By the path of a file."""
        self._described: Remembered[ModelFiles | None] = Remembered(self)
        """By the path of a cog.yaml."""
        self._usual: Remembered[tuple[Path, ...]] = Remembered(self)
        self._likely: Remembered[tuple[Path, ...]] = Remembered(self)
        """By a folder: predictors with the usual names, and with any name."""
        self._tables = self._models, self._described, self._usual, self._likely

    def look_again(self, paths: Iterable[Path] | None = None, told: Iterable[Path] = ()) -> Changes:
        """See `Disk`. The models are looked for anew where they may be others now."""
        return self._forget_models(super().look_again(paths, told))

    def look_near(self, path: Path) -> Changes:
        """Look anew at what was asked for in the folders above a file, and in the folder of its model."""
        above = set(path.parents)
        model = self.model_of(path) or self.model_above(path)
        below = f"{path.parent if model is None else model.root}{os.sep}"
        return self.look_again([one for one in self._states if one.parent in above or str(one).startswith(below)])

    def _put(self, path: Path, text: str | None) -> Changes:
        before = self._text(path)
        changes = super()._put(path, text)
        if path.suffix == ".py" and marks(Same(before or "")) != marks(Same(self._text(path) or "")):
            changes |= {("marks", path)}
        return self._forget_models(changes)

    def _forget_models(self, changes: Changes) -> Changes:
        """Forget the models that were found by answers that may be others now."""
        for table in self._tables:
            table.forget(changes)
        return changes

    def forget(self) -> None:
        """Look for the models, and at the disk, anew."""
        super().forget()
        for table in self._tables:
            table.clear()

    def texts(self, files: ModelFiles) -> dict[Path, str]:
        """The texts of a model's files, as they are now; those that cannot be read are left out."""
        pairs = ((path, self.read(path)) for path in files.paths)
        return {path: text for path, text in pairs if text is not None}

    def model_of(self, path: Path) -> ModelFiles | None:
        """The model that a file belongs to; None for the many files that are no part of one."""
        return self._models.of(path, self._find)

    def _find(self, path: Path) -> ModelFiles | None:
        """The model that a file belongs to: by the next cog.yaml above it, else by what the file holds."""
        if path.suffix.lower() not in (".py", ".yaml", ".yml", *README_SUFFIXES):
            return None
        cog_yaml = self._nearest_cog_yaml(path)
        if cog_yaml is not None:
            model = self._from_cog_yaml(cog_yaml)
            if model is not None and path in model.paths:
                return model
            if model is not None and model.predictors:
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
            if self.is_file(candidate):
                return candidate
            if folder == top:
                return None
        return None

    def _from_cog_yaml(self, cog_yaml: Path) -> ModelFiles | None:
        """The model that a cog.yaml describes; None where there is no cog.yaml any more."""
        return self._described.of(cog_yaml, self._read_cog_yaml)

    def _read_cog_yaml(self, cog_yaml: Path) -> ModelFiles | None:
        """The model that a cog.yaml describes, read anew."""
        if not self.is_file(cog_yaml):
            return None
        root = cog_yaml.parent
        cog = read_cog_yaml(self.read(cog_yaml) or "", lambda name: self.read(root / name))
        if (at := self.not_utf8(cog_yaml)) is not None:
            cog = replace(cog, fault=(Span(at, at + 1), "it is not UTF-8"))
        entries = [
            Entry(root / reference.file, reference.name, "train" if reference.key == "train" else "run", reference)
            for reference in cog.references
            if self._named_inside(root, reference.file)
        ]
        if not any(self.is_there(entry.path) for entry in entries):
            # cog.yaml is a template, unfinished, or names a file that is gone: the usual names still count.
            entries = [Entry(p, None, "run") for p in self._conventional(root)]
        return self._model(root, cog_yaml, cog, tuple(entries))

    def _named_inside(self, root: Path, file: str) -> bool:
        """Cog refuses absolute paths and paths that leave the folder of cog.yaml."""
        return (
            not Path(file).is_absolute()
            and ".." not in Path(file).parts
            and "\0" not in file
            and self.free(root / file)
        )

    def _conventional(self, folder: Path, *, any_name: bool = False) -> Sequence[Path]:
        """The files of a folder with the usual names that import cog; else those with a predictor, whatever their
        name, where somebody asks for this very folder."""
        usual = self._usual.of(folder, self._with_usual_name)
        return usual if usual or not any_name else self._likely.of(folder, self._with_predictor)

    def _with_usual_name(self, folder: Path) -> tuple[Path, ...]:
        return tuple(folder / name for name in CONVENTIONAL if self._imports_cog(folder / name))

    def _with_predictor(self, folder: Path) -> tuple[Path, ...]:
        paths = sorted({path for path in self.files(folder) if path.suffix == ".py"})[:MOST_FILES]
        return tuple(path for path in paths if all(self._taken_for(path)))

    def _imports_cog(self, path: Path) -> bool:
        return self._taken_for(path)[0]

    def _taken_for(self, path: Path) -> tuple[bool, bool]:
        """What a Python file is taken for by its text; see `marks`."""
        self.note([("marks", path)])
        return marks(Same(self._text(path) or ""))

    def _by_content(self, path: Path) -> ModelFiles | None:
        """A predictor or README without a cog.yaml that names it."""
        if path.suffix.lower() in (".yaml", ".yml"):
            return None
        if path.suffix == ".py":
            if not self._imports_cog(path):
                return None
            return self._model(path.parent, None, None, (Entry(path, None, "run"),))
        for inner in INNER_FOLDERS if path.is_absolute() else ():
            model = self._from_cog_yaml(path.parent / inner / COG_YAML)
            if model is not None and model.readme == path:
                return model
        entries = (
            tuple(Entry(p, None, "run") for p in self._conventional(path.parent, any_name=True))
            if path.is_absolute()
            else ()
        )
        alone = self._model(path.parent, None, None, entries)
        return alone if entries and alone.readme == path else None

    def _model(self, root: Path, cog_yaml: Path | None, cog: CogYaml | None, entries: tuple[Entry, ...]) -> ModelFiles:
        """The record of a model's files, with the ways to read others of its folder."""
        questions: set[Question] = set()

        def read(name: str) -> str | None:
            path = _joined(root, name)
            questions.add(("text", path))
            return self.read(path)

        def exists(name: str) -> bool:
            path = _joined(root, name)
            questions.add(("there", path))
            return self.exists(path)

        return ModelFiles(
            root,
            cog_yaml,
            cog,
            entries,
            self._readme(root),
            read=read,
            exists=exists,
            picture=self.picture,
            safe_push=self._safe_push(root),
            asked=questions,
        )

    def _readme(self, root: Path) -> Path | None:
        """The README of a model: the one that the settings name, else the usual one, in its folder or the one above."""
        if not root.is_absolute():
            return None
        own = self.readme(root)
        names = [own.lower()] if own else ["readme" + suffix for suffix in README_SUFFIXES]
        folders = [root]
        if root.name in INNER_FOLDERS and not self.is_there(root.parent / COG_YAML):
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
        for place in self.places(folder, ignored, excluded):
            yield from self.models_in(place, ignored)

    def places(
        self,
        folder: Path,
        ignored: Callable[[Path], bool] = lambda _: False,
        excluded: Callable[[Path], bool] | None = None,
    ) -> Iterator[Place]:
        """The folders below one in which `models_in` may find a model."""
        is_described = folder != self.top(folder / COG_YAML) and self._nearest_cog_yaml(folder) is not None
        return places(folder, ignored, excluded or ignored, is_described=is_described)

    def models_in(self, place: Place, ignored: Callable[[Path], bool] = lambda _: False) -> Iterator[ModelFiles]:
        """The models of a folder."""
        if place.has_cog_yaml:
            model = self._from_cog_yaml(place.folder / COG_YAML)
            if model is not None:
                yield model
            return
        for path in self._conventional(place.folder, any_name=place.is_top):
            if not ignored(path) and (model := self.model_of(path)) is not None:
                yield model


def _joined(root: Path, name: str) -> Path:
    return Path(os.path.normpath(root / name))
