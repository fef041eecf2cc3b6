"""Which class or function is the predictor, and which of its methods runs it.

Source: replicate/cog, pkg/schema/python/target.go.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from tree_sitter import Node

from cog_lsp.predictor.cause import Cause
from cog_lsp.predictor.model import Refusal
from cog_lsp.predictor.reading.file import File
from cog_lsp.predictor.reading.modules import is_external, module_path, nested
from cog_lsp.predictor.syntax.imports import Import
from cog_lsp.predictor.syntax.structure import Definition, definition_of, parents_of
from cog_lsp.text import NOWHERE, Span

BASES = ("BasePredictor", "BaseRunner", "Predictor")
MOST_PARENTS = 20
"""Classes that are looked at for one method at most."""


class Target(Struct, frozen=True):
    """A predictor: its class or function, and the method that runs it (None where it has none)."""

    definition: Definition
    is_class: bool
    file: File
    """The file that the method stands in."""
    method: Node | None
    outer: Node | None
    """The method with its decorators."""
    api: Literal["run", "predict"] = "run"
    refusals: tuple[Refusal, ...] = ()


Methods = dict[str, "tuple[File, Node]"]
"""`run`, `predict` and `train` of a class, decorators included, each with its file."""


def find_target(file: File, name: str, mode: str) -> Target | None:
    """The predictor that cog.yaml names: a class, a function, or the function that the generator falls back on."""
    for definition in file.structure.classes:
        if definition.name == name:
            return _in_class(file, definition, mode)
    method = "train" if mode == "train" else "predict"
    for candidate in (name, method):
        for definition in file.structure.functions:
            if definition.name == candidate:
                return _function(file, definition)
    return None


def find_targets(file: File, mode: str) -> list[Target]:
    """Everything that looks like a predictor. Of a class and those that inherit its method, the last one counts."""
    targets: dict[tuple[int, int], Target] = {}
    for target in _look_alikes(file, mode):
        assert target.method is not None
        targets[id(target.file), target.method.start_byte] = target
    parents = {parent for definition in file.structure.classes for parent in parents_of(file.piece, definition.node)}
    return [target for target in targets.values() if target.definition.name not in parents or not _is_abstract(target)]


def _is_abstract(target: Target) -> bool:
    """Whether a method only says what others do: nothing in it but a docstring, `pass`, `...` or an exception."""
    assert target.method is not None
    body = target.method.child_by_field_name("body")
    statements = [] if body is None else [node for node in body.named_children if node.type != "comment"]
    if statements and statements[0].type == "expression_statement" and statements[0].named_children[0].type == "string":
        statements = statements[1:]
    return all(
        node.type == "pass_statement"
        or (node.type == "expression_statement" and node.named_children[0].type == "ellipsis")
        or (node.type == "raise_statement" and "NotImplemented" in target.file.piece.of(node))
        for node in statements
    )


def _look_alikes(file: File, mode: str) -> Iterator[Target]:
    for definition in file.structure.classes:
        target = _in_class(file, definition, mode)
        if target.method is None:
            continue
        if mode == "train" or _has_base(file, definition) or _uses_input(target):
            yield target
    for definition in file.structure.functions:
        if definition.name == "train" if mode == "train" else _is_run_function(file, definition):
            yield _function(file, definition)


def _function(file: File, definition: Definition) -> Target:
    return Target(definition, False, file, definition.node, definition.outer)


def _is_run_function(file: File, definition: Definition) -> bool:
    """Whether a function other than `train` has an input for a default."""
    listing = definition.node.child_by_field_name("parameters")
    if listing is None or definition.name == "train":
        return False
    source = file.piece.of(listing)
    return any(f"{call}(" in source for call in ("Input", *file.scope.calls)) if "(" in source[1:] else False


def _has_base(file: File, definition: Definition) -> bool:
    for parent in parents_of(file.piece, definition.node):
        head, _, last = parent.rpartition(".")
        entry = file.imports.get(head or last)
        if entry is None:
            if last in BASES:
                return True
        elif entry.module == "cog" and (last if head else entry.original) in BASES:
            return True
    return False


def _uses_input(target: Target) -> bool:
    """Whether a method's signature or decorators make inputs."""
    outer = target.outer or target.method
    assert outer is not None
    assert target.method is not None
    body = target.method.child_by_field_name("body")
    head = target.file.piece.text[outer.start_byte : outer.end_byte if body is None else body.start_byte]
    return "Input" in head or "input(" in head


