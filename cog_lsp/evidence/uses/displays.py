"""Texts with values in them, lists, dictionaries, comprehensions, slices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node

from cog_lsp.evidence.uses.code import decode
from cog_lsp.evidence.uses.lookup import take
from cog_lsp.evidence.uses.operators import condition
from cog_lsp.evidence.uses.state import Frame, State
from cog_lsp.evidence.uses.terms import (
    NONE,
    Const,
    Items,
    Opaque,
    Place,
    Table,
    Term,
    choice,
    collapsed,
    items,
    operation,
)
from cog_lsp.evidence.uses.trace import Guard

MOST_ITEMS = 300
MOST_UNROLLED = 8
"""Items of a list that a comprehension is read for one by one."""


def identifiers(node: Node) -> Iterator[Node]:
    """The names inside a node."""
    waiting = [node]
    while waiting:
        now = waiting.pop()
        if now.type == "identifier":
            yield now
        waiting.extend(reversed(now.named_children))


def _of(node: Node, frame: Frame) -> str:
    return frame.module.piece.of(node)


def _text(node: Node, frame: Frame, state: State) -> Term:
    """A string; one with placeholders is made of their values."""
    if any(child.type == "interpolation" for child in node.named_children):
        parts: list[Term] = []
        for child in node.named_children:
            if child.type == "interpolation":
                value = state.evaluate(child.child_by_field_name("expression"), frame)
                is_plain = not any(inner.type in FORMATS for inner in child.named_children)
                parts.append(value if is_plain else operation("formatted", (value,), frame.module.place(child)))
            elif child.type == "string_content":
                parts.append(Const(_of(child, frame)))
        return operation("text", parts, frame.module.place(node), _of(node, frame))
    text = decode(_of(node, frame))
    return Opaque() if text is None else Const(text)


FORMATS = frozenset(["format_specifier", "type_conversion"])
"""What makes another text of a value in an f-string than `str` does."""


def _texts(node: Node, frame: Frame, state: State) -> Term:
    parts = [state.evaluate(child, frame) for child in node.named_children if child.type == "string"]
    if all(isinstance(term, Const) for term in parts):
        return Const("".join(str(term.value) for term in parts if isinstance(term, Const)))
    return operation("text", parts, frame.module.place(node), _of(node, frame))


def _subscript(node: Node, frame: Frame, state: State) -> Term:
    """`value[key]` and `value[from:to]`; `locals()["name"]` is the name."""
    place, source = frame.module.place(node), _of(node, frame)
    keys = node.children_by_field_name("subscript")
    if source.startswith("locals()[") and len(keys) == 1:
        name = state.evaluate(keys[0], frame)
        local = state.names.get((frame, name.value)) if isinstance(name, Const) else None
        if local is not None:
            return local
    value = state.evaluate(node.child_by_field_name("value"), frame)
    if len(keys) == 1 and keys[0].type == "slice":
        bounds = _slice(keys[0], frame, state)
        return operation("part", (value, *bounds), place, source)
    indices = [state.evaluate(key, frame) for key in keys]
    if len(indices) != 1:
        return operation("item", (value, Items(tuple(indices))), place, source)
    return take(value, indices[0], place, source)


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
    """A list, tuple or set; opaque where something is spread into it that is not known."""
    terms: list[Term] = []
    inner = [child for child in node.named_children if child.type != "comment"]
    for child in inner[:MOST_ITEMS]:
        if child.type == "list_splat":
            spread = state.evaluate(_inside(child), frame)
            if not isinstance(spread, Items):
                return collapsed([*terms, spread])
            terms.extend(spread.items)
        else:
            terms.append(state.evaluate(child, frame))
    return items(terms) if len(inner) <= MOST_ITEMS else collapsed(terms)


def _dictionary(node: Node, frame: Frame, state: State) -> Term:
    """A dictionary; not whole where a key or what is spread into it is not known."""
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
    listed = _listed(node, frame, state)
    if listed is not None:
        return listed
    place = frame.module.place(node)
    before = state.path
    outer: dict[str, Term | None] = {}
    sources: list[Term] = []
    for child in node.named_children:
        if child.type == "for_in_clause":
            source = state.evaluate(child.child_by_field_name("right"), frame)
            sources.append(source)
            left = child.child_by_field_name("left")
            for identifier in identifiers(left) if left is not None else ():
                name = _of(identifier, frame)
                outer.setdefault(name, state.names.get((frame, name)))
                state.bind(frame, name, operation("each", (source,), place))
        elif child.type == "if_clause":
            test = condition(_inside(child), frame, state)
            state.consume(test, place)
            state.path = state.under(test, place)
            if not state.quiet:
                state.trace.kept.append(Guard(test, place, source=_of(child, frame)))
    body = node.child_by_field_name("body")
    pair = body.named_children if body is not None and body.type == "pair" else [body]
    elements = [state.evaluate(part, frame) for part in pair]
    if state.path != before:
        for element in elements:
            state.consume(element, place)
    state.path = before
    for name, value in outer.items():
        if value is None:
            state.names.pop((frame, name), None)
        else:
            state.bind(frame, name, value)
    return operation("mapped", (*sources, *elements), place, _of(node, frame))


def _listed(node: Node, frame: Frame, state: State) -> Term | None:
    """A list made of each item of a short list that is known: `[load(x) for x in [a, b, c] if x]`."""
    clauses = [child for child in node.named_children if child.type.endswith("_clause")]
    body = node.child_by_field_name("body")
    left = clauses[0].child_by_field_name("left") if clauses else None
    if body is None or left is None or left.type != "identifier" or len(clauses) > 2 or body.type == "pair":
        return None
    if len(clauses) == 2 and clauses[1].type != "if_clause":
        return None
    source = state.evaluate(clauses[0].child_by_field_name("right"), frame)
    if not isinstance(source, Items) or not source.inputs or len(source.items) > MOST_UNROLLED:
        return None
    place = frame.module.place(node)
    key = frame, _of(left, frame)
    before, outer = state.path, state.names.get(key)
    result: Term = Items(())
    for item in source.items:
        state.names[key] = item
        test = condition(_inside(clauses[1]), frame, state) if len(clauses) == 2 else Const(True)
        if not isinstance(test, Const):
            state.path = state.under(test, place)
        longer = _longer(result, state.evaluate(body, frame), place)
        state.path = before
        if isinstance(test, Const):
            result = longer if test.value else result
        else:
            result = choice(test, longer, result, place, _of(node, frame))
    if outer is None:
        del state.names[key]
    else:
        state.names[key] = outer
    return result


def _longer(listed: Term, item: Term, place: Place) -> Term:
    return items((*listed.items, item)) if isinstance(listed, Items) else operation("append", (listed, item), place)


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
