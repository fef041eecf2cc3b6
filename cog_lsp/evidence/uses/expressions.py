"""Expressions, from nodes to terms."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from cog_lsp.evidence.uses.displays import DISPLAYS, identifiers
from cog_lsp.evidence.uses.lookup import attribute, lookup
from cog_lsp.evidence.uses.modules import Module
from cog_lsp.evidence.uses.operators import OPERATORS
from cog_lsp.evidence.uses.state import DEEPEST_NESTING, Frame, State
from cog_lsp.evidence.uses.terms import NONE, Const, Opaque, Term, union
from cog_lsp.evidence.uses.terms import Callable as Target


def evaluate(node: Node | None, frame: Frame, state: State) -> Term:
    """The term of an expression. What is consumed on the way is noted."""
    if node is None:
        return NONE
    reader = READERS.get(node.type)
    if reader is None or state.depth > DEEPEST_NESTING or not state.step():
        return _unread(node, frame, state)
    state.depth += 1
    term = reader(node, frame, state)
    state.depth -= 1
    return term


def _unread(node: Node, frame: Frame, state: State) -> Term:
    """An expression of a kind that is not read: whatever is named in it is used."""
    place = frame.module.place(node)
    terms: list[Term] = []
    for name in identifiers(node):
        term = state.names.get((frame, frame.module.piece.of(name)))
        if term is not None:
            state.consume(term, place)
            terms.append(term)
    return Opaque(union(terms))


def _identifier(node: Node, frame: Frame, state: State) -> Term:
    term = lookup(frame.module.piece.of(node), frame, state)
    if isinstance(term, Node):  # the constant of a module, read where it stands
        return _constant(term, frame.module, state)
    return term


def _constant(node: Node, module: Module, state: State) -> Term:
    """What a name at the top of a file is set to."""
    key = (module, f"={node.start_byte}")
    if key not in state.names:
        state.names[key] = Opaque()
        state.quiet += 1
        state.names[key] = evaluate(node, Frame(module, None, None, 99), state)
        state.quiet -= 1
    return state.names[key]


def _attribute(node: Node, frame: Frame, state: State) -> Term:
    owner, name = node.child_by_field_name("object"), node.child_by_field_name("attribute")
    if owner is None or name is None:
        return Opaque()
    value = evaluate(owner, frame, state)
    member = attribute(value, frame.module.piece.of(name), state, frame.module.place(node))
    if isinstance(member, tuple):
        module, constant = member
        return _constant(constant, module, state)
    return member


def _number(node: Node, frame: Frame, _: State) -> Term:
    source = frame.module.piece.of(node).replace("_", "")
    try:
        return Const(int(source, 0) if node.type == "integer" else float(source))
    except ValueError:
        return Opaque()


def _first(node: Node, frame: Frame, state: State) -> Term:
    inner = [child for child in node.named_children if child.type != "comment"]
    return evaluate(inner[0] if inner else None, frame, state)


def _lambda(node: Node, frame: Frame, state: State) -> Term:
    return Target("lambda", closure(node, frame, state), None, frame)


def closure(node: Node, frame: Frame, state: State) -> Node:
    """A function inside the function: what it takes from outside may be used whenever it is called."""
    place = frame.module.place(node)
    for name in identifiers(node):
        term = state.names.get((frame, frame.module.piece.of(name)))
        if term is not None:
            state.consume(term, place)
    return node


def _named(node: Node, frame: Frame, state: State) -> Term:
    name = node.child_by_field_name("name")
    value = evaluate(node.child_by_field_name("value"), frame, state)
    if name is not None:
        state.bind(frame, frame.module.piece.of(name), value)
    return value


def _yield(node: Node, frame: Frame, state: State) -> Term:
    for child in node.named_children:
        state.consume(evaluate(child, frame, state), frame.module.place(node))
    return Opaque()


def _call(node: Node, frame: Frame, state: State) -> Term:
    return state.call(node, frame, state)


READERS: dict[str, Callable[[Node, Frame, State], Term]] = {
    **OPERATORS,
    **DISPLAYS,
    "identifier": _identifier,
    "attribute": _attribute,
    "integer": _number,
    "float": _number,
    "true": lambda *_: Const(True),
    "false": lambda *_: Const(False),
    "none": lambda *_: NONE,
    "ellipsis": lambda *_: Opaque(),
    "parenthesized_expression": _first,
    "await": _first,
    "list_splat": _first,
    "lambda": _lambda,
    "named_expression": _named,
    "yield": _yield,
    "call": _call,
}
"""The reader of each kind of node."""