def _in_class(file: File, definition: Definition, mode: str) -> Target:
    """The method that runs a class, with what the generator or the container refuses about it."""
    if mode == "train":
        methods, message = _own(file, definition), f"{definition.name}.train not found"
        method = methods.get("train")
    else:
        methods, message = _methods(file, definition, set()), f"{definition.name} must define run() or predict()"
        method = methods.get("run") or methods.get("predict")
    if method is None:
        refusal = Refusal("ErrMethodNotFound", message, NOWHERE, "entry", _missing_base(file, definition, set()))
        return Target(definition, True, file, None, None, refusals=(refusal,))
    refusals: tuple[Refusal, ...] = ()
    if mode != "train" and "run" in methods and "predict" in methods:
        refusals = (_both(file, definition, method[0]),)
    api: Literal["run", "predict"] = "predict" if mode != "train" and "run" not in methods else "run"
    return Target(
        definition, True, method[0], definition_of(method[1], "function_definition"), method[1], api, refusals
    )


def _both(file: File, definition: Definition, at: File) -> Refusal:
    """The container's refusal of a class with both methods, on its name where that is in the method's file."""
    message = f"{definition.name} must define either run() or predict(), not both"
    name = definition.node.child_by_field_name("name") or definition.node
    span = Span(name.start_byte, name.end_byte) if at is file else NOWHERE
    return Refusal("startup", message, span, "entry")


def _own(file: File, definition: Definition) -> Methods:
    """The first `train` and the last `run` and `predict` of a class."""
    methods: Methods = {}
    for member in definition.members:
        function = definition_of(member, "function_definition")
        name_node = None if function is None else function.child_by_field_name("name")
        name = "" if name_node is None else file.piece.of(name_node)
        if name in ("run", "predict") or (name == "train" and name not in methods):
            methods[name] = (file, member)
    return methods


def _methods(file: File, definition: Definition, seen: set[tuple[int, str]]) -> Methods:
    """`run` and `predict` of a class or of its parents, in this file or another one of the model."""
    if (id(file), definition.name) in seen or len(seen) >= MOST_PARENTS:
        return {}
    seen.add((id(file), definition.name))
    methods = _own(file, definition)
    methods.pop("train", None)
    for parent in parents_of(file.piece, definition.node):
        parent_class = _class(file, parent) or _imported_class(file, parent)
        if parent_class is not None:
            for name, method in _methods(*parent_class, seen).items():
                methods.setdefault(name, method)
    return methods


def _missing_base(file: File, definition: Definition, seen: set[tuple[int, str]]) -> Cause | None:
    """A base class that is not found: its module is none of the model's files."""
    if (id(file), definition.name) in seen or len(seen) >= MOST_PARENTS:
        return None
    seen.add((id(file), definition.name))
    for parent in parents_of(file.piece, definition.node):
        parent_class = _class(file, parent) or _imported_class(file, parent)
        if parent_class is not None and (missing := _missing_base(*parent_class, seen)) is not None:
            return missing
        entry = file.imports.get(parent.partition(".")[0])
        if parent_class is None and entry is not None and not is_external(entry.module):
            return Cause("module", parent, entry.module)
        if parent_class is None and entry is None and _is_unbound(file, parent):
            return Cause("unbound", parent)
    return None


def _is_unbound(file: File, name: str) -> bool:
    """Whether nothing in a file can bind the name of a class."""
    if name in BASES or not name.isidentifier() or hasattr(builtins, name):
        return False
    return not any("*" in file.piece.of(statement) for statement in file.structure.imports)


def _class(file: File, name: str) -> tuple[File, Definition] | None:
    definition = file.structure.named.get(name)
    return None if definition is None else (file, definition)


def _imported_class(file: File, parent: str) -> tuple[File, Definition] | None:
    head, dot, rest = parent.partition(".")
    entry = file.imports.get(head)
    if entry is None or file.read is None:
        return None
    other = _module(file, entry.module) or _module(file, nested(Import(entry.module, entry.original)))
    return None if other is None else _class(other, rest if dot else entry.original)


def _module(file: File, module: str) -> File | None:
    path = "" if is_external(module) else module_path(module, file.path)
    return file.other(path) if path else None
