"""Methods without `self`, and names that are defined twice: the build passes, and the model does not run."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from cog_lsp.predictor.model import Refusal
from cog_lsp.predictor.reading.calls import span_of
from cog_lsp.predictor.reading.file import File
from cog_lsp.predictor.reading.target import Target
from cog_lsp.predictor.syntax.structure import definition_of

BOUND = ("staticmethod", "classmethod")


def definition_refusals(home: File, target: Target) -> Iterator[Refusal]:
    """What is wrong with the methods of a predictor, and with its name. Spans lie in the file of the method."""
    if target.is_class and target.method is not None:
        methods = [(target.file, target.outer or target.method)]
        if target.file is home:
            methods += [(home, member) for member in target.definition.members if _name(home, member) == "setup"]
        for file, outer in methods:
            yield from _without_self(file, outer)
    if target.file is not home:
        return
    definitions = [d for d in (*home.structure.classes, *home.structure.functions) if d.name == target.definition.name]
    starts = [definition.node.start_byte for definition in definitions]
    name = target.definition.node.child_by_field_name("name")
    if target.definition is definitions[0] and max(starts) > target.definition.node.start_byte and name is not None:
        message = f"{target.definition.name} is defined again"
        yield Refusal("startup", message, span_of(home.piece, name), "definition")


def _name(file: File, member: Node) -> str:
    function = definition_of(member, "function_definition")
    name = None if function is None else function.child_by_field_name("name")
    return "" if name is None else file.piece.of(name)


def _without_self(file: File, outer: Node) -> Iterator[Refusal]:
    """The refusal of a method whose first parameter is no plain name, with which Python calls it nevertheless."""
    function = definition_of(outer, "function_definition")
    listing = None if function is None else function.child_by_field_name("parameters")
    name = None if function is None else function.child_by_field_name("name")
    if listing is None or name is None:
        return
    decorators = [child for child in outer.named_children if child.type == "decorator"]
    first = next((child for child in listing.named_children if child.type != "comment"), None)
    is_plain = first is not None and first.type in ("identifier", "list_splat_pattern")
    if is_plain or any(file.piece.of(node).lstrip("@ ") in BOUND for node in decorators):
        return
    if first is not None and file.piece.of(first).partition(":")[0].strip() == "self":
        return
    message = f"{file.piece.of(name)}() takes no self"
    yield Refusal("startup", message, span_of(file.piece, name), "self")
