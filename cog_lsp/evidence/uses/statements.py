"""Statements: bindings, and what ends a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tree_sitter import Node

from cog_lsp.evidence.uses import known
from cog_lsp.evidence.uses.assign import assign, augmented
from cog_lsp.evidence.uses.blocks import BLOCKS
from cog_lsp.evidence.uses.branches import BRANCHES
from cog_lsp.evidence.uses.displays import identifiers
from cog_lsp.evidence.uses.expressions import closure, evaluate
from cog_lsp.evidence.uses.modules import definition, imported
from cog_lsp.evidence.uses.operations import message_of
from cog_lsp.evidence.uses.operators import condition
from cog_lsp.evidence.uses.state import DEEPEST_NESTING, Exit, Frame, State
from cog_lsp.evidence.uses.terms import Callable as Target
from cog_lsp.evidence.uses.terms import Const, Items, Opaque, Operation, Table, Term, negation
from cog_lsp.evidence.uses.trace import Guard


def block(node: Node | None, frame: Frame, state: State) -> bool:
    """Reads the statements of a block in order; True where the flow never comes to its end."""
    if node is None:
        return False
    for statement in node.named_children:
        mark, before = len(state.exits), state.path
        ended = _statement(statement, frame, state)
        if ended:
            return True
        state.path = before
        state.path = state.extended(_survived(state.exits[mark:], frame, state))
    return False


def _survived(exits: Iterable[Exit], frame: Frame, state: State) -> list[Guard]:
    """What holds after a statement because the flow did not leave in it."""
    guards: list[Guard] = []
    for exit in exits:
        if exit.frame is not frame and exit.kind != "raise":
            continue
        further = exit.path[len(state.path) :]
        if not further or len(further) > 4 or exit.path[: len(state.path)] != state.path:
            continue
        if exit.kind == "raise" and not any(guard.test.inputs for guard in further):
            continue
        tests = tuple(guard.test for guard in further if not guard.assumed)
        if not tests:
            continue
        test = tests[0] if len(tests) == 1 else Operation("and", tests, further[0].at)
        guards.append(Guard(negation(test), further[0].at, exit.kind == "raise", further[0].source))
    return guards


def _statement(node: Node, frame: Frame, state: State) -> bool:
    reader = STATEMENTS.get(node.type)
    if reader is None or state.depth > DEEPEST_NESTING or not state.step():
        if node.type not in IGNORED:
            _unread(node, frame, state)
        return False
    state.depth += 1
    ended = reader(node, frame, state)
    state.depth -= 1
    return ended


def _unread(node: Node, frame: Frame, state: State) -> None:
    """A statement of a kind that is not read: whatever is named in it is used."""
    place = frame.module.place(node)
    for name in identifiers(node):
        term = state.names.get((frame, frame.module.piece.of(name)))
        if term is not None:
            state.consume(term, place)


def _expression(node: Node, frame: Frame, state: State) -> bool:
    mark = len(state.exits)
    for child in node.named_children:
        if child.type == "assignment":
            _assignment(child, frame, state)
        elif child.type == "augmented_assignment":
            augmented(child, frame, state)
        elif child.type != "comment":
            evaluate(child, frame, state)
    return any(exit.kind == "raise" and exit.frame is frame and exit.path == state.path for exit in state.exits[mark:])


def _assignment(node: Node, frame: Frame, state: State) -> None:
    """`name = value`, also several in a row."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return
    if right.type == "assignment":  # a = b = value
        _assignment(right, frame, state)
        inner = right.child_by_field_name("left")
        value = evaluate(inner, frame, state)
    else:
        value = evaluate(right, frame, state)
    assign(left, value, frame, state)


def _return(node: Node, frame: Frame, state: State) -> bool:
    """`return value`; the entry's own return of an error is a refusal."""
    inner = [child for child in node.named_children if child.type != "comment"]
    value = evaluate(inner[0] if inner else None, frame, state)
    message = _failure(value)
    kind = "return"
    if message and frame.depth == 0:
        state.refuse(frame, frame.module.place(node), message, "return")
        kind = "raise"
    frame.returns.append((state.path, value))
    state.leave(frame, kind)
    return True


