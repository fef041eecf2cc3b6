"""What a model's cog.yaml says, with positions. Text in, record out; a file that is no YAML gives an empty record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from cog_lsp.predictor.model import Span

ReferenceKey = Literal["run", "predict", "train"]
KEYS: tuple[ReferenceKey, ...] = ("run", "predict", "train")
REGISTRY = "r8.im/"
DEEPEST = 100
"""Brackets within brackets. A cog.yaml has two."""


@dataclass(frozen=True, slots=True)
class Reference:
    """`run: "run.py:Runner"` in cog.yaml."""

    key: ReferenceKey
    value: str
    """As it is written, without quotes."""
    span: Span
    """The value in cog.yaml, without quotes."""

    @property
    def file(self) -> str:
        """The file, relative to the folder of cog.yaml. Cog splits at the first colon (replicate/cog: pkg/schema)."""
        return self.value.partition(":")[0].strip()

    @property
    def name(self) -> str:
        """The class or function."""
        return self.value.partition(":")[2].strip()


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


def read_cog_yaml(text: str, read: Callable[[str], str | None] = lambda _: None) -> CogYaml:
    """Read cog.yaml. `read` gives the text of a file by its path relative to cog.yaml's folder."""
    top = dict(_entries(compose(text)))
    build = dict(_entries(top.get("build")))
    image = _scalar(top.get("model")) or _scalar(top.get("image"))
    return CogYaml(
        text=text,
        references=tuple(
            Reference(key, value, _inner(text, top[key])) for key in KEYS if key in top and (value := _scalar(top[key]))
        ),
        image=_model_name(image),
        gpu=_scalar(build.get("gpu")) == "true",
        python_version=_scalar(build.get("python_version")),
        sdk_version=_scalar(build.get("sdk_version")),
        cuda=_scalar(build.get("cuda")),
        requirements=tuple(_requirements(build, read)),
    )


def compose(text: str) -> Any:
    """The node graph: aliases stay shared nodes, so that nested anchors cannot grow in memory. None for no YAML."""
    if _too_deep(text):
        return None
    # Imported here: it takes 30 ms, and a server without an open model never needs it.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError, ValueError):
        return None


def _too_deep(text: str) -> bool:
    """Whether brackets are nested so deeply that ruamel.yaml would give up, after more than a second."""
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth += 1 if match[0] in "[{" else -1
        if depth > DEEPEST:
            return True
    return False


def _entries(node: Any) -> Iterator[tuple[str, Any]]:
    """Keys and value nodes of a mapping; the last of equal keys wins, as in Cog's reader."""
    if getattr(node, "id", None) == "mapping":
        for key, value in node.value:
            if getattr(key, "id", None) == "scalar":
                yield str(key.value), value


def _scalar(node: Any) -> str | None:
    return str(node.value) if getattr(node, "id", None) == "scalar" and node.value else None


def _inner(text: str, node: Any) -> Span:
    """The characters of a scalar without its quotes."""
    span = Span(node.start_mark.index, node.end_mark.index)
    if text[span.start : span.start + 1] in ('"', "'") and span.end - span.start >= 2:
        return Span(span.start + 1, span.end - 1)
    return span


def _model_name(image: str | None) -> str | None:
    if image is None:
        return None
    name = image.removeprefix(REGISTRY).partition("@")[0].partition(":")[0]
    return name if re.fullmatch(r"[\w.-]+/[\w.-]+", name) else None


def _requirements(build: dict[str, Any], read: Callable[[str], str | None]) -> Iterator[str]:
    packages = build.get("python_packages")
    if packages is not None and getattr(packages, "id", None) == "sequence":
        yield from (text for item in packages.value if (text := _scalar(item)))
    name = _scalar(build.get("python_requirements"))
    for line in ((read(name) or "") if name else "").splitlines():
        requirement = line.partition("#")[0].strip()
        if requirement and not requirement.startswith("-"):
            yield requirement
