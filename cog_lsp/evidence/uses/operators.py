"""Operators: arithmetic, comparisons, conditions."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from cog_lsp.evidence.uses.code import UNKNOWN
from cog_lsp.evidence.uses.evaluate import evaluate
from cog_lsp.evidence.uses.state import Frame, State
from cog_lsp.evidence.uses.terms import (
    Choice,
    Const,
    Items,
    Opaque,
    Operation,
    Place,
    Term,
    choice,
    collapsed,
    items,
    negation,
    operation,
    same,
)

LOGICAL = frozenset(
    ["and", "or", "not", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not", "any", "all", "isinstance"]
) | {".startswith", ".endswith", ".isspace", ".isdigit", "bool"}
"""Operations that give true or false."""


def _of(node: Node, frame: Frame) -> str:
    return frame.module.piece.of(node)


def condition(node: Node | None, frame: Frame, state: State) -> Term:
    """The term of an expression whose truth alone matters."""
    return as_condition(state.evaluate(node, frame))


def as_condition(term: Term) -> Term:
    """`a or b` and `a and b`, which give one of their operands, as conditions."""
    if isinstance(term, Choice):
        if same(term.test, term.then):
            return Operation("or", (as_condition(term.test), as_condition(term.otherwise)), term.at, term.source)
        if same(term.test, term.otherwise):
            return Operation("and", (as_condition(term.test), as_condition(term.then)), term.at, term.source)
        if isinstance(term.then, Const) and isinstance(term.otherwise, Const) and not isinstance(term.test, Opaque):
            then, otherwise = bool(term.then.value), bool(term.otherwise.value)
            if then is not otherwise:
                return as_condition(term.test) if then else negation(as_condition(term.test))
    if isinstance(term, Operation) and term.name == "not":
        return negation(as_condition(term.operands[0]))
    if isinstance(term, Operation) and term.name == "bool" and len(term.operands) == 1:
        return as_condition(term.operands[0])
    if isinstance(term, Operation) and term.name == "%" and term.inputs:
        return Operation("!=", (term, Const(0)), term.at, term.source)
    return term


def _unary(node: Node, frame: Frame, state: State) -> Term:
    value = state.evaluate(node.child_by_field_name("argument"), frame)
    sign = node.child_by_field_name("operator")
    name = {"-": "negative", "+": "positive"}.get("" if sign is None else _of(sign, frame), "invert")
    if isinstance(value, Const) and name == "negative" and isinstance(value.value, (int, float)):
        return Const(-value.value)
    return operation(name, (value,), frame.module.place(node))


def _not(node: Node, frame: Frame, state: State) -> Term:
    return negation(condition(node.child_by_field_name("argument"), frame, state))


def _boolean(node: Node, frame: Frame, state: State) -> Term:
    """`and`, `or`: the right side is read only where the left decides nothing."""
    left = state.evaluate(node.child_by_field_name("left"), frame)
    sign = node.child_by_field_name("operator")
    name, place, source = "and" if sign is None else _of(sign, frame), frame.module.place(node), _of(node, frame)
    is_true = _certainly(left)
    if is_true is not None:
        return left if is_true is (name == "or") else state.evaluate(node.child_by_field_name("right"), frame)
    test = as_condition(left)
    before = state.path
    state.path = state.under(test if name == "and" else negation(test), place, source)
    right = state.evaluate(node.child_by_field_name("right"), frame)
    state.path = before
    if _is_logical(left):
        return operation(name, (test, as_condition(right)), place, source)
    if name == "and":
        return choice(left, right, left, place, source)
    return choice(left, left, right, place, source)


def _certainly(term: Term) -> bool | None:
    """Whether a value is true whatever the inputs are, or false; None where they decide."""
    if isinstance(term, Items):
        return len(term.items) > 0
    return bool(term.value) if isinstance(term, Const) else None


def _is_logical(term: Term) -> bool:
    """Whether a value is true or false anyway."""
    if isinstance(term, Operation):
        return term.name in LOGICAL
    return isinstance(term, Const) and isinstance(term.value, bool)


def _comparison(node: Node, frame: Frame, state: State) -> Term:
    """`a < b`, and `a < b < c` as the two that it stands for."""
    operands: list[Term] = []
    signs: list[str] = []
    for child in node.children:
        if child.type == "comment":
            continue
        if child.is_named and child.type not in ("not in", "is not"):
            operands.append(state.evaluate(child, frame))
        elif len(signs) < len(operands):
            signs.append(" ".join(_of(child, frame).split()))
        else:
            signs[-1] = f"{signs[-1]} {_of(child, frame)}"
    place, source = frame.module.place(node), _of(node, frame)
    if len(operands) != len(signs) + 1 or not signs:
        return collapsed(operands)
    comparisons = [
        _compared(sign, left, right, place, source)
        for sign, left, right in zip(signs, operands, operands[1:], strict=False)
    ]
    return comparisons[0] if len(comparisons) == 1 else operation("and", comparisons, place, source)


MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def _compared(sign: str, left: Term, right: Term, place: Place, source: str) -> Term:
    """A comparison with the constant on the right."""
    if isinstance(left, Const) and not isinstance(right, Const) and sign in MIRRORED:
        left, right, sign = right, left, MIRRORED[sign]
    is_flag = isinstance(right, Const) and isinstance(right.value, bool) and _is_logical(left)
    if isinstance(right, Const) and is_flag and sign in ("==", "is", "!=", "is not"):
        return left if right.value is (sign in ("==", "is")) else negation(left)
    if sign in ("in", "not in") and isinstance(right, Operation) and right.name == "range":
        return _in_range(sign, left, right, place, source)
    compared = operation(sign, (left, right), place, source)
    if isinstance(left, Const) and isinstance(right, (Const, Items)) and not right.inputs:
        value = evaluate(compared, {})
        return compared if value is UNKNOWN else Const(value)
    return compared


def _in_range(sign: str, value: Term, numbers: Operation, place: Place, source: str) -> Term:
    """`x in range(1, 10)`."""
    low, high = (Const(0), numbers.operands[0]) if len(numbers.operands) == 1 else numbers.operands[:2]
    inside = operation(
        "and",
        (operation(">=", (value, low), place, source), operation("<", (value, high), place, source)),
        place,
        source,
    )
    return inside if sign == "in" else negation(inside)


def _binary(node: Node, frame: Frame, state: State) -> Term:
    left = state.evaluate(node.child_by_field_name("left"), frame)
    right = state.evaluate(node.child_by_field_name("right"), frame)
    sign = node.child_by_field_name("operator")
    name = "" if sign is None else _of(sign, frame)
    if isinstance(left, Const) and isinstance(right, Const):
        return _folded(name, left.value, right.value)
    if name == "+" and isinstance(left, Items) and isinstance(right, Items):
        return items((*left.items, *right.items))
    return operation(name, (left, right), frame.module.place(node), _of(node, frame))


def _folded(name: str, left: object, right: object) -> Term:
    """Arithmetic of two constants, where it is small."""
    if isinstance(left, str) and isinstance(right, str) and name == "+":
        return Const(left + right)
    if isinstance(left, (int, float)) and isinstance(right, (int, float)) and max(abs(left), abs(right)) < 1e9:
        try:
            if name in ("+", "-", "*"):
                return Const({"+": left + right, "-": left - right, "*": left * right}[name])
            if name in ("/", "//", "%") and right:
                return Const({"/": left / right, "//": left // right, "%": left % right}[name])
            if name == "**" and 0 <= right <= 64 and abs(left) <= 16:
                return Const(left**right)
        except (ArithmeticError, ValueError):
            pass
    return Opaque()


def _conditional(node: Node, frame: Frame, state: State) -> Term:
    """`then if test else otherwise`, each side read where the test says so."""
    inner = [child for child in node.named_children if child.type != "comment"]
    if len(inner) != 3:
        return Opaque()
    place, source = frame.module.place(node), _of(node, frame)
    test = condition(inner[1], frame, state)
    if isinstance(test, Const):
        return state.evaluate(inner[0 if test.value else 2], frame)
    before = state.path
    state.path = state.under(test, place, source)
    then = state.evaluate(inner[0], frame)
    state.path = before
    state.path = state.under(negation(test), place, source)
    otherwise = state.evaluate(inner[2], frame)
    state.path = before
    chosen = choice(test, then, otherwise, place, source)
    if chosen is then:  # both sides are alike: the test is asked all the same
        state.consume(test, place, "test")
    return chosen


OPERATORS: dict[str, Callable[[Node, Frame, State], Term]] = {
    "unary_operator": _unary,
    "not_operator": _not,
    "boolean_operator": _boolean,
    "comparison_operator": _comparison,
    "binary_operator": _binary,
    "conditional_expression": _conditional,
}
"""The reader of each kind of node."""