def _failure(value: Term) -> str:
    """The text of an error that is returned instead of raised."""
    if isinstance(value, Items) and value.items:
        return next((text for text in map(_failure, value.items) if text), "")
    if isinstance(value, Table):
        return next((_any_text(value.entries[key]) for key in ("error", "Error") if key in value.entries), "")
    text = message_of(value)
    return text if text.lower().startswith(known.FAILURE) else ""


def _any_text(value: Term) -> str:
    return message_of(value) or "…"


def _raise(node: Node, frame: Frame, state: State) -> bool:
    """`raise Error(message)` refuses what leads to it."""
    inner = node.named_children[0] if node.named_children else None
    message, exception = "", ""
    if inner is not None and inner.type == "call":
        callee, listing = inner.child_by_field_name("function"), inner.child_by_field_name("arguments")
        exception = "" if callee is None else frame.module.piece.of(callee)
        for child in listing.named_children if listing is not None else ():
            value = child.child_by_field_name("value") if child.type == "keyword_argument" else child
            term = evaluate(value, frame, state)
            state.consume(term, frame.module.place(node), "refusal")
            message = message or message_of(term)
    elif inner is not None:
        exception = frame.module.piece.of(inner)
    state.refuse(frame, frame.module.place(node), message, "raise", exception)
    state.leave(frame, "raise")
    return True


def _assert(node: Node, frame: Frame, state: State) -> bool:
    """`assert test, message` refuses what the test does not hold for."""
    inner = [child for child in node.named_children if child.type != "comment"]
    if not inner:
        return False
    test = condition(inner[0], frame, state)
    message = message_of(evaluate(inner[1], frame, state)) if len(inner) > 1 else ""
    place = frame.module.place(node)
    before = state.path
    state.path = state.under(negation(test), place, frame.module.piece.of(inner[0]))
    state.refuse(frame, place, message, "assert", "AssertionError")
    state.consume(test, place, "refusal")
    state.leave(frame, "raise")
    state.path = before
    return isinstance(test, Const) and not test.value


def _define(node: Node, frame: Frame, state: State) -> bool:
    function = definition(node, "function_definition")
    inner = function or definition(node, "class_definition")
    if inner is not None:
        closure(inner, frame, state)
        name = frame.module.name_of(inner)
        state.bind(frame, name, Target(name, function, None, frame) if function is not None else Opaque())
    return False


def _import(node: Node, frame: Frame, _: State) -> bool:
    for local, (source, original) in imported(frame.module, node):
        module = frame.module
        known_before = module.imports.get(local)
        if known_before is None:
            module.imports[local] = source, original
    return False


def _delete(node: Node, frame: Frame, state: State) -> bool:
    for child in node.named_children:
        for name in identifiers(child):
            if child.type in ("identifier", "expression_list"):
                state.names.pop((frame, frame.module.piece.of(name)), None)
    return False


def _leave_loop(node: Node, frame: Frame, state: State) -> bool:
    state.leave(frame, "loop", again=node.type == "continue_statement")
    return True


def _outside(node: Node, frame: Frame, state: State) -> bool:
    """`global` and `nonlocal`: what is bound is read where nobody sees it."""
    state.lose(frame.module.place(node), frame)
    return False


IGNORED = frozenset(["comment", "pass_statement"])
STATEMENTS: dict[str, Callable[[Node, Frame, State], bool]] = {
    **BRANCHES,
    **BLOCKS,
    "expression_statement": _expression,
    "return_statement": _return,
    "raise_statement": _raise,
    "assert_statement": _assert,
    "function_definition": _define,
    "class_definition": _define,
    "decorated_definition": _define,
    "import_statement": _import,
    "import_from_statement": _import,
    "future_import_statement": _import,
    "global_statement": _outside,
    "nonlocal_statement": _outside,
    "delete_statement": _delete,
    "break_statement": _leave_loop,
    "continue_statement": _leave_loop,
}
"""The reader of each kind of statement."""
