"""`cog-lsp facts`: what the files show about a model, and what its code does with each input."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cog_lsp.cli import FOUND_NOTHING, complain
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.recognize import facts_of
from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.source import read_source
from cog_lsp.project.files import ModelFiles

ONLY_ALL = ("passed", "opened", "written")
"""Kinds that are printed with `--all` only: they are facts for programs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="a folder with models or a file of one")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="how to print it")
    parser.add_argument("--all", action="store_true", help="also where each input goes: passed, opened, written")


def run(arguments: argparse.Namespace) -> int:
    """Print the facts: 0, or 2 for wrong use."""
    try:
        named = Path(arguments.path).absolute()
        found = [_values(model, named, all=arguments.all) for model in Models([arguments.path])]
    except UsageError as error:
        return complain(str(error))
    if arguments.format == "json":
        print(json.dumps({"models": found}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(line for model in found for line in _lines(model)))
    return FOUND_NOTHING


def _values(files: ModelFiles, named: Path, *, all: bool) -> dict[str, Any]:
    """What is known about a model, as JSON has it; of one predictor where its file was `named`."""
    facts = [fact for predictor, path in _predictors(files, named) for fact in facts_of(predictor, path, files.read)]
    return {
        "path": files.root.as_posix(),
        "facts": [_fact(fact) for fact in facts if all or fact.kind not in ONLY_ALL],
    }


def _predictors(files: ModelFiles, named: Path) -> Iterator[tuple[Predictor, str]]:
    """The predictors of a model with the paths of their files, relative to its folder."""
    own = [entry for entry in files.predictors if entry.path == named]
    for entry in own or files.predictors:
        path = entry.path.relative_to(files.root).as_posix()
        text = files.read(path)
        if text is not None:
            for predictor in read_source(text).predictors(entry.name, entry.mode, files.read, path):
                yield predictor, path


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "inputs": list(fact.inputs),
        "file": fact.at.file,
        "line": fact.at.line,
        "end_line": fact.at.end_line,
        "condition": fact.condition,
        "sentence": fact.sentence,
        "told": fact.told,
    }


def _lines(model: dict[str, Any]) -> Iterator[str]:
    yield model["path"]
    name = None
    for fact in model["facts"]:
        if fact["inputs"][0] != name:
            name = fact["inputs"][0]
            yield f"  {name}"
        yield f"    {fact['sentence']}  ({fact['kind']}, {fact['file']}:{fact['line']})"
