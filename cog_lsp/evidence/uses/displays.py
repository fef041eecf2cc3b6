"""Texts with values in them, lists, dictionaries, comprehensions, slices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node

from cog_lsp.evidence.uses.code import decode
from cog_lsp.evidence.uses.lookup import take
from cog_lsp.evidence.uses.operators import condition
from cog_lsp.evidence.uses.state import Frame, State
from cog_lsp.evidence.uses.terms import NONE, Const, Items, Opaque, Table, Term, operation, union

MOST_ITEMS = 300


def identifiers(node: Node, most: int = 400) -> Iterator[Node]:
    """The names inside a node."""
    waiting, count = [node], 0
    while waiting and count < most * 10:
        now = waiting.pop()
        count += 1
        if now.type == "identifier":
            yield now
        waiting.extend(reversed(now.named_children))


def _of(node: Node, frame: Frame) -> str:
    return frame.module.piece.of(node)


def _text(node: Node, frame: Frame, state: State) -> Term:
    if any(child.type == "interpolation" for child in node.named_children):
        found: list[Term] = []
        for child in node.named_children:
            if child.type == "interpolation":
                expression = child.child_by_field_name("expression")
                found.append(state.evaluate(expression, frame))
            elif child.type == "string_content":
                found.append(Const(_of(child, frame)))
        return operation("text", found, frame.module.place(node), _of(node, frame))
    value = decode(_of(node, frame))
    return Opaque() if value is None else Const(value)


def _texts(node: Node, frame: Frame, state: State) -> Term:
    found = [state.evaluate(child, frame) for child in node.named_children if child.type == "string"]
    if all(isinstance(term, Const) for term in found):
        return Const("".join(str(term.value) for term in found if isinstance(term, Const)))
    return operation("text", found, frame.module.place(node), _of(node, frame))


def _subscript(node: Node, frame: Frame, state: State) -> Term:
    value = state.evaluate(node.child_by_field_name("value"), frame)
    place, source = frame.module.place(node), _of(node, frame)
    keys = node.children_by_field_name("subscript")
    if len(keys) == 1 and keys[0].type == "slice":
        bounds = _slice(keys[0], frame, state)
        return operation("part", (value, *bounds), place, source)
    found = [state.evaluate(key, frame) for key in keys]
    if len(found) != 1:
        return Opaque(union([value, *found]), consumed=False)
    return take(value, found[0], place, source)


def _slice(node: Node, frame: Frame, state: State) -> list[Term]:
    """Start, stop and step of a slice; None where nothing is written."""
    bounds: list[Term] = [NONE]
    for child in node.children:
        if child.type == ":":
            bounds.append(NONE)
        elif child.is_named:
            bounds[-1] = state.evaluate(child, frame)
    return [*bounds, NONE, NONE][:3]


def _items(node: Node, frame: Frame, state: State) -> Term:
    found: list[Term] = []
    inner = [child for child in node.named_children if child.type != "comment"]
    for child in inner[:MOST_ITEMS]:
        if child.type == "list_splat":
            spread = state.evaluate(_inside(child), frame)
            if not isinstance(spread, Items):
                return Opaque(union([*found, spread]), consumed=False)
            found.extend(spread.items)
        else:
            found.append(state.evaluate(child, frame))
    made = Items(tuple(found))
    return (
        made
        if len(inner) <= MOST_ITEMS and (made.size <= MOST_ITEMS or not made.inputs)
        else Opaque(made.inputs, consumed=False)
    )


def _dictionary(node: Node, frame: Frame, state: State) -> Term:
    entries: dict[object, Term] = {}
    whole = True
    for child in node.named_children[:MOST_ITEMS]:
        if child.type == "pair":
            key = state.evaluate(child.child_by_field_name("key"), frame)
            value = state.evaluate(child.child_by_field_name("value"), frame)
            if isinstance(key, Const) and not isinstance(key.value, (list, dict)):
                entries[key.value] = value
            else:
                state.consume(key, frame.module.place(child))
                state.consume(value, frame.module.place(child))
                whole = False
        elif child.type == "dictionary_splat":
            spread = state.evaluate(_inside(child), frame)
            if isinstance(spread, Table):
                entries.update(spread.entries)
                whole = whole and spread.whole
            else:
                state.consume(spread, frame.module.place(child))
                whole = False
    return Table(entries, whole=whole and len(node.named_children) <= MOST_ITEMS)


def _comprehension(node: Node, frame: Frame, state: State) -> Term:
    """A list, set, dictionary or generator: its element is read once, for an item of what is gone through."""
    place = frame.module.place(node)
    before, names = state.path, {key: value for key, value in state.names.items() if key[0] is frame}
    sources: list[Term] = []
    for child in node.named_children:
        if child.type == "for_in_clause":
            source = state.evaluate(child.child_by_field_name("right"), frame)
            sources.append(source)
            left = child.child_by_field_name("left")
            for name in identifiers(left) if left is not None else ():
                state.bind(frame, _of(name, frame), operation("each", (source,), place))
        elif child.type == "if_clause":
            test = condition(child.named_children[0] if child.named_children else None, frame, state)
            state.path = state.under(test, place)
    body = node.child_by_field_name("body")
    pair = body.named_children if body is not None and body.type == "pair" else [body]
    elements = [state.evaluate(part, frame) for part in pair]
    if state.path != before:
        for element in elements:
            state.consume(element, place)
    state.path = before
    for key in [key for key in state.names if key[0] is frame]:
        if key in names:
            state.names[key] = names[key]
        else:
            del state.names[key]
    return operation("mapped", (*sources, *elements), place, _of(node, frame))


def _inside(node: Node) -> Node | None:
    """What a splat or parentheses hold."""
    return next((child for child in node.named_children if child.type != "comment"), None)


DISPLAYS: dict[str, Callable[[Node, Frame, State], Term]] = {
    "string": _text,
    "concatenated_string": _texts,
    "subscript": _subscript,
    "expression_list": _items,
    "list": _items,
    "tuple": _items,
    "set": _items,
    "dictionary": _dictionary,
    "list_comprehension": _comprehension,
    "set_comprehension": _comprehension,
    "dictionary_comprehension": _comprehension,
    "generator_expression": _comprehension,
}
"""The reader of each kind of node."""
