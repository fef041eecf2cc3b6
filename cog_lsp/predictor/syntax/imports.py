"""Names that imports bind, as the generator collects them.

Source: replicate/cog, pkg/schema/python/imports.go and the ImportContext of pkg/schema/types.go. Only statements at
the top level count, and a module is named as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tree_sitter import Node

from cog_lsp.predictor.syntax.piece import Piece

BUILTINS = ("str", "int", "float", "bool", "list", "dict", "set", "None")
TYPING = ("typing", "typing_extensions")


class Import(NamedTuple):
    """Where a local name comes from. `import numpy as np` has `numpy` for both."""

    module: str
    original: str


class Imports:
    """Local name -> `Import`, in the order in which the names are first bound."""

    __slots__ = ("names",)

    def __init__(self, names: Mapping[str, Import]) -> None:
        self.names = dict(names)
        for name in BUILTINS:
            self.names.setdefault(name, Import("builtins", name))

    def get(self, name: str) -> Import | None:
        """What a local name is bound to."""
        return self.names.get(name)

    def qualified(self, name: str) -> tuple[str, Import | None] | None:
        """For `alias.Type`: `Type`, and what the alias is bound to. None for a name without a dot."""
        head, dot, rest = name.partition(".")
        return (rest, self.names.get(head)) if dot else None

    def is_input(self, name: str) -> bool:
        """Whether a call of this name makes an input."""
        return name == "Input" or self.names.get(name) == Import("cog", "Input")

    def is_annotated(self, name: str) -> bool:
        """Whether the name is `typing.Annotated`."""
        parts = self.qualified(name)
        if parts is not None:
            rest, entry = parts
            return rest == "Annotated" and entry is not None and entry.module in TYPING and entry[0] == entry[1]
        entry = self.names.get(name)
        return entry is not None and entry.module in TYPING and entry.original == "Annotated"

    def is_opaque(self, name: str) -> bool:
        """Whether the name is `cog.Opaque`."""
        parts = self.qualified(name)
        if parts is not None:
            return parts[0] == "Opaque" and parts[1] is not None and parts[1].module == "cog"
        return self.names.get(name) == Import("cog", "Opaque")

    def typing_name(self, name: str) -> str | None:
        """The name in `typing` that a local name stands for."""
        entry = self.names.get(name)
        return entry.original if entry is not None and entry.module in TYPING else None

    def readable(self) -> dict[str, str]:
        """Local name -> "module.name", the builtins left out."""
        return {
            local: entry.module if entry.module == entry.original else f"{entry.module}.{entry.original}"
            for local, entry in self.names.items()
            if entry.module != "builtins"
        }


def collect_imports(statements: Iterable[tuple[Piece, Node]]) -> Imports:
    """The names bound by `import` and `from … import` statements, the last binding of each."""
    names: dict[str, Import] = {}
    for piece, node in statements:
        if node.type == "import_from_statement":
            _import_from(piece, node, names)
        elif node.type == "import_statement":
            _import(piece, node, names)
    return Imports(names)


def _import_from(piece: Piece, node: Node, names: dict[str, Import]) -> None:
    """Add the names of one `from module import …`."""
    module_node = node.child_by_field_name("module_name")
    if module_node is None:
        return
    module = piece.of(module_node)
    for child in node.children:
        if child.type == "dotted_name" and child.start_byte != module_node.start_byte:
            name = piece.of(child)
            names[name] = Import(module, name)
        elif child.type == "aliased_import":
            original = child.child_by_field_name("name")
            alias = child.child_by_field_name("alias")
            if original is not None:
                name = piece.of(original)
                names[name if alias is None else piece.of(alias)] = Import(module, name)


def _import(piece: Piece, node: Node, names: dict[str, Import]) -> None:
    for part in piece.of(node).strip().removeprefix("import ").strip().split(","):
        module, _, alias = part.strip().partition(" as ")
        if module:
            names[alias.strip() or module.strip()] = Import(module.strip(), module.strip())
