"""Bindings: what a target, a parameter or a pattern holds afterward."""

from __future__ import annotations

from tree_sitter import Node

from cog_lsp.evidence.uses.expressions import evaluate
from cog_lsp.evidence.uses.state import Frame, State
from cog_lsp.evidence.uses.terms import (
    Const,
    Instance,
    Items,
    Opaque,
    Place,
    Table,
    Term,
    collapsed,
    items,
    operation,
    union,
)


def assign(target: Node, value: Term, frame: Frame, state: State) -> None:
    """Binds a target to a value."""
    of, place = frame.module.piece.of, frame.module.place(target)
    if target.type == "identifier":
        state.bind(frame, of(target), value)
    elif target.type in ("pattern_list", "tuple_pattern", "list_pattern", "tuple", "list"):
        _unpack(target, value, frame, state, place)
    elif target.type == "attribute":
        _set_attribute(target, value, frame, state, place)
    elif target.type == "subscript":
        _set_item(target, value, frame, state, place)
    elif target.type in ("list_splat_pattern", "parenthesized_expression", "as_pattern_target"):
        for child in target.named_children:
            assign(child, value, frame, state)
    else:
        state.consume(value, place)


def _unpack(target: Node, value: Term, frame: Frame, state: State, place: Place) -> None:
    """`a, b = value`: the items one by one where they are known, else the parts of one value."""
    targets = [child for child in target.named_children if child.type != "comment"]
    exact = isinstance(value, Items) and len(value.items) == len(targets)
    for position, child in enumerate(targets):
        if exact and isinstance(value, Items):
            part: Term = value.items[position]
        elif value.inputs:
            part = operation("item", (value, Const(position)), place)
        else:
            part = Opaque()
        assign(child, part, frame, state)


def _set_attribute(target: Node, value: Term, frame: Frame, state: State, place: Place) -> None:
    """`holder.name = value`; a namespace is a table, and what is not followed becomes an instance of its own."""
    owner, name = target.child_by_field_name("object"), target.child_by_field_name("attribute")
    if owner is None or name is None:
        return
    holder = evaluate(owner, frame, state)
    attribute = frame.module.piece.of(name)
    if isinstance(holder, Table):
        assign(owner, Table({**holder.entries, attribute: value}, whole=holder.whole), frame, state)
        return
    if not isinstance(holder, Instance):
        if owner.type not in ("identifier", "attribute"):
            state.consume(value, place)
            return
        holder = Instance(None, holder)
        assign(owner, holder, frame, state)
    state.bind(holder, attribute, value)


def _set_item(target: Node, value: Term, frame: Frame, state: State, place: Place) -> None:
    """`holder[key] = value`; a table whose key is not known is no longer whole."""
    owner, keys = target.child_by_field_name("value"), target.children_by_field_name("subscript")
    if owner is None:
        return
    holder = evaluate(owner, frame, state)
    key = evaluate(keys[0], frame, state) if len(keys) == 1 and keys[0].type != "slice" else None
    if key is None:
        bounds = [part for child in keys for part in (child.named_children if child.type == "slice" else [child])]
        key = collapsed(evaluate(part, frame, state) for part in bounds)
    if isinstance(holder, Table) and owner.type in ("identifier", "attribute", "subscript"):
        if isinstance(key, Const):
            assign(owner, Table({**holder.entries, key.value: value}, whole=holder.whole), frame, state)
            return
        assign(owner, Table(holder.entries, whole=False), frame, state)
    state.effects += 1
    state.consume(key, place)
    state.consume(value, place)
    if value.inputs and owner.type == "identifier" and not isinstance(holder, (Table, Instance)):
        rest = collapsed([holder])
        assign(owner, Opaque(union([holder, value]), "", rest.pending, rest.changes), frame, state)


def augmented(node: Node, frame: Frame, state: State) -> None:
    """`x += y`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = node.child_by_field_name("operator")
    if left is None or right is None or sign is None:
        return
    before, by = evaluate(left, frame, state), evaluate(right, frame, state)
    name = frame.module.piece.of(sign)[:-1]
    place = frame.module.place(node)
    if isinstance(before, Items) and isinstance(by, Items) and name == "+":
        value: Term = items((*before.items, *by.items))
    elif not before.inputs and not by.inputs:
        value = Opaque()
    else:
        value = operation(name, (before, by), place, frame.module.piece.of(node))
    assign(left, value, frame, state)


def parameters(
    node: Node, positional: list[Term], keywords: dict[str, Term], frame: Frame, state: State, *, skip: int
) -> None:
    """Binds the parameters of a function that is followed; `skip` of them are bound already (`self`)."""
    values, by_name = list(positional), dict(keywords)
    of = frame.module.piece.of
    listing = node.child_by_field_name("parameters")
    for child in listing.named_children if listing is not None else ():
        name = _parameter_name(child)
        if child.type == "comment" or name is None:
            continue
        if skip:
            skip -= 1
            continue
        label = of(name)
        if child.type == "list_splat_pattern" or _is_splat(child, "list_splat_pattern"):
            state.bind(frame, label, Items(tuple(values)))
            values = []
        elif child.type == "dictionary_splat_pattern" or _is_splat(child, "dictionary_splat_pattern"):
            state.bind(frame, label, Table(dict(by_name)))
            by_name = {}
        elif label in by_name:
            state.bind(frame, label, by_name.pop(label))
        elif values:
            state.bind(frame, label, values.pop(0))
        else:
            default = child.child_by_field_name("value")
            state.bind(frame, label, Opaque() if default is None else evaluate(default, frame, state))


def _is_splat(node: Node, kind: str) -> bool:
    return any(child.type == kind for child in node.named_children)


def _parameter_name(node: Node) -> Node | None:
    """The name of a parameter, whatever its form; None for `/` and `*`."""
    if node.type == "identifier":
        return node
    name = node.child_by_field_name("name")
    if name is not None:
        return name
    for child in node.named_children:
        if child.type == "identifier":
            return child
        if child.type in ("list_splat_pattern", "dictionary_splat_pattern"):
            return _parameter_name(child)
    return None
