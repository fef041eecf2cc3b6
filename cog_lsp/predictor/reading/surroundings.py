"""The surroundings of the inputs: what the names of a file stand for.

Source of the generator's part: replicate/cog, pkg/schema/python (`collectModuleScope`, `collectInputRegistry`,
`collectModelClasses`).
"""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from cog_lsp.predictor.cog.models import collect_models
from cog_lsp.predictor.model import Sum
from cog_lsp.predictor.reading.calls import Call, callee, read_call
from cog_lsp.predictor.reading.changes import changes_of
from cog_lsp.predictor.reading.scope import Scope, SharedInput
from cog_lsp.predictor.syntax.imports import Imports
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.structure import COMPOUND, Definition, Structure, assignment_of, definition_of, parents_of
from cog_lsp.predictor.values.evaluate import Class, Expression, Names
from cog_lsp.predictor.values.literals import read_constants


def build_scope(structure: Structure, imports: Imports) -> Scope:
    """The names of the file, in both readings."""
    piece = structure.piece
    constants = read_constants((piece, node) for node in structure.assignments if node.type == "assignment")
    changes = changes_of(structure)
    names = Names(imports, _bound(structure, changes), {c.name: _class(piece, c) for c in structure.classes}, changes)
    calls = input_calls(imports)
    scope = Scope(imports, names, constants, {}, {}, (), calls)
    models = collect_models(piece, [(c.name, c.node) for c in structure.classes], imports)
    typed_dicts = frozenset(name for name, model in models.items() if model.is_typed_dict)
    shared = _shared_inputs(structure, scope)
    return Scope(imports, names, constants, shared, models, typed_dicts, calls)


def input_calls(imports: Imports) -> tuple[str, ...]:
    """The texts that call cog's `Input`, as Python sees it."""
    calls = ["Input"]
    for local, entry in imports.names.items():
        if entry.module == "cog":
            calls.append(
                f"{local}.Input" if entry.original == "cog" else local if entry.original == "Input" else "Input"
            )
    return tuple(dict.fromkeys(calls))


def _bound(structure: Structure, changes: Mapping[str, str]) -> dict[str, Expression]:
    """Module constants for Python's reading. A name that is also bound in an `if`, `try` or loop is left out, and so is
    one that is changed otherwise than by `+=`."""
    piece = structure.piece
    bound: dict[str, Expression] = {}
    for node in structure.assignments:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or left.type != "identifier":
            continue
        name = piece.of(left)
        if right is None:
            continue
        if node.type == "assignment":
            bound[name] = Expression(piece, right)
        elif name in bound and any(child.type == "+=" for child in node.children):
            before = bound[name]
            bound[name] = Expression(before.piece, before.node, (*before.added, right))
        else:
            bound.pop(name, None)
    for name in changes:
        if name in bound and not bound[name].added:
            del bound[name]
    for node in structure.compounds:
        for name in _bound_inside(piece, node):
            bound.pop(name, None)
    return bound


def _bound_inside(piece: Piece, node: Node) -> list[str]:
    """The names that assignments inside a compound statement bind."""
    names, waiting = [], [node]
    while waiting:
        current = waiting.pop()
        for child in current.named_children:
            assignment = assignment_of(child)
            left = None if assignment is None else assignment.child_by_field_name("left")
            if left is not None:
                names.append(piece.of(left))
            elif child.type in COMPOUND or child.type == "block" or child.type.endswith("_clause"):
                waiting.append(child)
    return names


def _class(piece: Piece, definition: Definition) -> Class:
    attributes: dict[str, Expression] = {}
    for member in definition.members:
        assignment = assignment_of(member)
        if assignment is None or assignment.type != "assignment":
            continue
        left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
        if left is not None and right is not None and left.type == "identifier":
            attributes[piece.of(left)] = Expression(piece, right)
    return Class(attributes, parents_of(piece, definition.node))


def _shared_inputs(structure: Structure, scope: Scope) -> dict[str, SharedInput]:
    """Inputs that stand outside of the signature, by the text that refers to them."""
    piece = structure.piece
    shared: dict[str, SharedInput] = {}
    for node in structure.assignments:
        _add_attribute(piece, node, "", scope, shared)
    for definition in structure.functions:
        _add_helper(piece, definition.node, definition.name, scope, shared, generated=False)
    for definition in structure.classes:
        for member in definition.members:
            assignment = assignment_of(member)
            if assignment is not None:
                _add_attribute(piece, assignment, definition.name, scope, shared)
            function = definition_of(member, "function_definition")
            if function is not None:
                name = function.child_by_field_name("name")
                key = f"{definition.name}.{piece.of(name)}" if name is not None else ""
                _add_helper(piece, function, key, scope, shared, generated=True)
    return shared


def _add_attribute(piece: Piece, node: Node, owner: str, scope: Scope, shared: dict[str, SharedInput]) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or left.type != "identifier" or callee(piece, right) not in scope.calls:
        return
    key = f"{owner}.{piece.of(left)}" if owner else piece.of(left)
    call = _generated(piece, right, key, scope) if owner else None
    shared[key] = SharedInput(key, piece, right, *_published(call))


def _generated(piece: Piece, node: Node, key: str, scope: Scope) -> Call | None:
    """The call as the generator reads it, where it does."""
    if not scope.imports.is_input(callee(piece, node)):
        return None
    call = read_call(piece, node, key, scope.constants, scope.names)
    return None if call.refused is not None else call


def _published(call: Call | None) -> tuple[dict[str, object] | None, Sum | None]:
    if call is None:
        return None, None
    return dict(call.published), next((a.sum for a in reversed(call.arguments) if a.keyword == "choices"), None)


def _add_helper(
    piece: Piece, node: Node, key: str, scope: Scope, shared: dict[str, SharedInput], generated: bool
) -> None:
    """Note a function that returns an `Input(...)`, by the name that calls it."""
    body, listing = node.child_by_field_name("body"), node.child_by_field_name("parameters")
    if body is None or listing is None or not any(call.rpartition(".")[2] in piece.of(body) for call in scope.calls):
        return
    for statement in body.named_children:
        values = statement.named_children if statement.type == "return_statement" else []
        if values and callee(piece, values[0]) in scope.calls:
            names, defaults = _parameters(piece, listing)
            published = _published(_generated(piece, values[0], key, scope) if generated else None)
            shared[key] = SharedInput(key, piece, values[0], *published, names, defaults, helper=True)
            return


def _parameters(piece: Piece, listing: Node) -> tuple[tuple[str, ...], dict[str, Node]]:
    """The names of a function's parameters in their order, and the defaults of those that have one."""
    names: list[str] = []
    defaults: dict[str, Node] = {}
    for child in listing.named_children:
        if child.type == "identifier":
            name: Node | None = child
        elif child.type == "typed_parameter":
            name = next((c for c in child.named_children if c.type == "identifier"), None)
        else:
            name = child.child_by_field_name("name")
        if name is None or piece.of(name) in ("self", "cls"):
            continue
        names.append(piece.of(name))
        value = child.child_by_field_name("value")
        if value is not None:
            defaults[piece.of(name)] = value
    return tuple(names), defaults
