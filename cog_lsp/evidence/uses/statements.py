"""Statements: bindings, branches, loops and what ends a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tree_sitter import Node

from cog_lsp.evidence.uses import known
from cog_lsp.evidence.uses.assign import assign, augmented
from cog_lsp.evidence.uses.calls import message_of
from cog_lsp.evidence.uses.expressions import closure, condition, evaluate, identifiers
from cog_lsp.evidence.uses.modules import definition, imported
from cog_lsp.evidence.uses.state import ATTEMPT, DEEPEST_NESTING, LOOP, Branch, Exit, Frame, Guard, State
from cog_lsp.evidence.uses.terms import Callable as Target
from cog_lsp.evidence.uses.terms import (
    Const,
    Items,
    Opaque,
    Operation,
    Place,
    Table,
    Term,
    atoms,
    negation,
    operation,
)

MOST_UNROLLED = 8
BROAD = frozenset(["", "Exception", "BaseException"])


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
    found: list[Guard] = []
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
        found.append(Guard(negation(test), further[0].at, exit.kind == "raise", further[0].source))
    return found


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
    inner = [child for child in node.named_children if child.type != "comment"]
    value = evaluate(inner[0] if inner else None, frame, state)
    message = _failure(value)
    kind = "return"
    if message and frame.depth == 0:
        state.refuse(frame.module.place(node), message, "return")
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
    state.refuse(frame.module.place(node), message, "raise", exception)
    state.leave(frame, "raise")
    return True


def _assert(node: Node, frame: Frame, state: State) -> bool:
    inner = [child for child in node.named_children if child.type != "comment"]
    if not inner:
        return False
    test = condition(inner[0], frame, state)
    message = message_of(evaluate(inner[1], frame, state)) if len(inner) > 1 else ""
    place = frame.module.place(node)
    before = state.path
    state.path = state.under(negation(test), place, frame.module.piece.of(inner[0]))
    state.refuse(place, message, "assert", "AssertionError")
    state.consume(test, place, "refusal")
    state.leave(frame, "raise")
    state.path = before
    return isinstance(test, Const) and not test.value


def _if(node: Node, frame: Frame, state: State) -> bool:
    branches: list[tuple[Node | None, Node | None]] = [
        (node.child_by_field_name("condition"), node.child_by_field_name("consequence"))
    ]
    otherwise: Node | None = None
    for clause in node.children_by_field_name("alternative"):
        if clause.type == "elif_clause":
            branches.append((clause.child_by_field_name("condition"), clause.child_by_field_name("consequence")))
        else:
            otherwise = clause.child_by_field_name("body")
    return _branch(branches, otherwise, frame, state)


def _branch(
    branches: list[tuple[Node | None, Node | None]], otherwise: Node | None, frame: Frame, state: State
) -> bool:
    """The first of some branches whose condition holds."""
    (test_node, body), rest = branches[0], branches[1:]
    if test_node is None or state.depth > DEEPEST_NESTING:
        return block(body, frame, state)
    test = condition(test_node, frame, state)
    place, source = frame.module.place(test_node), frame.module.piece.of(test_node)

    def other() -> bool:
        if rest:
            return _branch(rest, otherwise, frame, state)
        return block(otherwise, frame, state)

    state.depth += 1
    ended = fork(test, place, source, lambda: block(body, frame, state), other, state, frame)
    state.depth -= 1
    return ended


def _only_raises(state: State, mark: int) -> bool:
    """Whether every exit since then is an error."""
    return all(exit.kind == "raise" for exit in state.exits[mark:])


def fork(
    test: Term,
    place: Place,
    source: str,
    then: Callable[[], bool],
    otherwise: Callable[[], bool],
    state: State,
    frame: Frame,
) -> bool:
    """Reads both sides of a test, each with what the test says, and joins what they bound."""
    if isinstance(test, Const):
        return then() if test.value else otherwise()
    path, names, trace = state.path, dict(state.names), state.trace
    first, mark = len(trace.uses), len(state.exits)
    state.path = state.under(test, place, source)
    then_ended = then()
    then_names, state.names = state.names, dict(names)
    raises = then_ended and _only_raises(state, mark)
    state.path = path
    state.path = state.extended([Guard(p, place, raises, source) for p in atoms(negation(test))])
    second, mark = len(trace.uses), len(state.exits)
    other_ended = otherwise()
    other_raises = other_ended and _only_raises(state, mark)
    state.path = path
    if not state.quiet:
        used = trace.uses[first:second] if not raises else []
        used += trace.uses[second:] if not (other_raises or raises) else []
        does = any(use.kind in ("value", "test") for use in used) or (then_ended and not raises)
        does = does or (other_ended and not other_raises)
        trace.branches.append(Branch(Guard(test, place, source=source), path, does, raises, other_raises, frame.depth))
        state.consume(test, place, "test" if does else "refusal" if raises or other_raises else "log")
    if then_ended and other_ended:
        return True
    if then_ended:
        return False
    if other_ended:
        state.names = then_names
        return False
    state.merge(test, then_names, state.names, place, source)
    return False


def _for(node: Node, frame: Frame, state: State) -> bool:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    body = node.child_by_field_name("body")
    source = evaluate(right, frame, state)
    place = frame.module.place(node)
    if left is None or body is None:
        return False
    if isinstance(source, Items) and 0 < len(source.items) <= MOST_UNROLLED and source.inputs:
        for item in source.items:
            assign(left, item, frame, state)
            _once(body, frame, state)
    else:
        state.consume(source, place)
        item = operation("each", (source,), place) if source.inputs else Opaque()
        _loop(source.inputs, place, frame, state, lambda: (assign(left, item, frame, state), _once(body, frame, state)))
    return block(_else_of(node), frame, state)


def _while(node: Node, frame: Frame, state: State) -> bool:
    test = condition(node.child_by_field_name("condition"), frame, state)
    place = frame.module.place(node)
    state.consume(test, place, "test")
    body = node.child_by_field_name("body")
    _loop(test.inputs, place, frame, state, lambda: _once(body, frame, state) if body is not None else None)
    return block(_else_of(node), frame, state)


def _else_of(node: Node) -> Node | None:
    clause = next(iter(node.children_by_field_name("alternative")), None)
    return None if clause is None else clause.child_by_field_name("body")


def _loop(inputs: tuple[str, ...], place: Place, frame: Frame, state: State, once: Callable[[], object]) -> None:
    """A body that may run any number of times: it is read once, and may not have run."""
    path, names = state.path, dict(state.names)
    guard = Opaque(inputs, LOOP)
    state.path = state.extended([Guard(guard, place)])
    once()
    state.path = path
    state.merge(guard, state.names, names, place)


def _once(body: Node, frame: Frame, state: State) -> None:
    mark = len(state.exits)
    before = state.path
    block(body, frame, state)
    state.path = before
    state.exits[mark:] = [exit for exit in state.exits[mark:] if exit.kind != "loop"]


def _try(node: Node, frame: Frame, state: State) -> bool:
    """A `try`: what it refuses is caught where a handler goes on; a handler that ends the run refuses itself."""
    clauses = [child for child in node.named_children if child.type in ("except_clause", "except_group_clause")]
    swallowed: frozenset[str] = frozenset().union(
        *(_caught(clause, frame) for clause in clauses if not _ends(clause))
    ) if clauses else frozenset()
    names, path = dict(state.names), state.path
    mark, first = len(state.exits), len(state.trace.uses)
    if swallowed:
        state.catching.append(swallowed)
    ended = block(node.child_by_field_name("body"), frame, state)
    if swallowed:
        state.catching.pop()
        state.exits[mark:] = [exit for exit in state.exits[mark:] if exit.kind != "raise"]
    inputs = tuple(dict.fromkeys(use.name for use in state.trace.uses[first:] if use.kind == "value"))
    place = frame.module.place(node)
    failed = Opaque(inputs, ATTEMPT)
    after, survivors = state.names, state.path
    for clause in clauses:
        state.names = dict(names)
        state.path = path
        state.path = state.extended([Guard(failed, frame.module.place(clause))])
        _bind_error(clause, frame, state)
        body = next((child for child in clause.named_children if child.type == "block"), None)
        if not block(body, frame, state):
            if ended:
                after, ended = state.names, False
            else:
                state.merge(failed, state.names, after, place)
                after = state.names
    state.names, state.path = after, survivors if not ended else path
    for child in node.named_children:
        if child.type == "else_clause" and not ended:
            ended = block(child.child_by_field_name("body"), frame, state)
        elif child.type == "finally_clause":
            inner = next((part for part in child.named_children if part.type == "block"), None)
            ended = block(inner, frame, state) or ended
    return ended


def _bind_error(clause: Node, frame: Frame, state: State) -> None:
    for name in (n for child in clause.named_children if child.type != "block" for n in identifiers(child)):
        parent = name.parent
        if parent is not None and parent.type == "as_pattern_target":
            state.bind(frame, frame.module.piece.of(name), Opaque())


def _caught(clause: Node, frame: Frame) -> frozenset[str]:
    """The exceptions that a handler takes; an empty name for all of them."""
    found = [frame.module.piece.of(child) for child in clause.named_children if child.type != "block"]
    names = {word for text in found for word in text.partition(" as ")[0].strip("() ").replace(",", " ").split()}
    return frozenset([""]) if not names or names & BROAD else frozenset(names)


def _ends(clause: Node) -> bool:
    """Whether a handler ends the run on the way that it always takes."""
    body = next((child for child in clause.named_children if child.type == "block"), None)
    last = body.named_children[-1] if body is not None and body.named_children else None
    return last is not None and last.type == "raise_statement"


def _with(node: Node, frame: Frame, state: State) -> bool:
    clause = next((child for child in node.named_children if child.type == "with_clause"), None)
    for item in clause.named_children if clause is not None else ():
        value = item.child_by_field_name("value")
        if value is not None and value.type == "as_pattern":
            inner = value.named_children
            term = evaluate(inner[0] if inner else None, frame, state)
            for target in inner[1:]:
                assign(target, term, frame, state)
        else:
            evaluate(value, frame, state)
    return block(node.child_by_field_name("body"), frame, state)


def _match(node: Node, frame: Frame, state: State) -> bool:
    """`match`: a case with a literal is a comparison, any other may be taken or not."""
    subject = evaluate(next(iter(node.children_by_field_name("subject")), None), frame, state)
    body = node.child_by_field_name("body")
    cases = [child for child in body.named_children if child.type == "case_clause"] if body is not None else []
    return _cases(cases, subject, frame, state)


def _cases(cases: list[Node], subject: Term, frame: Frame, state: State) -> bool:
    if not cases or state.depth > DEEPEST_NESTING:
        return False
    case, rest = cases[0], cases[1:]
    place = frame.module.place(case)
    patterns = [child for child in case.named_children if child.type == "case_pattern"]
    test = _pattern(patterns[0], subject, frame, state, place) if len(patterns) == 1 else Opaque(subject.inputs)
    inside = case.child_by_field_name("consequence")
    return fork(
        test,
        place,
        frame.module.piece.of(patterns[0]) if patterns else "",
        lambda: block(inside, frame, state),
        lambda: _cases(rest, subject, frame, state),
        state,
        frame,
    )


def _pattern(pattern: Node, subject: Term, frame: Frame, state: State, place: Place) -> Term:
    source = frame.module.piece.of(pattern)
    if source == "_":
        return Const(True)
    inner = pattern.named_children
    if len(inner) == 1 and inner[0].type in ("string", "integer", "none", "true", "false"):
        return operation("==", (subject, evaluate(inner[0], frame, state)), place, source)
    for name in identifiers(pattern):
        state.bind(frame, frame.module.piece.of(name), Opaque(subject.inputs, consumed=False))
    return Opaque(subject.inputs)


def _define(node: Node, frame: Frame, state: State) -> bool:
    function = definition(node, "function_definition")
    inner = function or definition(node, "class_definition")
    if inner is not None:
        closure(inner, frame, state)
        name = frame.module.name_of(inner)
        state.bind(frame, name, Target(name, function, None, frame) if function is not None else Opaque())
    return False


def _import(node: Node, frame: Frame, state: State) -> bool:
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
    state.leave(frame, "loop")
    return True


IGNORED = frozenset(["comment", "pass_statement", "global_statement", "nonlocal_statement", ";"])
STATEMENTS: dict[str, Callable[[Node, Frame, State], bool]] = {
    "expression_statement": _expression,
    "return_statement": _return,
    "raise_statement": _raise,
    "assert_statement": _assert,
    "if_statement": _if,
    "for_statement": _for,
    "while_statement": _while,
    "try_statement": _try,
    "with_statement": _with,
    "match_statement": _match,
    "function_definition": _define,
    "class_definition": _define,
    "decorated_definition": _define,
    "import_statement": _import,
    "import_from_statement": _import,
    "future_import_statement": _import,
    "delete_statement": _delete,
    "break_statement": _leave_loop,
    "continue_statement": _leave_loop,
}

__all__ = ["Table", "block", "fork"]
