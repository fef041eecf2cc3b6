"""Branches: `if` and `match`. Both sides are read, and what they bound is joined."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from cog_lsp.evidence.uses.displays import identifiers
from cog_lsp.evidence.uses.operators import condition
from cog_lsp.evidence.uses.state import DEEPEST_NESTING, Frame, State
from cog_lsp.evidence.uses.terms import Const, Place, Term, atoms, collapsed, negation, operation
from cog_lsp.evidence.uses.trace import Branch, Guard, Trace, Use


def _if(node: Node, frame: Frame, state: State) -> bool:
    """`if`, its `elif` and its `else`, as conditions with their blocks."""
    branches: list[tuple[Node | None, Node | None]] = [
        (node.child_by_field_name("condition"), node.child_by_field_name("consequence"))
    ]
    otherwise: Node | None = None
    for clause in node.children_by_field_name("alternative"):
        if clause.type == "elif_clause":
            branches.append((clause.child_by_field_name("condition"), clause.child_by_field_name("consequence")))
        else:
            otherwise = clause.child_by_field_name("body")
    return _branch(branches, otherwise, frame, state, is_last=_is_last(node))


LOOPS = frozenset(["for_statement", "while_statement"])


def _is_last(node: Node) -> bool:
    """Whether a statement is the last thing that the body of a loop does."""
    end = node.end_byte
    block = node.parent
    while block is not None and block.type == "block" and block.end_byte == end and block.parent is not None:
        if block.parent.type in LOOPS:
            return True
        block = block.parent.parent
    return False


def _branch(
    branches: list[tuple[Node | None, Node | None]],
    otherwise: Node | None,
    frame: Frame,
    state: State,
    *,
    is_last: bool,
) -> bool:
    """The first of some branches whose condition holds."""
    (test_node, body), rest = branches[0], branches[1:]
    if test_node is None or state.depth > DEEPEST_NESTING:
        return state.block(body, frame)
    test = condition(test_node, frame, state)
    place, source = frame.module.place(test_node), frame.module.piece.of(test_node)

    def other() -> bool:
        if rest:
            return _branch(rest, otherwise, frame, state, is_last=is_last)
        return state.block(otherwise, frame)

    state.depth += 1
    ended = fork(
        *(test, place, source, lambda: state.block(body, frame), other, state, frame),
        is_chain=bool(rest),
        is_last=is_last,
    )
    state.depth -= 1
    return ended


def _only(state: State, mark: int, kind: str) -> bool:
    """Whether every exit since then is of one kind. What was bound before a `break` holds behind the loop."""
    return all(exit.kind == kind for exit in state.exits[mark:])


def _refuse(trace: Trace, uses: tuple[int, int], branches: tuple[int, int]) -> None:
    """What is used on a way that always ends with an error has no other effect."""
    first, last = uses
    for position in range(first, last):
        if trace.uses[position].kind in ("value", "test"):
            trace.uses[position] = trace.uses[position]._replace(kind="refusal")
    del trace.branches[slice(*branches)]


def _is_effective(uses: list[Use]) -> bool:
    """Whether what is used has an effect, or decides about one."""
    return any(use.kind in ("value", "test") for use in uses)


def fork(
    test: Term,
    place: Place,
    source: str,
    then: Callable[[], bool],
    otherwise: Callable[[], bool],
    state: State,
    frame: Frame,
    *,
    is_chain: bool = False,
    is_last: bool = False,
) -> bool:
    """Reads both sides of a test, each with what the test says, and joins what they bound. `is_chain`: the other side
    is nothing but a further test. `is_last`: a loop does nothing else behind it."""
    if isinstance(test, Const):
        return then() if test.value else otherwise()
    path, names, trace = state.path, dict(state.names), state.trace
    branch = len(trace.branches)
    first, mark, effects = len(trace.uses), len(state.exits), state.effects
    state.path = state.under(test, place, source)
    then_ended = then()
    then_goes_on = not then_ended or _only(state, mark, "loop")
    then_names, state.names = state.names, dict(names)
    raises = then_ended and _only(state, mark, "raise")
    skips = then_ended and all(exit.again for exit in state.exits[mark:])
    state.path = path
    state.path = state.extended([Guard(p, place, raises, source) for p in atoms(negation(test))])
    between, effects_between = len(trace.branches), state.effects
    second, mark = len(trace.uses), len(state.exits)
    other_ended = otherwise()
    other_raises = other_ended and _only(state, mark, "raise")
    state.path = path
    if not state.quiet:
        then_does = not raises and (then_ended or effects_between > effects or _is_effective(trace.uses[first:second]))
        other_does = (other_ended and not other_raises) or (
            not raises
            and (state.effects > effects_between or (not other_raises and _is_effective(trace.uses[second:])))
        )
        does = then_does or other_does
        decides = then_does or raises or (not is_chain and (other_does or other_raises))
        if raises or other_raises:
            _refuse(
                trace,
                (first, second) if raises else (second, len(trace.uses)),
                (branch, between) if raises else (between, len(trace.branches)),
            )
        keeps = None
        if then_does and not other_does and not other_raises:
            is_skip = skips and effects_between == effects and not _is_effective(trace.uses[first:second])
            keeps = False if is_skip else True if is_last else None
        guard = Guard(test, place, source=source)
        trace.branches.append(Branch(guard, path, does, raises, other_raises, frame.depth, decides, keeps))
        state.consume(test, place, "test" if does else "refusal" if raises or other_raises else "log")
    if then_ended and other_ended:
        return True
    if not then_goes_on:
        return False
    if other_ended and not _only(state, mark, "loop"):
        state.names = then_names
        return False
    state.merge(test, then_names, state.names, place, source)
    return False


def _match(node: Node, frame: Frame, state: State) -> bool:
    """`match`: a case with a literal is a comparison, any other may be taken or not."""
    subject = state.evaluate(next(iter(node.children_by_field_name("subject")), None), frame)
    body = node.child_by_field_name("body")
    cases = [child for child in body.named_children if child.type == "case_clause"] if body is not None else []
    return _cases(cases, subject, frame, state)


def _cases(cases: list[Node], subject: Term, frame: Frame, state: State) -> bool:
    """A `match` as a chain of branches, one for each case."""
    if not cases or state.depth > DEEPEST_NESTING:
        return False
    case, rest = cases[0], cases[1:]
    place = frame.module.place(case)
    patterns = [child for child in case.named_children if child.type == "case_pattern"]
    test = _pattern(patterns[0], subject, frame, state, place) if len(patterns) == 1 else collapsed([subject])
    inside = case.child_by_field_name("consequence")
    return fork(
        test,
        place,
        frame.module.piece.of(patterns[0]) if patterns else "",
        lambda: state.block(inside, frame),
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
        return operation("==", (subject, state.evaluate(inner[0], frame)), place, source)
    for name in identifiers(pattern):
        state.bind(frame, frame.module.piece.of(name), collapsed([subject]))
    return collapsed([subject])


BRANCHES: dict[str, Callable[[Node, Frame, State], bool]] = {"if_statement": _if, "match_statement": _match}
"""The reader of each kind of statement."""
