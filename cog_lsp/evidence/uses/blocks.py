"""Loops, `try` and `with`."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from cog_lsp.evidence.uses.assign import assign
from cog_lsp.evidence.uses.displays import identifiers
from cog_lsp.evidence.uses.operators import condition
from cog_lsp.evidence.uses.state import Frame, State
from cog_lsp.evidence.uses.terms import Const, Items, Opaque, Place, negation, operation
from cog_lsp.evidence.uses.trace import ATTEMPT, LOOP, Guard

MOST_UNROLLED = 8
"""Items of a list whose body is read once for each."""
BROAD = frozenset(["", "Exception", "BaseException"])


def _for(node: Node, frame: Frame, state: State) -> bool:
    """A loop over a short list that is known is read once for each item, any other once for all."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    body = node.child_by_field_name("body")
    source = state.evaluate(right, frame)
    place = frame.module.place(node)
    if left is None or body is None:
        return False
    if (
        isinstance(source, Items)
        and 0 < len(source.items) <= MOST_UNROLLED
        and _is_each_read(source, left, body, frame)
    ):
        for item in source.items:
            assign(left, item, frame, state)
            _once(body, frame, state)
    else:
        state.consume(source, place)
        item = operation("each", (source,), place) if source.inputs else Opaque()

        def once() -> None:
            assign(left, item, frame, state)
            _once(body, frame, state)

        _loop(source.inputs, place, state, once)
    return state.block(_else_of(node), frame)


def _is_each_read(source: Items, left: Node, body: Node, frame: Frame) -> bool:
    """Whether the items of a list matter one by one: they are made of inputs, or name what the body looks up."""
    if source.inputs:
        return True
    are_names = all(isinstance(item, Const) and isinstance(item.value, str) for item in source.items)
    return are_names and f"[{frame.module.piece.of(left)}]" in frame.module.piece.of(body)


def _while(node: Node, frame: Frame, state: State) -> bool:
    test = condition(node.child_by_field_name("condition"), frame, state)
    place = frame.module.place(node)
    state.consume(test, place)
    body = node.child_by_field_name("body")
    _loop(test.inputs, place, state, lambda: _once(body, frame, state))
    return state.block(_else_of(node), frame)


def _else_of(node: Node) -> Node | None:
    clause = next(iter(node.children_by_field_name("alternative")), None)
    return None if clause is None else clause.child_by_field_name("body")


def _loop(inputs: tuple[str, ...], place: Place, state: State, once: Callable[[], None]) -> None:
    """A body that may run any number of times: it is read once, and may not have run."""
    path, names = state.path, dict(state.names)
    guard = Opaque(inputs, LOOP)
    state.path = state.extended([Guard(guard, place)])
    once()
    state.path = path
    state.merge(guard, state.names, names, place)


def _once(body: Node | None, frame: Frame, state: State) -> None:
    mark = len(state.exits)
    before = state.path
    state.block(body, frame)
    state.path = before
    state.exits[mark:] = [exit for exit in state.exits[mark:] if exit.kind != "loop"]


def _try(node: Node, frame: Frame, state: State) -> bool:
    """A `try`: what it refuses is caught where a handler goes on; a handler that ends the run refuses itself."""
    clauses = [child for child in node.named_children if child.type in ("except_clause", "except_group_clause")]
    swallowed: frozenset[str] = (
        frozenset().union(*(_caught(clause, frame) for clause in clauses if not _ends(clause)))
        if clauses
        else frozenset()
    )
    names, path = dict(state.names), state.path
    mark, first = len(state.exits), len(state.trace.uses)
    if swallowed:
        state.catching.append(swallowed)
    ended = state.block(node.child_by_field_name("body"), frame)
    if swallowed:
        state.catching.pop()
        state.exits[mark:] = [exit for exit in state.exits[mark:] if exit.kind != "raise"]
    inputs = tuple(dict.fromkeys(use.name for use in state.trace.uses[first:] if use.kind == "value"))
    place = frame.module.place(node)
    failed = Opaque(inputs, ATTEMPT)
    if swallowed:  # the flow that left in the body goes on below where the body failed
        went_well = Guard(negation(failed), place)
        state.exits[mark:] = [
            exit._replace(path=(*path, went_well, *exit.path[len(path) :])) for exit in state.exits[mark:]
        ]
    after, survivors = state.names, state.path
    for clause in clauses:
        state.names = dict(names)
        state.path = path
        state.path = state.extended([Guard(failed, frame.module.place(clause))])
        _bind_error(clause, frame, state)
        body = next((child for child in clause.named_children if child.type == "block"), None)
        if not state.block(body, frame):
            if ended:
                after, ended = state.names, False
            else:
                state.merge(failed, state.names, after, place)
                after = state.names
    state.names, state.path = after, survivors if not ended else path
    for child in node.named_children:
        if child.type == "else_clause" and not ended:
            ended = state.block(child.child_by_field_name("body"), frame)
        elif child.type == "finally_clause":
            inner = next((part for part in child.named_children if part.type == "block"), None)
            ended = state.block(inner, frame) or ended
    return ended


def _bind_error(clause: Node, frame: Frame, state: State) -> None:
    for name in (n for child in clause.named_children if child.type != "block" for n in identifiers(child)):
        parent = name.parent
        if parent is not None and parent.type == "as_pattern_target":
            state.bind(frame, frame.module.piece.of(name), Opaque())


def _caught(clause: Node, frame: Frame) -> frozenset[str]:
    """The exceptions that a handler takes; an empty name for all of them."""
    exceptions = [frame.module.piece.of(child) for child in clause.named_children if child.type != "block"]
    names = {word for text in exceptions for word in text.partition(" as ")[0].strip("() ").replace(",", " ").split()}
    return frozenset([""]) if not names or names & BROAD else frozenset(names)


def _ends(clause: Node) -> bool:
    """Whether a handler ends the run on the way that it always takes."""
    body = next((child for child in clause.named_children if child.type == "block"), None)
    last = body.named_children[-1] if body is not None and body.named_children else None
    return last is not None and last.type == "raise_statement"


def _with(node: Node, frame: Frame, state: State) -> bool:
    """`with opened as name`: the name is bound to what was opened."""
    clause = next((child for child in node.named_children if child.type == "with_clause"), None)
    for item in clause.named_children if clause is not None else ():
        value = item.child_by_field_name("value")
        if value is not None and value.type == "as_pattern":
            inner = value.named_children
            term = state.evaluate(inner[0] if inner else None, frame)
            state.consume(term, frame.module.place(item))
            for target in inner[1:]:
                assign(target, term, frame, state)
        else:
            state.evaluate(value, frame)
    return state.block(node.child_by_field_name("body"), frame)


BLOCKS: dict[str, Callable[[Node, Frame, State], bool]] = {
    "for_statement": _for,
    "while_statement": _while,
    "try_statement": _try,
    "with_statement": _with,
}
"""The reader of each kind of statement."""
