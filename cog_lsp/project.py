"""Which cog.yaml, which predictor, which README: the only reader of the user's files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cog_lsp.predictor.model import Span


@dataclass(frozen=True, slots=True)
class Reference:
    """`run: "run.py:Runner"` in cog.yaml."""

    key: Literal["run", "predict", "train"]
    file: str
    """Relative to the folder of cog.yaml, with forward slashes."""
    name: str
    span: Span
    """The value in cog.yaml, without quotes."""


@dataclass(frozen=True, slots=True)
class CogYaml:
    """What a model's cog.yaml says, as far as cog-lsp needs it."""

    text: str
    references: tuple[Reference, ...] = ()
    image: str | None = None
    """`owner/name` from `image: r8.im/owner/name` or `model:`."""
    gpu: bool = False
    python_version: str | None = None
    sdk_version: str | None = None
    cuda: str | None = None
    requirements: tuple[str, ...] = ()
    """Python requirements, from `python_packages` and the file that `python_requirements` names."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """One model: the files that belong together."""

    root: Path
    """The folder of cog.yaml, or of the predictor where there is none."""
    cog_yaml: Path | None
    cog: CogYaml | None
    predictors: tuple[tuple[Path, str | None, Literal["run", "train"]], ...]
    """File, name of the class or function (None: any that looks like a predictor), and mode."""
    readme: Path | None
    read: Callable[[str], str | None]
    """The text of a file of the project by its path relative to `root`; None where it is not there or lies outside."""
