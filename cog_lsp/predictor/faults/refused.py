"""What tree-sitter reads and Python refuses: its grammar is wider than the language of any one version.

Only what no version from 3.8 on accepts counts, so that a file for a newer Python than is known here is no fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Node, Query, QueryCursor

from cog_lsp.predictor.faults import listing, patterns, standing, targets
from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.node import span_of
from cog_lsp.predictor.faults.scopes import declared
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.regex import regex
from cog_lsp.text import Span

DIGITS = r"\d(?:_?\d)*"
NUMBER = regex(
    rf"0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|[1-9](?:_?\d)*|0(?:_?0)*|{DIGITS}[jJ]"
    rf"|(?:{DIGITS}\.(?:{DIGITS})?|\.{DIGITS})(?:[eE][-+]?{DIGITS})?[jJ]?|{DIGITS}[eE][-+]?{DIGITS}[jJ]?"
)
PREFIXES = frozenset({"", "r", "u", "b", "br", "rb", "f", "fr", "rf", "t", "tr", "rt"})
ESCAPE = regex(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U(?:000[0-9a-fA-F]|0010)[0-9a-fA-F]{4}|N\{|[^xuUN])", re.DOTALL)
CALL_WORDS = regex(r"(?:print|exec)[ \t]+(?!(?:in|is|and|or|if|not)\b)[\w\"']")


def _old_statement(piece: Piece, node: Node) -> Fault | None:
    if CALL_WORDS.match(piece.text, node.start_byte) is None:
        return None
    return Fault(span_of(node), "a call needs parentheses in Python 3")


def _raise(_: Piece, node: Node) -> Fault | None:
    values = node.named_children
    if not values or values[0].type != "expression_list":
        return None
    return Fault(span_of(node), "`raise` takes one exception in Python 3")


def _comparison(_: Piece, node: Node) -> Fault | None:
    odd = next((child for child in node.children if child.type == "<>"), None)
    return None if odd is None else Fault(span_of(odd), "`<>` is `!=` in Python 3")


def _number(piece: Piece, node: Node) -> Fault | None:
    text = piece.of(node)
    if NUMBER.fullmatch(text):
        return None
    return Fault(span_of(node), f"`{text[:20]}` is no number in Python 3")


def _string(piece: Piece, node: Node) -> Fault | None:
    """A prefix that no string has, or a `\\x`, `\\u`, `\\U` that is cut short, such as that of a Windows path."""
    source = piece.text[node.start_byte : node.end_byte]
    prefix = source[: next((i for i, c in enumerate(source) if c in "\"'"), 0)].lower()
    if source.startswith("`"):
        return Fault(span_of(node), "backticks are `repr(…)` in Python 3")
    if prefix not in PREFIXES:
        return Fault(span_of(node), f"no string begins with `{prefix}`")
    if "b" in prefix and not source.isascii():
        return Fault(span_of(node), "bytes hold ASCII characters only")
    if "\\" not in source or "r" in prefix or "b" in prefix or "f" in prefix or "t" in prefix:
        return None
    for match in re.finditer(r"\\.", source, re.DOTALL):
        if ESCAPE.match(source, match.start()) is None:
            start = node.start_byte + match.start()
            return Fault(Span(start, start + 2), f"`{match.group()}` begins an escape that is cut short")
    return None


def _mixed(piece: Piece, node: Node) -> Fault | None:
    """Bytes beside text."""
    strings = [child for child in node.named_children if child.type == "string"]
    kinds = [
        "b" in piece.text[child.start_byte : child.start_byte + 3].lower().partition("'")[0].partition('"')[0]
        for child in strings
    ]
    odd = next((child for child, is_bytes in zip(strings, kinds, strict=True) if is_bytes != kinds[0]), None)
    return None if odd is None else Fault(span_of(odd), "bytes and text stand beside each other")


def _conversion(piece: Piece, node: Node) -> Fault | None:
    text = piece.of(node)
    return (
        None
        if text in ("!s", "!r", "!a")
        else Fault(span_of(node), f"`{text[:10]}` is no conversion: `!r`, `!s` or `!a`")
    )


CHECKS: dict[str, tuple[str, Callable[[Piece, Node], Fault | None]]] = {
    "parameters": ("[(parameters) (lambda_parameters)]", listing.parameters),
    # With a pattern inside, each list around a place would be held open: calls in calls would take the square of time.
    "arguments": ("(argument_list)", listing.arguments),
    "generator": ("(generator_expression)", listing.generator),
    "old": ("[(print_statement) (exec_statement)]", _old_statement),
    "raise": ("(raise_statement (expression_list))", _raise),
    "comparison": ("(comparison_operator)", _comparison),
    "number": ("[(integer) (float)]", _number),
    "string": ("(string)", _string),
    "mixed": ("(concatenated_string)", _mixed),
    "conversion": ("(type_conversion)", _conversion),
    "assignment": ("[(assignment) (for_statement)]", targets.assignment),
    "stars": ("[(pattern_list) (tuple_pattern) (list_pattern)]", targets.stars),
    "augmented": ("(augmented_assignment)", targets.augmented),
    "deleted": ("(delete_statement)", targets.deleted),
    "bound": ("(with_item (as_pattern alias: (as_pattern_target) @bound))", targets.bound),
    "return": ("(return_statement)", standing.returned),
    "yield": ("(yield)", standing.yielded),
    "await": ("(await)", standing.awaited),
    "async": ("[(for_statement) (with_statement) (for_in_clause)]", standing.asynchronous),
    "loop": ("[(break_statement) (continue_statement)]", standing.loop_word),
    "try": ("(try_statement)", standing.tried),
    "case": ("(match_statement body: (block) @case)", standing.caught),
    "pattern": ("(case_clause)", patterns.bound_twice),
    "named": ("(named_expression)", standing.named),
    "import": ("[(import_statement) (import_from_statement)]", standing.imported),
    "wildcard": ("(wildcard_import)", standing.wildcard),
    "future": ("(future_import_statement)", standing.future),
}
"""Each check with the nodes that it looks at."""
DECLARATIONS = "[(global_statement) (nonlocal_statement)] @declared"


@cache
def _query() -> Query:
    source = "\n".join(
        pattern if f"@{name}" in pattern else f"{pattern} @{name}" for name, (pattern, _) in CHECKS.items()
    )
    query: Query = Query(Language(tree_sitter_python.language()), f"{source}\n{DECLARATIONS}")
    return query


def refused(piece: Piece) -> Iterator[Fault]:
    """Everything in a tree without errors that Python refuses."""
    captures = QueryCursor(_query()).captures(piece.root)
    yield from declared(piece, captures.pop("declared", []))
    yield from standing.returned_by_generator(captures.get("return", []), captures.get("yield", []))
    for name, nodes in captures.items():
        check = CHECKS[name][1]
        for node in nodes:
            fault = check(piece, node)
            if fault is not None:
                yield fault
