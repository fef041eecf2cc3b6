"""What the names of a predictor file stand for: the surroundings that every input is read in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct, field
from tree_sitter import Node

from cog_lsp.predictor.cog.models import Model
from cog_lsp.predictor.model import Sum
from cog_lsp.predictor.syntax.imports import Imports
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.values.evaluate import Names


class SharedInput(Struct, frozen=True):
    """An `Input(...)` that stands outside of the signature: a class attribute, or what a helper returns."""

    key: str
    """`Inputs.prompt`, as signatures name it."""
    piece: Piece
    call: Node
    published: Mapping[str, Any] | None
    """What the generator reads from the call; None where it does not know this place or refuses it."""
    sum: Sum | None = None
    """Where the generator reads choices from it that are added to those of a constant."""
    parameters: tuple[str, ...] = ()
    """A helper's parameters, `self` and `cls` left out."""
    defaults: Mapping[str, Node] = field(default_factory=dict)
    """The defaults of a helper's parameters."""
    helper: bool = False


class Scope(Struct, frozen=True):
    """The names of one file, in both readings."""

    imports: Imports
    names: Names
    constants: Mapping[str, Any]
    shared: Mapping[str, SharedInput]
    models: Mapping[str, Model]
    typed_dicts: Collection[str]
    calls: tuple[str, ...]
    """Texts that call cog's `Input`, as Python sees it: `Input`, `cog.Input`, an alias."""
