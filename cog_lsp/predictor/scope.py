"""What the names of a predictor file stand for: the surroundings that every input is read in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from tree_sitter import Node

from cog_lsp.predictor.annotations import Written
from cog_lsp.predictor.evaluate import Names
from cog_lsp.predictor.imports import Imports
from cog_lsp.predictor.syntax import Piece


@dataclass(frozen=True, slots=True)
class SharedInput:
    """An `Input(...)` that stands outside of the signature: a class attribute, or what a helper returns."""

    key: str
    """`Inputs.prompt`, as signatures name it."""
    piece: Piece
    call: Node
    published: Mapping[str, Any] | None
    """What the generator reads from the call; None where it does not know this place or refuses it."""
    parameters: tuple[str, ...] = ()
    """A helper's parameters, `self` and `cls` left out."""
    defaults: Mapping[str, Node] = field(default_factory=dict)
    """The defaults of a helper's parameters."""
    helper: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """A BaseModel or TypedDict: its fields, in order."""

    fields: tuple[ModelField, ...]
    is_typed_dict: bool = False


@dataclass(frozen=True, slots=True)
class ModelField:
    """A field of a model."""

    name: str
    type: Written
    has_default: bool = False
    key_required: bool | None = None
    """Whether a TypedDict needs the key; None for a BaseModel."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one file, in both readings."""

    imports: Imports
    names: Names
    constants: Mapping[str, Any]
    shared: Mapping[str, SharedInput]
    models: Mapping[str, Model]
    typed_dicts: Collection[str]
    calls: tuple[str, ...]
    """Texts that call cog's `Input`, as Python sees it: `Input`, `cog.Input`, an alias."""
