"""cog.yaml names a file, class or function that is not there, or one that cannot start."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.project.context import Context
from cog_lsp.regex import regex
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code
from cog_lsp.rules.schema.refusals import is_told_by
from cog_lsp.text import NOWHERE, Span

if TYPE_CHECKING:
    from cog_lsp.predictor.model import Mode, Predictor
    from cog_lsp.project.cogyaml import CogYaml, Reference, Stray
    from cog_lsp.project.files import ModelFiles

SLUG = "entry-point"
FORM = {"run": "run.py:Runner", "predict": "predict.py:Predictor", "train": "train.py:train"}
CLASS = regex(r"(?m)^class[ \t]+(\w+)")
FUNCTION = regex(r"(?m)^(?:async[ \t]+)?def[ \t]+(\w+)")
RUNNER = regex(r"(?m)^class[ \t]+(\w+)[ \t]*\([^)\n]*(?:BaseRunner|BasePredictor)\b")
CLOSE = 0.6


def check(files: ModelFiles, context: Context) -> Iterator[Finding]:
    """Report at the value in cog.yaml."""
    cog = files.cog
    if cog is None:
        if files.predictors and files.exists("cog.yml"):
            yield Finding(SLUG, "Cog reads cog.yaml only: rename cog.yml", NOWHERE)
        return
    yield from _unread(cog, files, context)
    references = cog.references
    both = {reference.key for reference in references} >= {"run", "predict"}
    for reference in references:
        message = _message(reference, files, context)
        if message is None and both and reference.key == "predict":
            message = "Cog's build fails: set `run` or `predict`, not both"
        if message is not None:
            yield Finding(SLUG, message, reference.span)


def _unread(cog: CogYaml, files: ModelFiles, context: Context) -> Iterator[Finding]:
    """What keeps Cog from finding a reference at all, or from building whatever it finds."""
    if cog.fault is not None:
        span, reason = cog.fault
        line = cog.text.count("\n", 0, span.start) + 1
        yield Finding(SLUG, f"Cog cannot read cog.yaml from line {line}: {reason}", span)
        return
    keys = {reference.key for reference in cog.references}
    strays = [stray for stray in cog.strays if _key_of(stray) not in keys]
    for stray in strays:
        key = _key_of(stray)
        advice = f"write `{key}: {_whole(stray.value, files)}`"
        if stray.kind == "nested":
            message = f"Cog looks for `{key}` at the top level only: {advice} without indentation"
        elif stray.kind == "list":
            message = f"Cog takes a text here, no list: {advice}"
        else:
            message = f"Cog knows no key {code(stray.key)}: {advice}"
        yield Finding(SLUG, message, stray.span)
    if not cog.references and not strays and files.predictors:
        entry = files.predictors[0]
        value = _whole(entry.path.name, files)
        first = cog.text.partition("\n")[0].rstrip("\r")
        yield Finding(SLUG, f"Cog's build fails: cog.yaml names no model. Write `run: {value}`", Span(0, len(first)))
    if cog.sdk_version is not None and not context.settings.cog_version and _is_refused(cog.sdk_version):
        yield Finding(SLUG, f"Cog's build fails: it needs SDK 0.17.0 or newer, not {cog.sdk_version}", cog.sdk_span)


def _key_of(stray: Stray) -> str:
    """The key that is meant."""
    name = stray.key.rpartition(".")[2].lower()
    return "train" if name.startswith("train") else "predict" if name.startswith("predict") else "run"


def _is_refused(version: str) -> bool:
    """Whether today's Cog builds with no SDK as old as this one (replicate/cog: pkg/schema/openapi/generate.go)."""
    match = re.match(r"(\d+)\.(\d+)", version)
    return match is not None and (int(match[1]), int(match[2])) < (0, 17)


def _whole(value: str, files: ModelFiles) -> str:
    """A reference as Cog takes it: with forward slashes, and with the class where the file has one."""
    file, _, name = value.replace("\\", "/").partition(":")
    text = None if name else files.read(file)
    if text is not None:
        classes = RUNNER.findall(text) or CLASS.findall(text) or FUNCTION.findall(text)
        name = classes[-1] if classes else ""
    return f"{file}:{name or 'Runner'}"


def _message(reference: Reference, files: ModelFiles, context: Context) -> str | None:
    """What is wrong with the entry: its form, its path, then what stands in the file; None where nothing is."""
    if not re.fullmatch(r"[^:]+\.py:[^:]+", reference.value.strip()) or not reference.name:
        exists = files.read(reference.file.replace("\\", "/")) is not None
        example = _whole(reference.value, files) if exists and not reference.name else FORM[reference.key]
        return f"Write file and name{':' if exists else ', such as'} `{example}`"
    if "\\" in reference.file and files.exists(reference.file.replace("\\", "/")):
        return f"Write the path with forward slashes: {code(reference.value.replace(chr(92), '/'))}"
    path = PurePosixPath(reference.file)
    if path.is_absolute() or ".." in path.parts:
        return "Cog's build fails: the file must lie in the folder of cog.yaml"
    text = files.read(reference.file)
    if text is None:
        return (
            None
            if files.exists(reference.file)
            else f"There is no file {code(reference.file)}{_near_file(reference, files)}"
        )
    return _in_file(reference, text, files, context)


