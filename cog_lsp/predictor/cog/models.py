"""BaseModel and TypedDict classes: their fields, as the generator collects them.

Source: replicate/cog, pkg/schema/python/models.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from tree_sitter import Node

from cog_lsp.predictor.model import ABSENT
from cog_lsp.predictor.syntax.annotations import Refused, Written, read_annotation
from cog_lsp.predictor.syntax.imports import Imports
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.values.literals import read_literal

MODEL_MODULES = ("cog", "pydantic", "pydantic.v1")


class Model(Struct, frozen=True):
    """A BaseModel or TypedDict: its fields, in order."""

    fields: tuple[ModelField, ...]
    is_typed_dict: bool = False


class ModelField(Struct, frozen=True):
    """A field of a model."""

    name: str
    type: Written
    has_default: bool = False
    key_required: bool | None = None
    """Whether a TypedDict needs the key; None for a BaseModel."""


def collect_models(
    piece: Piece,
    classes: Iterable[tuple[str, Node]],
    imports: Imports,
    known: Mapping[str, Model] | None = None,
    typed_dicts: set[str] | None = None,
) -> dict[str, Model]:
    """The models of a file by class name. `known` are those that other files give it; `typed_dicts` are the names of
    TypedDicts, to which those of this file are added."""
    models: dict[str, Model] = {}
    dicts = set() if typed_dicts is None else typed_dicts
    for name, node in classes:
        is_dict, total, parents = _typed_dict(piece, node, imports, dicts)
        if not is_dict and not _is_base_model(piece, node, imports):
            continue
        fields = list(_fields(piece, node, imports, total if is_dict else None))
        if is_dict:
            inherited = [models.get(parent) or (known or {}).get(parent) for parent in parents]
            fields = _merged([model.fields for model in inherited if model is not None], fields)
            dicts.add(name)
        models[name] = Model(tuple(fields), is_dict)
    return models


def _merged(parents: list[tuple[ModelField, ...]], own: list[ModelField]) -> list[ModelField]:
    merged: dict[str, ModelField] = {}
    for fields in (*parents, own):
        for field in fields:
            merged[field.name] = field
    return list(merged.values())


def _is_base_model(piece: Piece, node: Node, imports: Imports) -> bool:
    """Whether a class names pydantic's or Cog's BaseModel among its parents."""
    listing = node.child_by_field_name("superclasses")
    for child in listing.named_children if listing is not None else []:
        text = piece.of(child)
        if child.type == "identifier":
            entry = imports.get(text)
            is_imported = entry is not None and entry.module in MODEL_MODULES and entry.original == "BaseModel"
            if is_imported or text == "BaseModel":
                return True
        elif child.type == "attribute" and text.endswith(".BaseModel"):
            return True
    return False


def _typed_dict(piece: Piece, node: Node, imports: Imports, dicts: set[str]) -> tuple[bool, bool, list[str]]:
    """Whether a class is a TypedDict, whether its keys are required by default, and its TypedDict parents."""
    is_typed_dict, total = False, True
    parents: list[str] = []
    listing = node.child_by_field_name("superclasses")
    for child in listing.named_children if listing is not None else []:
        text = piece.of(child)
        if child.type == "identifier":
            if imports.typing_name(text) == "TypedDict" or text == "TypedDict":
                is_typed_dict = True
            elif text in dicts:
                is_typed_dict = True
                parents.append(text)
        elif child.type == "attribute":
            if text.endswith(".TypedDict"):
                is_typed_dict = True
            elif text in dicts:
                is_typed_dict = True
                parents.append(text)
        elif child.type == "keyword_argument":
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and value is not None and piece.of(name) == "total":
                total = total and piece.of(value).strip() != "False"
    return is_typed_dict, total, parents


def _fields(piece: Piece, node: Node, imports: Imports, total: bool | None) -> Iterable[ModelField]:
    """The annotated attributes of a class. `total` is None for a BaseModel."""
    body = node.child_by_field_name("body")
    for statement in body.named_children if body is not None else []:
        children = statement.named_children if statement.type == "expression_statement" else []
        assignment = children[0] if len(children) == 1 else statement
        if assignment.type != "assignment":
            continue
        left, kind = assignment.child_by_field_name("left"), assignment.child_by_field_name("type")
        if left is None or kind is None or left.type != "identifier":
            continue
        try:
            annotation = read_annotation(piece, kind)
        except Refused:
            continue
        right = assignment.child_by_field_name("right")
        has_default = right is not None and read_literal(piece, right) is not ABSENT
        annotation, required = _qualified(annotation, imports, total)
        yield ModelField(piece.of(left), annotation, has_default, required)


def _qualified(annotation: Written, imports: Imports, total: bool | None) -> tuple[Written, bool | None]:
    """`Required[T]` and `NotRequired[T]` of a TypedDict, unwrapped."""
    if total is None or annotation.kind != "generic" or len(annotation.args) != 1:
        return annotation, total
    name = annotation.name.rpartition(".")[2]
    if name not in ("Required", "NotRequired"):
        name = imports.typing_name(annotation.name) or ""
    if name in ("Required", "NotRequired"):
        return annotation.args[0], name == "Required"
    return annotation, total
