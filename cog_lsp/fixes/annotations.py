"""Annotations in the file's own style: `Optional[int]`, `typing.Optional[int]` or `int | None`, with what to import."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cog_lsp.fixes.imports import Name, mask, names
from cog_lsp.identity import Same
from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.regex import regex

OPTIONAL = regex(r"(?s)\A(?:typing\.)?Optional\[(.*)\]")


def styled(
    source: str, imports: Iterable[Name], text: str, predictor: Predictor | None, python_version: str | None
) -> tuple[str, tuple[Name, ...]]:
    """An annotation that a rule asks for (`Optional[…]` stands for optional in any style), as this file writes it."""
    quote = source[:1] if source[:1] in ("'", '"') and source[-1:] == source[:1] else ""
    inner = source[1:-1] if quote else source
    names_needed = tuple(imports)
    match = OPTIONAL.fullmatch(inner)
    if match is not None and _balanced(match[1]):
        names_needed = tuple(n for n in names_needed if n != ("typing", "Optional"))
        inner, needed = _optional(match[1], text, predictor, python_version)
        names_needed += needed
    inner, names_needed = _qualified(inner, names_needed, text)
    return quote + inner + quote, names_needed


def _qualified(source: str, wanted: tuple[Name, ...], text: str) -> tuple[str, tuple[Name, ...]]:
    """Names that the file uses for something else are written with their module: `cog.Path` beside pathlib's."""
    bound = names(text) if wanted else {}
    imports: list[Name] = []
    for module, name in wanted:
        if bound.get(name, f"{module}.{name}") == f"{module}.{name}":
            imports.append((module, name))
        else:
            source = re.sub(rf"(?<![\w.]){name}\b", f"{module}.{name}", source)
            imports.append((module, ""))
    return source, tuple(imports)


def _balanced(inner: str) -> bool:
    """Whether the brackets of `Optional[…]` belong to it: not so in `Optional[A] | list[B]`."""
    depth = 0
    for character in inner:
        depth += (character in "[(") - (character in "])")
        if depth < 0:
            return False
    return depth == 0


def _optional(inner: str, text: str, predictor: Predictor | None, version: str | None) -> tuple[str, tuple[Name, ...]]:
    """The type that may be None as well, in the style of the file, with what it needs imported."""
    bound = names(text)
    if writes_unions(text, bound, predictor, version):
        return f"{inner} | None", ()
    union = re.fullmatch(r"(?s)((?:\w+\.)?Union)\[(.*)\]", inner)
    if union is not None and _balanced(union[2]):
        return f"{union[1]}[{union[2].rstrip(', ')}, None]", ()
    if bound.get("Optional") != "typing.Optional":
        module = next((local for local, full in bound.items() if full == "typing"), None)
        if module is not None and not any(full.startswith("typing.") for full in bound.values()):
            return f"{module}.Optional[{inner}]", ()
    return f"Optional[{inner}]", (("typing", "Optional"),)


def writes_unions(text: str, bound: dict[str, str], predictor: Predictor | None, version: str | None) -> bool:
    """Whether the file writes `T | None`: what its signature uses decides, then the rest of it, then its imports, then
    what its Python can read (3.10, or any with `from __future__ import annotations`)."""
    usual = _usual(text, Same(predictor.inputs if predictor is not None else ()))
    if usual is not None:
        return usual
    if bound.get("Optional") == "typing.Optional":
        return False
    return bound.get("annotations") == "__future__.annotations" or _at_least_3_10(version)


@lru_cache(maxsize=4)
def _usual(text: str, inputs: Same[tuple[Input, ...]]) -> bool | None:
    """Whether a file writes `T | None` more often than `Optional[T]`; None where neither is more."""
    sources = [input.annotation.source for input in inputs.record if input.annotation]
    for place in ("\n".join(sources), mask(text)):
        pipes = len(re.findall(r"\|\s*None\b|\bNone\s*\|", place))
        optionals = len(re.findall(r"\bOptional\s*\[", place))
        if pipes != optionals:
            return pipes > optionals
    return None


def _at_least_3_10(version: str | None) -> bool:
    match = re.match(r"(\d+)\.(\d+)", version or "")
    return match is not None and (int(match[1]), int(match[2])) >= (3, 10)
