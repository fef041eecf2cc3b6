"""Statements and expressions that Python refuses where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.node import FUNCTIONS, is_async, span_of, within
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.text import Span

LOOPS = ("for_statement", "while_statement")
COMPREHENSIONS = ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression")
FEATURES = frozenset(
    {
        *("annotations", "generator_stop", "nested_scopes", "generators", "division", "absolute_import"),
        *("with_statement", "print_function", "unicode_literals", "barry_as_FLUFL"),
    }
)
"""What can be imported from `__future__`; none was added since Python 3.7 (Lib/__future__.py)."""


def returned(_: Piece, node: Node) -> Fault | None:
    """`return` needs a function around it."""
    around = within(node, (*FUNCTIONS, "class_definition"))
    if around is not None and around.type in FUNCTIONS:
        return None
    return Fault(span_of(node), "`return` stands outside of a function")


def yielded(_: Piece, node: Node) -> Fault | None:
    """`yield` needs a function around it; `yield from` one without `async`; and none of them makes the items of a
    comprehension."""
    function = within(node, (*FUNCTIONS, "class_definition"))
    if function is None or function.type not in FUNCTIONS:
        return Fault(span_of(node), "`yield` stands outside of a function")
    if is_async(function) and any(child.type == "from" for child in node.children):
        return Fault(span_of(node), "`yield from` stands in an `async def`")
    comprehension = within(node, (*FUNCTIONS, *COMPREHENSIONS))
    body = comprehension.child_by_field_name("body") if comprehension is not None else None
    if body is not None and comprehension != function and body.start_byte <= node.start_byte < body.end_byte:
        return Fault(span_of(node), "`yield` stands in a comprehension")
    return None


def returned_by_generator(returns: Iterable[Node], yields: Iterable[Node]) -> Iterator[Fault]:
    """`return` with a value in an `async def` that yields."""
    generators = {function.id for node in yields if (function := within(node, FUNCTIONS)) and is_async(function)}
    for node in returns if generators else ():
        function = within(node, FUNCTIONS)
        if function is not None and function.id in generators and node.named_children:
            yield Fault(span_of(node), "an `async def` that yields returns no value")


def awaited(_: Piece, node: Node) -> Fault | None:
    """`await` needs `async def` around it, other than in a generator."""
    around = within(node, (*FUNCTIONS, "generator_expression"))
    if is_async(around) or (around is not None and around.type == "generator_expression"):
        return None
    return Fault(span_of(node), "`await` stands outside of an `async def`")


def asynchronous(_: Piece, node: Node) -> Fault | None:
    """`async for` and `async with` need `async def` around them, other than in a generator."""
    if not node.children or node.children[0].type != "async" or is_async(within(node, FUNCTIONS)):
        return None
    if node.parent is not None and node.parent.type == "generator_expression":
        return None
    word = "with" if node.type == "with_statement" else "for"
    return Fault(
        Span(node.start_byte, node.start_byte + len("async")), f"`async {word}` stands outside of an `async def`"
    )


def loop_word(_: Piece, node: Node) -> Fault | None:
    """`break` and `continue` need a loop around them, in the same function."""
    around = within(node, (*FUNCTIONS, "class_definition", *LOOPS))
    if around is not None and around.type in LOOPS:
        return None
    return Fault(span_of(node), f"`{node.type.removesuffix('_statement')}` stands outside of a loop")


def tried(_: Piece, node: Node) -> Fault | None:
    """`try` needs `except` or `finally`, `else` needs `except`, and an `except` for everything comes last."""
    kinds = {child.type for child in node.children}
    handlers = [child for child in node.children if child.type in ("except_clause", "except_group_clause")]
    if not handlers and "finally_clause" not in kinds:
        return Fault(
            Span(node.start_byte, node.start_byte + len("try")), "this `try` has neither `except` nor `finally`"
        )
    if not handlers and "else_clause" in kinds:
        return Fault(Span(node.start_byte, node.start_byte + len("try")), "this `try` has an `else` and no `except`")
    for handler in handlers[:-1]:
        if handler.type == "except_clause" and all(
            child.type in ("block", "comment") for child in handler.named_children
        ):
            place = Span(handler.start_byte, handler.start_byte + len("except"))
            return Fault(place, "an `except` for everything comes last")
    return None


def caught(_: Piece, node: Node) -> Fault | None:
    """A `case` that takes whatever comes stands last."""
    last = node.named_children[-1] if node.named_children else None
    for case in node.named_children:
        pattern = next((child for child in case.named_children if child.type == "case_pattern"), None)
        if (
            case.type != "case_clause"
            or case == last
            or pattern is None
            or case.child_by_field_name("guard") is not None
        ):
            continue
        inner = pattern.named_children
        takes_all = not inner or (
            len(inner) == 1 and inner[0].type == "dotted_name" and len(inner[0].named_children) == 1
        )
        if takes_all and sum(child.type == "case_pattern" for child in case.named_children) == 1:
            return Fault(span_of(pattern), "this `case` takes everything, and stands above others")
    return None


def named(_: Piece, node: Node) -> Fault | None:
    """`:=` needs brackets where it would be a statement, a default or the value of a keyword."""
    around = node.parent
    if around is None or around.type not in (
        "expression_statement",
        "default_parameter",
        "typed_default_parameter",
        "keyword_argument",
    ):
        return None
    if around.type == "expression_statement" and len(around.named_children) > 1:
        return None
    return Fault(span_of(node), "`:=` needs brackets here")


def imported(_: Piece, node: Node) -> Fault | None:
    """A list of imports does not end with a comma, other than in brackets."""
    last = node.children[-1]
    return Fault(span_of(last), "a comma ends the list of imports") if last.type == "," else None


def wildcard(_: Piece, node: Node) -> Fault | None:
    """`import *` stands at the left."""
    around = within(node, (*FUNCTIONS, "class_definition"))
    if around is None:
        return None
    kind = "class" if around.type == "class_definition" else "function"
    return Fault(span_of(node), f"`import *` stands in a {kind}")


def future(piece: Piece, node: Node) -> Fault | None:
    """`from __future__` stands below the docstring at most, and knows some names."""
    for child in node.children_by_field_name("name"):
        name = piece.of(child).split()[0]
        if name not in FEATURES:
            return Fault(span_of(child), f"there is no future feature `{name[:40]}`")
    before = _statement_above(node)
    if before is not None and _is_docstring(before):
        before = _statement_above(before)
    if before is None or before.type == node.type:  # the one above is judged by itself
        return None
    return Fault(span_of(node), "`from __future__` stands below other code")


def _statement_above(node: Node) -> Node | None:
    before = node.prev_named_sibling
    while before is not None and before.type == "comment":
        before = before.prev_named_sibling
    return before


def _is_docstring(node: Node) -> bool:
    return node.type == "expression_statement" and all(
        child.type in ("string", "concatenated_string") for child in node.named_children
    )
