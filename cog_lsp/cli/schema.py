"""`cog-lsp schema`: what Cog will publish for a model, or why its build would refuse; and what a change breaks."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from cog_lsp.cli import FOUND, FOUND_NOTHING, complain
from cog_lsp.cli.git import git
from cog_lsp.cli.models import UsageError
from cog_lsp.predictor.cog.compare import breaking_changes
from cog_lsp.predictor.cog.schema import schemas
from cog_lsp.predictor.faults.find import fault_of
from cog_lsp.predictor.model import Mode, Predictor, Read, Refusal
from cog_lsp.predictor.source import read_source
from cog_lsp.project.cogyaml import Reference, read_cog_yaml
from cog_lsp.project.version import decodes, version_of
from cog_lsp.project.walk import COG_YAML
from cog_lsp.project.workspace import Workspace
from cog_lsp.rules import OPTIONS
from cog_lsp.rules.schema.refusals import TOLD_BY
from cog_lsp.settings.read import combine
from cog_lsp.text import LineIndex, Span, visible

Schemas = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("ref", nargs="?", metavar="REF", help="as in cog.yaml: run.py:Runner; without it, cog.yaml's")
    parser.add_argument("--mode", choices=["run", "train"], help="which reference of cog.yaml; what REF is (run)")
    parser.add_argument(
        "--diff",
        metavar="OLD",
        help="list the changes that break callers since OLD: a git revision, a predictor file, or a schema file",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print JSON: 0 with the schemas, 1 where Cog's build would fail or a change breaks callers, 2 for wrong use."""
    try:
        root, file, name, mode, beside = _target(arguments.ref, arguments.mode)
        read = _reader(root)
        is_decoded = _decodes(root, read)
        result = read_schemas(file, name, mode, read, beside, decodes=is_decoded)
        if arguments.diff is not None:
            return _diff(result, _old(arguments.diff, root, file, name, mode, decodes=is_decoded))
    except UsageError as error:
        return complain(str(error))
    failed = _failed(result)
    print(json.dumps(result if failed else {"schemas": result}, indent=2, sort_keys=True, ensure_ascii=False))
    return FOUND if failed else FOUND_NOTHING


Target = tuple[Path, str, str, Mode, "Reference | None"]
"""Folder, file, name and mode of a predictor; and the reference to the one that runs the model, where this one trains
it: Cog makes one schema of both."""


def _target(ref: str | None, mode: Mode | None) -> Target:
    """What is asked for."""
    if ref is not None:
        if Path(ref).is_dir():
            return _named(Path(ref).absolute(), mode)
        file, colon, name = ref.partition(":")
        if not colon or not file or not name:
            raise UsageError(f"{ref} is no reference. Write it as in cog.yaml: run.py:Runner.")
        return Path.cwd(), file, name, mode or "run", None
    return _named(Path.cwd(), mode)


def _named(folder: Path, mode: Mode | None) -> Target:
    """What the cog.yaml of a folder, or the next one above it, names."""
    cog_yaml = next((p / COG_YAML for p in (folder, *folder.parents) if (p / COG_YAML).is_file()), None)
    if cog_yaml is None:
        raise UsageError("There is no cog.yaml here. Name the predictor: cog-lsp schema run.py:Runner.")
    cog = read_cog_yaml(Workspace().read(cog_yaml) or "")
    if cog.fault is not None:
        line = cog.text.count("\n", 0, cog.fault[0].start) + 1
        raise UsageError(f"{cog_yaml.name} cannot be read from line {line}: {cog.fault[1]}.")
    references = cog.references
    candidates = [r for r in references if mode is None or (r.key == "train") == (mode == "train")]
    if not candidates:
        raise UsageError(f"{cog_yaml.name} has no {'train' if mode == 'train' else 'run or predict'} reference.")
    first = candidates[0]
    runner = next((r for r in references if r.key != "train"), None)
    if first.key == "train":
        return cog_yaml.parent, first.file, first.name, "train", runner
    return cog_yaml.parent, first.file, first.name, "run", None


def _decodes(root: Path, read: Read) -> bool:
    """Whether the Cog that builds the model reads string literals as Python does."""
    settings = combine(Workspace().settings_files(root.absolute()), OPTIONS).settings
    return decodes(version_of(settings, read_cog_yaml(read(COG_YAML) or "")))


def _reader(root: Path) -> Read:
    workspace = Workspace([root])
    return lambda name: workspace.read(root / name)


