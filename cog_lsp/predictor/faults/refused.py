"""What tree-sitter reads and Python refuses: its grammar is wider than the language of any one version.

Only what no version from 3.8 on accepts counts, so that a file for a newer Python than is known here is no fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Node, Query, QueryCursor

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.text import Span

DIGITS = r"\d(?:_?\d)*"
NUMBER = re.compile(
    rf"0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|[1-9](?:_?\d)*|0(?:_?0)*|{DIGITS}[jJ]"
    rf"|(?:{DIGITS}\.(?:{DIGITS})?|\.{DIGITS})(?:[eE][-+]?{DIGITS})?[jJ]?|{DIGITS}[eE][-+]?{DIGITS}[jJ]?"
)
PREFIXES = frozenset({"", "r", "u", "b", "br", "rb", "f", "fr", "rf", "t", "tr", "rt"})
ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U(?:000[0-9a-fA-F]|0010)[0-9a-fA-F]{4}|N\{|[^xuUN])", re.DOTALL
)
FUNCTIONS = ("function_definition", "lambda")
LOOPS = ("for_statement", "while_statement")
CALL_WORDS = re.compile(r"(?:print|exec)[ \t]+(?!(?:in|is|and|or|if|not)\b)[\w\"']")
AFTER_DEFAULT = "a parameter without a default follows one with a default"


def _span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)


def _parameters(piece: Piece, listing: Node) -> Fault | None:
    """Two parameters of one name, or one without a default behind one with a default."""
    names: set[str] = set()
    has_default = keyword_only = False
    for child in listing.named_children:
        kind = child.type
        if kind in ("keyword_separator", "list_splat_pattern", "dictionary_splat_pattern"):
            keyword_only = True
        inner = child.named_children[0] if kind == "typed_parameter" and child.named_children else child
        if inner.type in ("list_splat_pattern", "dictionary_splat_pattern"):
            keyword_only = True
            inner = inner.named_children[0] if inner.named_children else inner
        name_node = child.child_by_field_name("name") or inner
        if name_node.type != "identifier":
            continue
        name = piece.of(name_node)
        if name in names:
            return Fault(_span(name_node), f"two parameters are called `{name}`")
        names.add(name)
        if child.child_by_field_name("value") is not None:
            has_default = True
        elif has_default and not keyword_only:
            return Fault(_span(child), AFTER_DEFAULT)
    return None


def _arguments(piece: Piece, listing: Node) -> Fault | None:
    """A keyword that is given twice, or a value without one behind a keyword."""
    names: set[str] = set()
    is_unpacked = False
    for child in listing.named_children:
        if child.type == "keyword_argument":
            name = child.child_by_field_name("name")
            text = "" if name is None else piece.of(name)
            if text in names:
                return Fault(_span(child), f"the argument `{text}` is given twice")
            names.add(text)
        elif child.type == "dictionary_splat":
            is_unpacked = True
        elif child.type == "list_splat":
            if is_unpacked:
                return Fault(_span(child), "`*` stands behind `**`")
        elif child.type not in ("comment", "line_continuation") and (names or is_unpacked):
            return Fault(_span(child), "a value without a name follows one with a name")
    return None


def _old_statement(piece: Piece, node: Node) -> Fault | None:
    if CALL_WORDS.match(piece.text, node.start_byte) is None:
        return None
    return Fault(_span(node), "a call needs parentheses in Python 3")


def _raise(_: Piece, node: Node) -> Fault | None:
    values = node.named_children
    if not values or values[0].type != "expression_list":
        return None
    return Fault(_span(node), "`raise` takes one exception in Python 3")


def _comparison(_: Piece, node: Node) -> Fault | None:
    odd = next((child for child in node.children if child.type == "<>"), None)
    return None if odd is None else Fault(_span(odd), "`<>` is `!=` in Python 3")


def _number(piece: Piece, node: Node) -> Fault | None:
    text = piece.of(node)
    if NUMBER.fullmatch(text):
        return None
    return Fault(_span(node), f"`{text[:20]}` is no number in Python 3")


def _string(piece: Piece, node: Node) -> Fault | None:
    """A prefix that no string has, or a `\\x`, `\\u`, `\\U` that is cut short, such as that of a Windows path."""
    source = piece.text[node.start_byte : node.end_byte]
    prefix = source[: next((i for i, c in enumerate(source) if c in "\"'"), 0)].lower()
    if prefix not in PREFIXES:
        return Fault(_span(node), f"no string begins with `{prefix}`")
    if "b" in prefix and not source.isascii():
        return Fault(_span(node), "bytes hold ASCII characters only")
    if "\\" not in source or "r" in prefix or "b" in prefix or "f" in prefix or "t" in prefix:
        return None
    for match in re.finditer(r"\\.", source, re.DOTALL):
        if ESCAPE.match(source, match.start()) is None:
            start = node.start_byte + match.start()
            return Fault(Span(start, start + 2), f"`{match.group()}` begins an escape that is cut short")
    return None


def _return(_: Piece, node: Node) -> Fault | None:
    return None if _within(node, FUNCTIONS) else Fault(_span(node), f"`{_word(node)}` stands outside of a function")


def _yield(_: Piece, node: Node) -> Fault | None:
    return None if _within(node, FUNCTIONS) else Fault(_span(node), "`yield` stands outside of a function")


def _await(_: Piece, node: Node) -> Fault | None:
    """`await` needs `async def` around it."""
    function = _within(node, FUNCTIONS)
    if function is not None and function.children and function.children[0].type == "async":
        return None
    return Fault(_span(node), "`await` stands outside of an `async def`")


def _loop_word(_: Piece, node: Node) -> Fault | None:
    """`break` and `continue` need a loop around them, in the same function."""
    around = _within(node, (*FUNCTIONS, "class_definition", *LOOPS))
    if around is not None and around.type in LOOPS:
        return None
    return Fault(_span(node), f"`{_word(node)}` stands outside of a loop")


def _word(node: Node) -> str:
    return node.type.removesuffix("_statement")


def _within(node: Node, kinds: tuple[str, ...]) -> Node | None:
    parent = node.parent
    while parent is not None and parent.type not in kinds:
        parent = parent.parent
    return parent


def _try(_: Piece, node: Node) -> Fault | None:
    kinds = {child.type for child in node.children}
    if kinds & {"except_clause", "except_group_clause", "finally_clause"}:
        return None
    return Fault(Span(node.start_byte, node.start_byte + len("try")), "this `try` has neither `except` nor `finally`")


def _wildcard(_: Piece, node: Node) -> Fault | None:
    return None if _within(node, FUNCTIONS) is None else Fault(_span(node), "`import *` stands in a function")


def _future(_: Piece, node: Node) -> Fault | None:
    """`from __future__` stands below the docstring at most."""
    before, is_first = node.prev_named_sibling, False
    while before is not None and (before.type in ("comment", "future_import_statement") or not is_first):
        if before.type not in ("comment", "future_import_statement"):
            if not _is_docstring(before):
                break
            is_first = True
        before = before.prev_named_sibling
    if before is None:
        return None
    return Fault(_span(node), "`from __future__` stands below other code")


def _is_docstring(node: Node) -> bool:
    return node.type == "expression_statement" and all(
        child.type in ("string", "concatenated_string") for child in node.named_children
    )


CHECKS: dict[str, tuple[str, Callable[[Piece, Node], Fault | None]]] = {
    "parameters": ("[(parameters) (lambda_parameters)]", _parameters),
    "arguments": ("(argument_list [(keyword_argument) (dictionary_splat)])", _arguments),
    "old": ("[(print_statement) (exec_statement)]", _old_statement),
    "raise": ("(raise_statement (expression_list))", _raise),
    "comparison": ("(comparison_operator)", _comparison),
    "number": ("[(integer) (float)]", _number),
    "string": ("(string)", _string),
    "return": ("(return_statement)", _return),
    "yield": ("(yield)", _yield),
    "await": ("(await)", _await),
    "loop": ("[(break_statement) (continue_statement)]", _loop_word),
    "try": ("(try_statement)", _try),
    "wildcard": ("(wildcard_import)", _wildcard),
    "future": ("(future_import_statement)", _future),
}


@cache
def _query() -> Query:
    source = "\n".join(f"{pattern} @{name}" for name, (pattern, _) in CHECKS.items())
    query: Query = Query(Language(tree_sitter_python.language()), source)
    return query


def refused(piece: Piece) -> Iterator[Fault]:
    """Everything in a tree without errors that Python refuses."""
    for name, nodes in QueryCursor(_query()).captures(piece.root).items():
        check = CHECKS[name][1]
        for node in nodes:
            fault = check(piece, node)
            if fault is not None:
                yield fault
