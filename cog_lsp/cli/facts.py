"""`cog-lsp facts`: what the files show about a model, and what its code does with each input."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from cog_lsp.cli import FOUND_NOTHING, complain
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.evidence.hardware import read_hardware
from cog_lsp.evidence.identity import read_identity
from cog_lsp.evidence.kind import read_kind
from cog_lsp.evidence.license import find_license
from cog_lsp.evidence.texts import ModelTexts
from cog_lsp.evidence.uses.destinations import all_facts_of
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.recognize import facts_of
from cog_lsp.evidence.weights import read_weights
from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.source import read_source
from cog_lsp.project.files import ModelFiles
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.text import visible

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
        target = Path(arguments.path).absolute()
        records = [_values(model, target, all=arguments.all) for model in Models([arguments.path])]
    except UsageError as error:
        return complain(str(error))
    if arguments.format == "json":
        print(json.dumps({"models": records}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(visible(line) for model in records for line in _lines(model)))
    return FOUND_NOTHING


def _values(files: ModelFiles, target: Path, *, all: bool) -> dict[str, Any]:
    """What is known about a model, as JSON has it; of one predictor where its file was `named`."""
    read_facts = all_facts_of if all else facts_of
    facts = [fact for predictor, path in _predictors(files, target) for fact in read_facts(predictor, path, files.read)]
    return {
        "path": files.root.as_posix(),
        **_shown(files, target),
        "facts": [_fact(fact) for fact in facts if all or fact.kind not in ONLY_ALL],
    }


def _shown(files: ModelFiles, target: Path) -> dict[str, Any]:
    """What the files show about the model as a whole."""
    readme = Path(os.path.relpath(files.readme, files.root)).as_posix() if files.readme is not None else "README.md"
    text = files.read(readme) if files.readme is not None else None
    card = parse_card(text) if text is not None else None
    cog, cog_text = files.cog, files.cog.text if files.cog is not None else ""
    identity = read_identity(cog.image if cog else None, cog_text, card, readme, files.read(".git/config"))
    name = (identity.repository or identity.model or "").rpartition("/")[2] or files.root.name
    hardware = read_hardware(cog.gpu if cog else None, cog.cuda if cog else None, cog_text, card, readme)
    license = find_license(files.read, card, readme)
    record: dict[str, Any] = {
        "identity": _record(identity),
        "license": None if license is None else {"id": license.id, "because": [_record(license.because)]},
        "hardware": _record(hardware),
    }
    predictors = sorted(_predictors(files, target), key=lambda pair: pair[0].mode != "run")
    if predictors:
        texts = ModelTexts(predictors[0][0], predictors[0][1], card, readme, name)
        record["kind"] = _record(read_kind(texts))
        record["weights"] = [{**_record(weights), "url": weights.url} for weights in read_weights(texts)]
    return record


def _record(record: Any) -> Any:
    """A record as JSON has it."""
    if isinstance(record, tuple) and hasattr(record, "_asdict"):
        return {key: _record(value) for key, value in record._asdict().items()}
    if isinstance(record, Struct):
        return {key: _record(value) for key, value in asdict(record).items()}
    return [_record(item) for item in record] if isinstance(record, tuple) else record


def _predictors(files: ModelFiles, target: Path) -> Iterator[tuple[Predictor, str]]:
    """The predictors of a model with the paths of their files, relative to its folder."""
    own = [entry for entry in files.predictors if entry.path == target]
    for entry in own or files.predictors:
        path = entry.path.relative_to(files.root).as_posix()
        text = files.read(path)
        if text is not None:
            for predictor in read_source(text).predictors(entry.name, entry.mode, files.read, path):
                yield predictor, path


def _fact(fact: Fact) -> dict[str, Any]:
    """A fact as values for JSON."""
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
    yield from _about(model)
    name = None
    for fact in model["facts"]:
        if fact["inputs"][0] != name:
            name = fact["inputs"][0]
            yield f"  {name}"
        yield f"    {fact['sentence']}  ({fact['kind']}, {fact['file']}:{fact['line']})"


def _about(model: dict[str, Any]) -> Iterator[str]:
    """What is known of the model as a whole, a line for each, with the first place that shows it."""
    kind = model.get("kind")
    if kind is not None and kind["makes"]:
        task = f", {kind['task']}" if kind["task"] else ""
        yield _with_place(
            f"{' + '.join(kind['takes']) or 'nothing'} → {' + '.join(kind['makes'])}{task}", kind["because"]
        )
    for weights in model.get("weights", ()):
        yield f"  weights {weights['id']}  ({weights['file']}:{weights['line']})"
    if model["identity"]["model"] or model["identity"]["repository"]:
        names = [name for name in (model["identity"]["model"], model["identity"]["repository"]) if name]
        yield _with_place(f"model {', '.join(dict.fromkeys(names))}", model["identity"]["because"])
    if model["license"] is not None:
        yield _with_place(f"license {model['license']['id']}", model["license"]["because"])
    if model["hardware"]["gpu"] is not None:
        gpu = model["hardware"]["name"] or ("a GPU" if model["hardware"]["gpu"] else "no GPU")
        yield _with_place(f"runs on {gpu}", model["hardware"]["because"])


def _with_place(line: str, because: list[dict[str, Any]]) -> str:
    return f"  {line}" + (f"  ({because[0]['file']}:{because[0]['line']})" if because else "")
