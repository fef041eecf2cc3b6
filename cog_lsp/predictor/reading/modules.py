"""Other files of the model: where a module lies, and what its models and classes give to the predictor's file.

Source: replicate/cog, pkg/schema/python/models.go and target.go (`resolveImportedParentClass`). A module is looked for
beside cog.yaml, a relative one beside the file that imports it; packages' `__init__.py` files are not read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from msgspec import Struct, field

from cog_lsp.predictor.cog.models import Model, collect_models
from cog_lsp.predictor.syntax.imports import Import, Imports, collect_imports
from cog_lsp.predictor.syntax.structure import Structure

EXTERNAL = frozenset(
    [
        "builtins",
        "typing",
        "typing_extensions",
        "collections",
        "abc",
        "enum",
        "dataclasses",
        "os",
        "sys",
        "io",
        "json",
        "re",
        "math",
        "pathlib",
        "functools",
        "itertools",
        "contextlib",
        "concurrent",
        "asyncio",
        "multiprocessing",
        "threading",
        "logging",
        "warnings",
        "unittest",
        "pytest",
        "numpy",
        "torch",
        "tensorflow",
        "jax",
        "scipy",
        "sklearn",
        "transformers",
        "diffusers",
        "accelerate",
        "safetensors",
        "PIL",
        "cv2",
        "skimage",
        "requests",
        "httpx",
        "aiohttp",
        "fastapi",
        "flask",
        "pydantic",
        "cog",
    ]
)
MOST_FILES = 60
"""Files that are read for one predictor at most."""

Load = Callable[[str], "Structure | None"]
"""The statements of another file by its path; None where there is no such file."""


def is_external(module: str) -> bool:
    """Whether a module is never looked for among the model's files."""
    dot = module.find(".")
    return (module[:dot] if dot > 0 else module).lstrip(".") in EXTERNAL


def module_path(module: str, importer: str) -> str:
    """The file of a module as `importer` names it, relative to the model's folder; empty where it has none."""
    name = module.lstrip(".")
    if not name:
        return ""
    folder = ""
    if module.startswith(".") and importer:
        folder = posixpath.dirname(importer)
        for _ in range(len(module) - len(name) - 1):
            folder = posixpath.dirname(folder)
    return posixpath.normpath(posixpath.join(folder, *name.split("."))) + ".py"


def nested(entry: Import) -> str:
    """The module that `from package import module` may mean."""
    if entry.module == ".":
        return f".{entry.original}"
    return f"{entry.module}.{entry.original}"


def imports_of(structure: Structure) -> Imports:
    """The imports of a file."""
    return collect_imports((structure.piece, node) for node in structure.imports)


class Summary(Struct):
    """What a file has to give: its models, and which of them are TypedDicts."""

    path: str
    imports: Imports | None = None
    models: dict[str, Model] = field(default_factory=dict)
    typed_dicts: set[str] = field(default_factory=set)


class ModelLoader:
    """Collects models through the imports of a file, as the generator does."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.loaded: dict[str, Summary] = {}

    def collect(self, structure: Structure, path: str) -> Summary:
        """The models that a file defines or imports from files of the model."""
        summary = Summary(path, imports_of(structure))
        self._collect(structure, summary)
        self._resolve(summary)
        self._collect(structure, summary)
        return summary

    def _collect(self, structure: Structure, summary: Summary) -> None:
        assert summary.imports is not None
        classes = [(definition.name, definition.node) for definition in structure.classes]
        models, dicts = summary.models, summary.typed_dicts
        summary.models.update(collect_models(structure.piece, classes, summary.imports, dict(models), dicts))

    def _resolve(self, summary: Summary) -> None:
        """Take in what the imports of a file bring along from other files of the model."""
        assert summary.imports is not None
        for local, entry in list(summary.imports.names.items()):
            other, is_nested = self._for_import(entry, summary.path)
            if other is None:
                _pass_on(local, entry, summary, summary)
                continue
            for name, model in list(other.models.items()):
                summary.models[f"{local}.{name}"] = model
            summary.typed_dicts.update(f"{local}.{name}" for name in list(other.typed_dicts))
            if is_nested or entry.original == entry.module or entry.module == ".":
                continue
            _pass_on(local, entry, other, summary)
            for name, model in list(other.models.items()):
                summary.models.setdefault(name, model)

    def _for_import(self, entry: Import, importer: str) -> tuple[Summary | None, bool]:
        summary = self._from_module(entry.module, importer)
        if summary is not None or not entry.original:
            return summary, False
        return self._from_module(nested(entry), importer), True

    def _from_module(self, module: str, importer: str) -> Summary | None:
        """What a module of the model defines, read once; None for one from elsewhere, and beyond the number of
        files."""
        path = "" if is_external(module) else module_path(module, importer)
        if not path or path in self.loaded:
            return self.loaded.get(path)
        if len(self.loaded) >= MOST_FILES:
            return None
        structure = self.load(path)
        if structure is None:
            return None
        self.loaded[path] = Summary(path)
        summary = self.collect(structure, path)
        self.loaded[path] = summary
        self._refresh()
        self._resolve(summary)
        return summary

    def _refresh(self) -> None:
        """Hands models on between files that import each other."""
        for summary in list(self.loaded.values()):
            for local, entry in list(summary.imports.names.items()) if summary.imports is not None else []:
                source = self.loaded.get(module_path(entry.module, summary.path))
                if source is not None:
                    _pass_on(local, entry, source, summary)


def _pass_on(local: str, entry: Import, source: Summary, to: Summary) -> None:
    """Makes a model known under the name that an import gives it."""
    if entry.original in source.models:
        to.models[local] = source.models[entry.original]
    if entry.original in source.typed_dicts:
        to.typed_dicts.add(local)
