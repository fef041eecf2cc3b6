"""Names that a function declares as `global` or `nonlocal`, and how: Python refuses some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.node import span_of, within
from cog_lsp.predictor.syntax.piece import Piece

OF_METHODS = "__class__"
"""A name that every method finds around it."""
STATEMENTS = ("global_statement", "nonlocal_statement")
SCOPES = ("function_definition", "class_definition")
NAMES_ELSEWHERE = {"keyword_argument": "name", "attribute": "attribute"}
"""Nodes of which a field is an identifier and no name of the scope."""


def declared(piece: Piece, statements: Iterable[Node]) -> Iterator[Fault]:
    """What is wrong with the `global` and `nonlocal` statements of a file, each function read once."""
    firsts: dict[int, dict[str, int]] = {}

    def first_of(scope: Node) -> dict[str, int]:
        if scope.id not in firsts:
            firsts[scope.id] = _first_uses(piece, scope)
        return firsts[scope.id]

    for statement in sorted(statements, key=lambda node: node.start_byte):
        word = statement.type.removesuffix("_statement")
        scope = within(statement, SCOPES)
        if scope is None:
            if word == "nonlocal":
                yield Fault(span_of(statement), "`nonlocal` stands outside of a function")
            continue
        for name in statement.named_children:
            text = piece.of(name)
            if first_of(scope).get(text, name.start_byte) < name.start_byte:
                yield Fault(span_of(name), f"`{text}` is used above its `{word}`")
            elif (
                word == "nonlocal"
                and text != OF_METHODS
                and not any(text in first_of(outer) for outer in _functions_around(scope))
            ):
                yield Fault(span_of(name), f"no function around this one has a `{text}`")


def _functions_around(scope: Node) -> Iterator[Node]:
    around = within(scope, SCOPES)
    while around is not None:
        if around.type == "function_definition":
            yield around
        around = within(around, SCOPES)


def _first_uses(piece: Piece, scope: Node) -> dict[str, int]:
    """Where each name first occurs in a function or class itself, parameters included, and not in a scope within it."""
    firsts: dict[str, int] = {}
    waiting = [child for field in ("parameters", "body") if (child := scope.child_by_field_name(field)) is not None]
    while waiting:
        node = waiting.pop()
        if node.type == "identifier":
            name = piece.of(node)
            firsts[name] = min(firsts.get(name, node.start_byte), node.start_byte)
            continue
        if node.type in SCOPES:
            inner = node.child_by_field_name("name")
            waiting.extend([] if inner is None else [inner])
        elif node.type not in ("lambda", "type", *STATEMENTS):
            other = (
                node.child_by_field_name(NAMES_ELSEWHERE.get(node.type, "")) if node.type in NAMES_ELSEWHERE else None
            )
            waiting.extend(child for child in node.named_children if child != other)
    return firsts