def read_schemas(
    file: str, name: str, mode: Mode, read: Read, beside: Reference | None = None, *, decodes: bool = False
) -> Schemas:
    """The schemas that Cog publishes, or a mapping of `error`, `rule` and `line` (from 1). `beside` refers to the one
    that runs the model."""
    text = read(file)
    if text is None:
        raise UsageError(f"{file} cannot be read. Check its name; it must lie in this folder and be a text file.")
    if not name:
        message = f"invalid predict reference '{file}' — expected format: file.py:ClassName or file.py:function_name"
        return {"error": message, "rule": "entry-point", "line": 1}
    fault = fault_of(text)
    if fault is not None:
        return {"error": fault.told(), "rule": "syntax-error", "line": fault.line}
    predictors = read_source(text, decodes=decodes).predictors(name, mode, read, file)
    if not predictors:
        refusal = Refusal("ErrPredictorNotFound", name, Span(0, 0), "entry")
        return _refused(refusal, text)
    runner = read(beside.file) if beside is not None else None
    runners: tuple[Predictor, ...] = ()
    if beside is not None and runner is not None:
        runners = read_source(runner, decodes=decodes).predictors(beside.name, "run", read, beside.file)
    result = schemas(predictors[0], next(iter(runners), None))
    return _refused(result, predictors[0].text) if isinstance(result, Refusal) else result


def _refused(refusal: Refusal, text: str) -> Schemas:
    line = LineIndex(text).line_of(refusal.span.start) + 1
    return {"error": refusal.message, "rule": TOLD_BY[refusal.about], "line": line}


def _old(old: str, root: Path, file: str, name: str, mode: Mode, *, decodes: bool) -> Schemas:
    """The schemas to compare with: of a schema file, of a Python file, or of a git revision."""
    path = Path(old)
    if path.suffix == ".json" and path.is_file():
        return _schema_file(path)
    if path.suffix == ".py" and path.is_file():
        return read_schemas(path.name, name, mode, _reader(path.absolute().parent), decodes=decodes)
    read = _revision(old, root)
    cog = read(COG_YAML)
    for reference in read_cog_yaml(cog).references if cog is not None else ():
        if (reference.key == "train") == (mode == "train"):
            file, name = reference.file, reference.name
    if read(file) is None:
        raise UsageError(f"{old} is neither a file nor a git revision that has {file}.")
    return read_schemas(file, name, mode, read, decodes=decodes)


def _schema_file(path: Path) -> Schemas:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        schemas = data.get("schemas") or data["components"]["schemas"]
        if all(map(_is_schema, schemas.values())):
            return dict(schemas)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass
    raise UsageError(f"{path} holds no schemas. Make it with `cog-lsp schema > {path}`.")


_FORMS: dict[str, type | tuple[type, ...]] = {
    "properties": dict,
    "items": dict,
    "allOf": list,
    "anyOf": list,
    "enum": list,
    "required": list,
    "minimum": (int, float),
    "maximum": (int, float),
}


def _is_schema(schema: Any) -> bool:
    """Whether what is compared of a schema has the form of a schema, in the schemas inside too."""
    if not isinstance(schema, dict) or any(
        key in schema and not isinstance(schema[key], _FORMS[key]) for key in _FORMS
    ):
        return False
    inner = [*schema.get("properties", {}).values(), *schema.get("allOf", ()), *schema.get("anyOf", ())]
    return all(map(_is_schema, [*inner, schema["items"]] if "items" in schema else inner))


def _failed(result: Schemas) -> bool:
    """Whether these are no schemas but what is wrong. An input may be called `error` too; its schema is no text."""
    return isinstance(result.get("error"), str)


def _revision(revision: str, root: Path) -> Read:
    """Reads files as of a git revision, by a command that runs no hooks or filters."""

    def read(name: str) -> str | None:
        if revision.startswith("-"):
            return None
        try:
            blob = git(root, "cat-file", "blob", f"{revision}:./{name}")
        except OSError:
            raise UsageError("git is not installed; name a file instead of a revision.") from None
        return None if blob is None else blob.decode("utf-8-sig", "replace")

    return read


def _diff(new: Schemas, old: Schemas) -> int:
    """Print what breaks callers between two versions, and give the exit code."""
    for side, which in ((old, "The old version"), (new, "This version")):
        if _failed(side):
            print(f"{which} does not build: {visible(side['error'])} (line {side['line']}, {side['rule']})")
            return FOUND
    changes = breaking_changes(old, new)
    for change in changes:
        print(visible(change.sentence))
    if not changes:
        print("Nothing here breaks callers.")
    return FOUND if changes else FOUND_NOTHING
