"""What a model's cog.yaml says, with positions. Text in, record out; a file that is no YAML gives an empty record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal

from msgspec import Struct

from cog_lsp.regex import regex
from cog_lsp.text import NOWHERE, Span
from cog_lsp.yaml import compose, fault, inner, is_scalar, items, members, span

ReferenceKey = Literal["run", "predict", "train"]
KEYS: tuple[ReferenceKey, ...] = ("run", "predict", "train")
REFERENCE = regex(r"[\w./\\-]+\.py(?::\w+)?")
REGISTRY = "r8.im/"


class Reference(Struct, frozen=True):
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


class Stray(Struct, frozen=True):
    """Something that looks like a reference and stands where Cog does not look for one."""

    key: str
    """As it is written: `Run`, `build.run`."""
    value: str
    span: Span
    kind: Literal["nested", "key", "list"]
    """Below another key, under a key that Cog does not know, or in a list."""


class CogYaml(Struct, frozen=True):
    """What a model's cog.yaml says, as far as cog-lsp needs it."""

    text: str
    references: tuple[Reference, ...] = ()
    image: str | None = None
    """`owner/name` from `image: r8.im/owner/name` or `model:`."""
    gpu: bool = False
    python_version: str | None = None
    sdk_version: str | None = None
    cuda: str | None = None
    sdk_span: Span = NOWHERE
    """Where `build.sdk_version` says so."""
    strays: tuple[Stray, ...] = ()
    fault: tuple[Span, str] | None = None
    """Where the text stops being YAML, and why."""
    requirements: tuple[str, ...] = ()
    """Python requirements, from `python_packages` and the file that `python_requirements` names."""


def read_cog_yaml(text: str, read: Callable[[str], str | None] = lambda _: None) -> CogYaml:
    """Read cog.yaml. `read` gives the text of a file by its path relative to cog.yaml's folder."""
    node = compose(text)
    top = _values(node)
    build = _values(top.get("build"))
    image = _scalar(top.get("model")) or _scalar(top.get("image"))
    return CogYaml(
        text=text,
        references=tuple(
            Reference(key, value, inner(text, top[key])) for key in KEYS if key in top and (value := _scalar(top[key]))
        ),
        image=_model_name(image),
        gpu=_scalar(build.get("gpu")) == "true",
        python_version=_scalar(build.get("python_version")),
        sdk_version=_scalar(build.get("sdk_version")),
        sdk_span=inner(text, build["sdk_version"]) if _scalar(build.get("sdk_version")) else NOWHERE,
        strays=tuple(_strays(text, node)),
        fault=fault(text) if node is None and text.strip() else None,
        cuda=_scalar(build.get("cuda")),
        requirements=tuple(_requirements(build, read)),
    )


def _strays(text: str, top: Any) -> Iterator[Stray]:
    """What looks like a reference, where Cog finds none: `build.run`, `Run`, a list."""
    for name, (key, value) in members(top).items():
        if is_scalar(value) and name not in KEYS and REFERENCE.fullmatch(str(value.value)):
            yield Stray(name, str(value.value), inner(text, key), "key")
        elif name in KEYS:
            for item in items(value)[:1]:
                if is_scalar(item) and REFERENCE.fullmatch(str(item.value)):
                    yield Stray(name, str(item.value), span(value), "list")
        for inside, (below, nested) in members(value).items():
            if is_scalar(nested) and inside in KEYS and REFERENCE.fullmatch(str(nested.value)):
                yield Stray(f"{name}.{inside}", str(nested.value), inner(text, below), "nested")


def _values(node: Any) -> dict[str, Any]:
    return {name: value for name, (_, value) in members(node).items()}


def _scalar(node: Any) -> str | None:
    return str(node.value) if is_scalar(node) and node.value else None


def _model_name(image: str | None) -> str | None:
    if image is None:
        return None
    name = image.removeprefix(REGISTRY).partition("@")[0].partition(":")[0]
    return name if re.fullmatch(r"[\w.-]+/[\w.-]+", name) else None


def _requirements(build: dict[str, Any], read: Callable[[str], str | None]) -> Iterator[str]:
    yield from (text for item in items(build.get("python_packages")) if (text := _scalar(item)))
    name = _scalar(build.get("python_requirements"))
    for line in ((read(name) or "") if name else "").splitlines():
        requirement = line.partition("#")[0].strip()
        if requirement and not requirement.startswith("-"):
            yield requirement
