"""Reads the case files of this folder, and writes what cog-lsp makes of a case in the same words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cog_lsp.predictor.cog import schema
from cog_lsp.predictor.model import Predictor, Refusal
from cog_lsp.predictor.source import read_source

STRING = {"title": "Output", "type": "string"}


@dataclass(frozen=True)
class Case:
    """A predictor and what the generator makes of it."""

    line: int
    source: str
    name: str
    mode: Literal["run", "train"]
    expected: tuple[str, ...]
    files: dict[str, str]
    """Other files of the model."""
    decodes: bool = False
    """Whether it is read by a Cog that decodes string literals."""
    path: str = "run.py"
    """Where the predictor stands."""


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file."""
    preludes: dict[str, str] = {}
    line = 1
    for block in path.read_text(encoding="utf-8").split("\n#### ")[1:]:
        line += 1
        title, _, rest = block.removesuffix("\n").partition("\n")
        kind, name, *more = title.split()
        if kind == "prelude":
            preludes[name] = rest
        else:
            written, _, expected = rest.rpartition("----\n")
            parts = written.removesuffix("\n").split("\n@@ ")
            files = dict(part.partition("\n")[::2] for part in parts[1:])
            source = parts[0] + "\n" if kind == "file" else _fill(preludes[name], parts[0])
            mode: Literal["run", "train"] = "train" if "train" in more else "run"
            reference = name if kind == "file" else "Predictor"
            place = next((word for word in more if word.endswith(".py")), "run.py")
            yield Case(line, source, reference, mode, tuple(expected.split("\n")), files, "decodes" in more, place)
        line += block.count("\n")


def _fill(prelude: str, written: str) -> str:
    """A prelude with a case's parameters, the lines that it adds and its return type."""
    lines = written.split("\n")
    before = [line.removeprefix("before> ") for line in lines if line.startswith("before> ")]
    returns = [line.removeprefix("returns> ") for line in lines if line.startswith("returns> ")]
    parameters = [line for line in lines if not line.startswith(("before> ", "returns> "))]
    filled = prelude.replace("{before}", "\n".join(before)).replace("{returns}", (returns or ["str"])[0])
    return filled.replace("{parameters}", "\n".join(parameters)) + "\n"


def outcome(case: Case) -> tuple[str, ...]:
    """What cog-lsp makes of a case."""
    read = case.files.get if case.files else None
    source = read_source(case.source, decodes=case.decodes)
    predictors = source.predictors(case.name, case.mode, read, case.path)
    if not predictors:
        return (f"refused ErrPredictorNotFound: {case.name}",)
    predictor = predictors[0]
    refusal = schema.generator_refusal(predictor)
    if refusal is not None:
        return (f"refused {refusal.kind}: {refusal.message}",)
    return tuple(_lines(predictor)) or ("no inputs, a string comes out",)


def _lines(predictor: Predictor) -> Iterator[str]:
    prefix = "Training" if predictor.mode == "train" else ""
    components = schema.components_of(predictor)
    inputs, output = components.pop(f"{prefix}Input"), components.pop(f"{prefix}Output", STRING)
    if "properties" in inputs:
        for name, field in inputs["properties"].items():
            yield f"input {name}: {_json(field)}"
        if "required" in inputs:
            yield f"required: {' '.join(inputs['required'])}"
    else:
        yield f"component Input: {_json(inputs)}"
    if output != STRING:
        yield f"output: {_json(output)}"
    for name, component in components.items():
        yield f"component {name}: {_json(component)}"
    invalid = schema.validator_refusal(predictor)
    if isinstance(invalid, Refusal):
        yield f"invalid: {_json(invalid.message)}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
