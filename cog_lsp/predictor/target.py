"""Which class or function is the predictor, and which of its methods runs it.

Source: replicate/cog, pkg/schema/python/target.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tree_sitter import Node

from cog_lsp.predictor.imports import Imports, collect_imports
from cog_lsp.predictor.model import Refusal, Span
from cog_lsp.predictor.structure import Definition, Structure, definition_of, parents_of

BASES = ("BasePredictor", "BaseRunner", "Predictor")
NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Target:
    """A predictor: its class or function, and the method that runs it (None where it has none)."""

    definition: Definition
    is_class: bool
    method: Node | None
    outer: Node | None
    """The method with its decorators."""
    api: Literal["run", "predict"] = "run"
    refusals: tuple[Refusal, ...] = ()


def find_target(found: Structure, name: str, mode: str) -> Target | None:
    """The predictor that cog.yaml names: a class, a function, or the function that the generator falls back on."""
    for definition in found.classes:
        if definition.name == name:
            return _in_class(found, definition, mode)
    method = "train" if mode == "train" else "predict"
    for candidate in (name, method):
        for definition in found.functions:
            if definition.name == candidate:
                return Target(definition, False, definition.node, definition.outer)
    return None


def find_targets(found: Structure, mode: str) -> Iterator[Target]:
    """Everything that looks like a predictor."""
    imports = collect_imports((found.piece, node) for node in found.imports)
    wanted = ("train",) if mode == "train" else ("run", "predict")
    for definition in found.classes:
        target = _in_class(found, definition, mode)
        if target.method is None or target.method.parent is None:
            continue
        if (
            mode == "train"
            or _has_base(found, definition, imports)
            or _uses_input(found, target.outer or target.method)
        ):
            yield target
    for definition in found.functions:
        listing = definition.node.child_by_field_name("parameters")
        if listing is None:
            continue
        named = definition.name in wanted and mode == "train"
        if named or (definition.name in wanted or mode == "run") and "Input(" in found.piece.of(listing):
            if mode == "run" and definition.name == "train":
                continue
            yield Target(definition, False, definition.node, definition.outer)


def _has_base(found: Structure, definition: Definition, imports: Imports) -> bool:
    for parent in parents_of(found.piece, definition.node):
        last = parent.rpartition(".")[2]
        entry = imports.get(parent.partition(".")[0])
        if last in BASES and (entry is None or entry.module == "cog"):
            return True
        if entry is not None and entry.module == "cog" and entry.original in BASES:
            return True
    return False


def _uses_input(found: Structure, outer: Node) -> bool:
    body = outer.child_by_field_name("body")
    node = definition_of(outer, "function_definition")
    body = node.child_by_field_name("body") if node is not None else body
    head = found.piece.text[outer.start_byte : outer.end_byte if body is None else body.start_byte]
    return "Input" in head or "input(" in head


def _in_class(found: Structure, definition: Definition, mode: str) -> Target:
    """The method that runs a class, with what the generator or the container refuses about it."""
    if mode == "train":
        method = _own(found, definition).get("train")
        if method is None:
            refusal = Refusal("ErrMethodNotFound", f"{definition.name}.train not found", NOWHERE, "entry-point")
            return Target(definition, True, None, None, refusals=(refusal,))
        return Target(definition, True, definition_of(method, "function_definition"), method)
    methods = _methods(found, definition, set())
    refusals: tuple[Refusal, ...] = ()
    if len(methods) == 2:
        message = f"{definition.name} must define either run() or predict(), not both"
        name = definition.node.child_by_field_name("name") or definition.node
        span = Span(name.start_byte, name.end_byte).shifted(found.piece.base)
        refusals = (Refusal("startup", message, span, "entry-point"),)
    method = methods.get("run") or methods.get("predict")
    if method is None:
        message = f"{definition.name} must define run() or predict()"
        refusal = Refusal("ErrMethodNotFound", message, NOWHERE, "entry-point")
        return Target(definition, True, None, None, refusals=(refusal,))
    api: Literal["run", "predict"] = "run" if "run" in methods else "predict"
    return Target(definition, True, definition_of(method, "function_definition"), method, api, refusals)


def _own(found: Structure, definition: Definition) -> dict[str, Node]:
    """The first `train` and the last `run` and `predict` of a class, decorators included."""
    methods: dict[str, Node] = {}
    for member in definition.members:
        function = definition_of(member, "function_definition")
        name_node = None if function is None else function.child_by_field_name("name")
        name = "" if name_node is None else found.piece.of(name_node)
        if name in ("run", "predict") or (name == "train" and name not in methods):
            methods[name] = member
    return methods


def _methods(found: Structure, definition: Definition, seen: set[str]) -> dict[str, Node]:
    """`run` and `predict` of a class or of its parents in the same file."""
    if definition.name in seen:
        return {}
    seen.add(definition.name)
    methods = {name: node for name, node in _own(found, definition).items() if name != "train"}
    for parent in parents_of(found.piece, definition.node):
        inherited = next((c for c in found.classes if c.name == parent), None)
        if inherited is not None:
            for name, node in _methods(found, inherited, seen).items():
                methods.setdefault(name, node)
    return methods
