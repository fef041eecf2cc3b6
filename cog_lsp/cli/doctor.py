"""`cog-lsp doctor`: what a bug report needs to say. It reads, prints, and changes nothing."""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import shutil
import sys
from pathlib import Path

from cog_lsp import __version__
from cog_lsp.cli import FOUND, FOUND_NOTHING
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.cli.places import shown
from cog_lsp.text import visible

LIBRARIES = (
    "pygls",
    "lsprotocol",
    "tree-sitter",
    "tree-sitter-python",
    "libcst",
    "markdown-it-py",
    "ruamel.yaml",
    "starlette",
    "uvicorn",
)
EDITORS = ("code", "nvim", "hx", "emacs", "subl", "zed", "kate", "vim")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="the model or folder in question")


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 1 where no model was found, since then nothing is checked."""
    # Not platform.platform(): it starts `uname` to learn the processor.
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    print(f"cog-lsp {__version__}, Python {platform.python_version()}, {system}")
    print(f"started as {sys.argv[0]}")
    print("\nLibraries")
    for name in LIBRARIES:
        print(f"  {name} {_version(name)}")
    print("\nEditors on PATH")
    print("  " + (", ".join(name for name in EDITORS if shutil.which(name)) or "none"))
    on_path = shutil.which("cog-lsp")
    print(f"  cog-lsp {'is on PATH' if on_path else 'is not on PATH: editors find it only through a setting'}")
    print("\nModels")
    return _models(Models(arguments.paths))


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _models(models: Models) -> int:
    """Print which files make each model and where its settings come from; 1 where a path is no model."""
    try:
        for files in models:
            print(f"  {shown(files.root) or '.'}")
            print(f"    cog.yaml   {shown(files.cog_yaml) if files.cog_yaml else 'none'}")
            for entry in files.predictors:
                there = "" if models.workspace.read(entry.path) is not None else " (not there, or not readable)"
                print(f"    {entry.mode:<9}  {shown(entry.path)}:{visible(entry.name or '(any)')}{there}")
            print(f"    README     {shown(files.readme) if files.readme else 'none'}")
            for name, origin in models.loaded(files.root).origins.items():
                print(f"    setting    {name} from {visible(origin)}")
            for file in models.loaded(files.root).files:
                for problem in file.problems:
                    print(f"    problem    {shown(Path(file.file.path))}: {visible(problem.message)}")
    except UsageError as error:
        print(f"  {visible(str(error))}")
        return FOUND
    return FOUND_NOTHING
