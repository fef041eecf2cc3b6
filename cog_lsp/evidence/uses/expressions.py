"""Expressions, from nodes to terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node

from cog_lsp.evidence.uses.code import decode
from cog_lsp.evidence.uses.lookup import attribute, lookup, take
from cog_lsp.evidence.uses.modules import Module
from cog_lsp.evidence.uses.state import DEEPEST_NESTING, Frame, Guard, State
from cog_lsp.evidence.uses.terms import (
    NONE,
    Choice,
    Const,
    Given,
    Items,
    Opaque,
    Operation,
    Place,
    Table,
    Term,
    choice,
    negation,
    operation,
    same,
    union,
)
from cog_lsp.evidence.uses.terms import Callable as Target

MOST_ITEMS = 300
LOGICAL = frozenset("and or not == != < <= > >= in any all isinstance .startswith .endswith .isspace .isdigit is bool".split())
LOGICAL_OTHER = frozenset(["not in", "is not"])


def evaluate(node: Node | None, frame: Frame, state: State) -> Term:
    """The term of an expression. What is consumed on the way is noted."""
    if node is None:
        return NONE
    reader = READERS.get(node.type)
    if reader is None or state.depth > DEEPEST_NESTING or not state.step():
        return _unread(node, frame, state)
    state.depth += 1
    found = reader(node, frame, state)
    state.depth -= 1
    return found


def condition(node: Node | None, frame: Frame, state: State) -> Term:
    """The term of an expression whose truth alone matters."""
    return as_condition(evaluate(node, frame, state))


def as_condition(term: Term) -> Term:
    """`a or b` and `a and b`, which give one of their operands, as conditions."""
    if isinstance(term, Choice):
        if same(term.test, term.then):
            return Operation("or", (as_condition(term.test), as_condition(term.otherwise)), term.at, term.source)
        if same(term.test, term.otherwise):
            return Operation("and", (as_condition(term.test), as_condition(term.then)), term.at, term.source)
        if isinstance(term.then, Const) and isinstance(term.otherwise, Const):
            then, otherwise = bool(term.then.value), bool(term.otherwise.value)
            if then is not otherwise:
                return as_condition(term.test) if then else negation(as_condition(term.test))
    if isinstance(term, Operation) and term.name == "not":
        return negation(as_condition(term.operands[0]))
    if isinstance(term, Operation) and term.name == "bool" and len(term.operands) == 1:
        return as_condition(term.operands[0])
    return term


def _unread(node: Node, frame: Frame, state: State) -> Term:
    """An expression of a kind that is not read: whatever is named in it is used."""
    place = frame.module.place(node)
    found: list[Term] = []
    for name in identifiers(node):
        term = state.names.get((frame, frame.module.piece.of(name)))
        if term is not None:
            state.consume(term, place)
            found.append(term)
    return Opaque(union(found))


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


def _identifier(node: Node, frame: Frame, state: State) -> Term:
    found = lookup(_of(node, frame), frame, state)
    if isinstance(found, Node):  # the constant of a module, read where it stands
        return _constant(found, frame.module, state)
    return found


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
    found = attribute(value, _of(name, frame), frame, state, frame.module.place(node))
    if isinstance(found, tuple):
        module, constant = found
        return _constant(constant, module, state)
    return found


def _text(node: Node, frame: Frame, state: State) -> Term:
    if any(child.type == "interpolation" for child in node.named_children):
        found: list[Term] = []
        for child in node.named_children:
            if child.type == "interpolation":
                expression = child.child_by_field_name("expression")
                found.append(evaluate(expression, frame, state))
            elif child.type == "string_content":
                found.append(Const(_of(child, frame)))
        return operation("text", found, frame.module.place(node), _of(node, frame))
    value = decode(_of(node, frame))
    return Opaque() if value is None else Const(value)


def _texts(node: Node, frame: Frame, state: State) -> Term:
    found = [evaluate(child, frame, state) for child in node.named_children if child.type == "string"]
    if all(isinstance(term, Const) for term in found):
        return Const("".join(str(term.value) for term in found if isinstance(term, Const)))
    return operation("text", found, frame.module.place(node), _of(node, frame))


def _number(node: Node, frame: Frame, state: State) -> Term:
    source = _of(node, frame).replace("_", "")
    try:
        return Const(int(source, 0) if node.type == "integer" else float(source))
    except ValueError:
        return Opaque()


def _first(node: Node, frame: Frame, state: State) -> Term:
    inner = [child for child in node.named_children if child.type != "comment"]
    return evaluate(inner[0] if inner else None, frame, state)


def _unary(node: Node, frame: Frame, state: State) -> Term:
    value = evaluate(node.child_by_field_name("argument"), frame, state)
    sign = node.child_by_field_name("operator")
    name = {"-": "negative", "+": "positive"}.get("" if sign is None else _of(sign, frame), "invert")
    if isinstance(value, Const) and name == "negative" and isinstance(value.value, (int, float)):
        return Const(-value.value)
    return operation(name, (value,), frame.module.place(node))


def _not(node: Node, frame: Frame, state: State) -> Term:
    return negation(condition(node.child_by_field_name("argument"), frame, state))


def _boolean(node: Node, frame: Frame, state: State) -> Term:
    """`and`, `or`: the right side is read only where the left decides nothing."""
    left = evaluate(node.child_by_field_name("left"), frame, state)
    sign = node.child_by_field_name("operator")
    name, place, source = "and" if sign is None else _of(sign, frame), frame.module.place(node), _of(node, frame)
    test = as_condition(left)
    before = state.path
    state.path = state.under(test if name == "and" else negation(test), place, source)
    right = evaluate(node.child_by_field_name("right"), frame, state)
    state.path = before
    if _is_logical(left):
        return operation(name, (test, as_condition(right)), place, source)
    if name == "and":
        return choice(left, right, left, place, source)
    return choice(left, left, right, place, source)


def _is_logical(term: Term) -> bool:
    """Whether a value is true or false anyway."""
    if isinstance(term, Operation):
        return term.name in LOGICAL or term.name in LOGICAL_OTHER
    return isinstance(term, Const) and isinstance(term.value, bool)


def _comparison(node: Node, frame: Frame, state: State) -> Term:
    operands: list[Term] = []
    signs: list[str] = []
    for child in node.children:
        if child.type == "comment":
            continue
        if child.is_named and child.type not in ("not in", "is not"):
            operands.append(evaluate(child, frame, state))
        elif len(signs) < len(operands):
            signs.append(" ".join(_of(child, frame).split()))
        else:
            signs[-1] = f"{signs[-1]} {_of(child, frame)}"
    place, source = frame.module.place(node), _of(node, frame)
    if len(operands) != len(signs) + 1 or not signs:
        return Opaque(union(operands), consumed=False)
    found = [
        _compared(sign, left, right, place, source)
        for sign, left, right in zip(signs, operands, operands[1:], strict=False)
    ]
    return found[0] if len(found) == 1 else operation("and", found, place, source)


MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def _compared(sign: str, left: Term, right: Term, place: Place, source: str) -> Term:
    """A comparison with the constant on the right."""
    if isinstance(left, Const) and not isinstance(right, Const) and sign in MIRRORED:
        left, right, sign = right, left, MIRRORED[sign]
    if isinstance(right, Const) and isinstance(right.value, bool) and sign in ("==", "is", "!=", "is not"):
        if _is_logical(left):
            return left if right.value is (sign in ("==", "is")) else negation(left)
    return operation(sign, (left, right), place, source)


def _binary(node: Node, frame: Frame, state: State) -> Term:
    left = evaluate(node.child_by_field_name("left"), frame, state)
    right = evaluate(node.child_by_field_name("right"), frame, state)
    sign = node.child_by_field_name("operator")
    name = "" if sign is None else _of(sign, frame)
    if isinstance(left, Const) and isinstance(right, Const):
        return _folded(name, left.value, right.value)
    if name == "+" and isinstance(left, Items) and isinstance(right, Items):
        return Items((*left.items, *right.items))
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
    inner = [child for child in node.named_children if child.type != "comment"]
    if len(inner) != 3:
        return _unread(node, frame, state)
    place, source = frame.module.place(node), _of(node, frame)
    test = condition(inner[1], frame, state)
    before = state.path
    state.path = state.under(test, place, source)
    then = evaluate(inner[0], frame, state)
    state.path = before
    state.path = state.under(negation(test), place, source)
    otherwise = evaluate(inner[2], frame, state)
    state.path = before
    return choice(test, then, otherwise, place, source)


def _subscript(node: Node, frame: Frame, state: State) -> Term:
    value = evaluate(node.child_by_field_name("value"), frame, state)
    place, source = frame.module.place(node), _of(node, frame)
    keys = node.children_by_field_name("subscript")
    if len(keys) == 1 and keys[0].type == "slice":
        bounds = _slice(keys[0], frame, state)
        return operation("part", (value, *bounds), place, source)
    found = [evaluate(key, frame, state) for key in keys]
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
            bounds[-1] = evaluate(child, frame, state)
    return (bounds + [NONE, NONE])[:3]


def _items(node: Node, frame: Frame, state: State) -> Term:
    found: list[Term] = []
    inner = [child for child in node.named_children if child.type != "comment"]
    for child in inner[:MOST_ITEMS]:
        if child.type == "list_splat":
            spread = _first(child, frame, state)
            if not isinstance(spread, Items):
                return Opaque(union([*found, spread]), consumed=False)
            found.extend(spread.items)
        else:
            found.append(evaluate(child, frame, state))
    made = Items(tuple(found))
    return made if len(inner) <= MOST_ITEMS and (made.size <= MOST_ITEMS or not made.inputs) else Opaque(made.inputs, consumed=False)


def _dictionary(node: Node, frame: Frame, state: State) -> Term:
    entries: dict[object, Term] = {}
    whole = True
    for child in node.named_children[:MOST_ITEMS]:
        if child.type == "pair":
            key = evaluate(child.child_by_field_name("key"), frame, state)
            value = evaluate(child.child_by_field_name("value"), frame, state)
            if isinstance(key, Const) and not isinstance(key.value, (list, dict)):
                entries[key.value] = value
            else:
                state.consume(key, frame.module.place(child))
                state.consume(value, frame.module.place(child))
                whole = False
        elif child.type == "dictionary_splat":
            spread = _first(child, frame, state)
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
            source = evaluate(child.child_by_field_name("right"), frame, state)
            sources.append(source)
            left = child.child_by_field_name("left")
            for name in identifiers(left) if left is not None else ():
                state.bind(frame, _of(name, frame), operation("each", (source,), place))
        elif child.type == "if_clause":
            test = condition(child.named_children[0] if child.named_children else None, frame, state)
            state.path = state.under(test, place)
    body = node.child_by_field_name("body")
    pair = body.named_children if body is not None and body.type == "pair" else [body]
    elements = [evaluate(part, frame, state) for part in pair]
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
        state.bind(frame, _of(name, frame), value)
    return value


def _yield(node: Node, frame: Frame, state: State) -> Term:
    for child in node.named_children:
        state.consume(evaluate(child, frame, state), frame.module.place(node))
    return Opaque()


def _call(node: Node, frame: Frame, state: State) -> Term:
    return state.call(node, frame, state)


READERS: dict[str, Callable[[Node, Frame, State], Term]] = {
    "identifier": _identifier,
    "attribute": _attribute,
    "string": _text,
    "concatenated_string": _texts,
    "integer": _number,
    "float": _number,
    "true": lambda *_: Const(True),
    "false": lambda *_: Const(False),
    "none": lambda *_: NONE,
    "ellipsis": lambda *_: Opaque(),
    "parenthesized_expression": _first,
    "await": _first,
    "list_splat": _first,
    "expression_list": _items,
    "unary_operator": _unary,
    "not_operator": _not,
    "boolean_operator": _boolean,
    "comparison_operator": _comparison,
    "binary_operator": _binary,
    "conditional_expression": _conditional,
    "subscript": _subscript,
    "list": _items,
    "tuple": _items,
    "set": _items,
    "dictionary": _dictionary,
    "list_comprehension": _comprehension,
    "set_comprehension": _comprehension,
    "dictionary_comprehension": _comprehension,
    "generator_expression": _comprehension,
    "lambda": _lambda,
    "named_expression": _named,
    "yield": _yield,
    "call": _call,
}

__all__ = ["Given", "Guard", "as_condition", "closure", "condition", "evaluate", "identifiers"]