def _near_file(reference: Reference, files: ModelFiles) -> str:
    """The usual files that are there in its place."""
    folder = PurePosixPath(reference.file).parent
    usual = [str(folder / name) for name in ("run.py", "predict.py", "train.py", "main.py", "predictor.py")]
    near = next((name for name in usual if name != reference.file and files.exists(name)), None)
    return f"; did you mean {code(near)}?" if near else ""


def _in_file(reference: Reference, text: str, files: ModelFiles, context: Context) -> str | None:
    """What the file lacks that the entry names, or None."""
    predictor = _read(reference, text, files, context)
    refusal = next((r for r in predictor.refusals if is_told_by(r, SLUG)), None) if predictor is not None else None
    if predictor is None or (refusal is not None and refusal.kind == "ErrPredictorNotFound"):
        return _not_found(reference, text)
    if refusal is None:
        return None
    if refusal.kind == "startup":
        return f"The model will not start: {code(predictor.name)} defines both run() and predict()"
    method = "train()" if reference.key == "train" else "run()"
    if refusal.cause is not None and reference.key != "train":
        base = code(refusal.cause.name, 24)
        where = f"in {code(refusal.cause.module, 30)}" if refusal.cause.module else "here"
        return f"Cog's build fails: {code(predictor.name, 24)} has no {method}, and Cog finds no {base} {where}"
    return f"Cog's build fails: {code(predictor.name)} does not define {method}"


def _read(reference: Reference, text: str, files: ModelFiles, context: Context) -> Predictor | None:
    """The predictor that is named: the one of the context where it is that one, since that is read already."""
    mode: Mode = "train" if reference.key == "train" else "run"
    predictor = context.predictor
    if predictor is not None and predictor.mode == mode and predictor.name == reference.name and predictor.text == text:
        return predictor
    from cog_lsp.predictor.source import read_source

    return next(iter(read_source(text).predictors(reference.name, mode, files.read, reference.file)), None)


def _not_found(reference: Reference, text: str) -> str:
    names = [*CLASS.findall(text), *FUNCTION.findall(text)]
    if reference.name in names:
        return f"{code(reference.file)} defines {code(reference.name)}, but Cog cannot use it as a model"
    near = difflib.get_close_matches(reference.name, names, 1, CLOSE) or CLASS.findall(text)[-1:]
    hint = f"; did you mean {code(near[0])}?" if near else ""
    return f"{code(reference.file)} has no class or function {code(reference.name)}{hint}"


def _model(class_name: str = "Runner", methods: str = "run") -> str:
    defined = "".join(f"    def {name}(self, prompt: str) -> str:\n        return prompt\n" for name in methods.split())
    return f"from cog import BaseRunner\n\n\nclass {class_name}(BaseRunner):\n{defined or '    pass'}\n"


RULE = Rule(
    slug=SLUG,
    summary="cog.yaml names a file, class or function that is not there, or that cannot start.",
    severity="error",
    subject="project",
    why="""
        Cog finds the model by `run: "run.py:Runner"`: a class or function at the top level of the file, no alias, nothing
        inside `if` or `try`. Where it is not there, the build ends with the bare name as its message. A class with both
        `run()` and `predict()` builds, and does not start.
    """,
    what_to_do="Write the file and the name as they are. Keep one of `run()` and `predict()`, and one of the two keys.",
    valid=(
        Example('run: "run.py:Runner"\n', files={"run.py": _model()}),
        Example(
            "run: src/run.py:Runner\n",
            files={
                "src/run.py": "from .base import Base\n\n\nclass Runner(Base):\n    pass\n",
                "src/base.py": _model("Base"),
            },
            note="the method of a base class in another file",
        ),
        Example(
            "predict: predict.py:Predictor\r\nbuild:\r\n  gpu: true\r\n",
            files={"predict.py": _model("Predictor", "predict")},
        ),
        Example('train: "train.py:train"\n', files={"train.py": "def train(data: str) -> str:\n    return data\n"}),
        Example("run: src/run.py:run\n", files={"src/run.py": 'def run(prompt: str) -> str:\n    return "🎨"\n'}),
        Example("build:\n  run:\n    - echo run.py:Nothing\n", note="`build.run` holds commands"),
        Example('image: "r8.im/a/b"\n'),
    ),
    invalid=(
        Example('run: "run.py:Runer"\n', ("run.py:Runer",), files={"run.py": _model()}, note="run.py defines `Runner`"),
        Example(
            "predict: predict.py:Predictor\nbuild:\n  gpu: true\n",
            ("predict.py:Predictor",),
            files={"run.py": _model()},
            note="there is no predict.py",
        ),
        Example("run: run.py:Runner\r\n", ("run.py:Runner",), files={"run.py": _model(methods="run predict")}),
        Example(
            "run: run.py:Runner\n",
            ("run.py:Runner",),
            files={"run.py": _model(methods="setup")},
            note="`Runner` defines neither run() nor predict()",
        ),
        Example("# 🎨\nrun: run.py\n", ("run.py",), files={"run.py": _model()}),
        Example("run: ../run.py:Runner\n", ("../run.py:Runner",), files={"run.py": _model()}),
        Example("run: run.py:Runner\npredict: run.py:Runner\n", ("run.py:Runner",), files={"run.py": _model()}),
        Example("train: train.py:Trainer\n", ("train.py:Trainer",), files={"train.py": _model("Trainer")}),
    ),
    check=check,
)
