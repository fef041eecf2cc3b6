"""Parameters and arguments that Python refuses: doubled names, and an order that no call can have."""

from __future__ import annotations

from tree_sitter import Node

from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.node import span_of
from cog_lsp.predictor.syntax.piece import Piece

AFTER_DEFAULT = "a parameter without a default follows one with a default"
STARS = ("keyword_separator", "list_splat_pattern")


def parameters(piece: Piece, listing: Node) -> Fault | None:
    """Two parameters of one name, or one without a default behind one with a default."""
    names: set[str] = set()
    has_default = keyword_only = False
    for child in listing.named_children:
        inner = _inner(child)
        keyword_only = keyword_only or inner.type in (*STARS, "dictionary_splat_pattern")
        if inner.type in ("list_splat_pattern", "dictionary_splat_pattern") and inner.named_children:
            inner = inner.named_children[0]
        name_node = child.child_by_field_name("name") or inner
        if name_node.type != "identifier":
            continue
        name = piece.of(name_node)
        if name in names:
            return Fault(span_of(name_node), f"two parameters are called `{name}`")
        names.add(name)
        if child.child_by_field_name("value") is not None:
            has_default = True
        elif has_default and not keyword_only:
            return Fault(span_of(child), AFTER_DEFAULT)
    return _order([child for child in listing.named_children if child.type not in ("comment", "line_continuation")])


def _inner(parameter: Node) -> Node:
    """A parameter without its type."""
    return (
        parameter.named_children[0] if parameter.type == "typed_parameter" and parameter.named_children else parameter
    )


def _order(children: list[Node]) -> Fault | None:
    """A `/`, `*` or `**` where none can stand, or brackets around parameters, as in Python 2."""
    kinds = [_inner(child).type for child in children]
    stars = [index for index, kind in enumerate(kinds) if kind in STARS]
    slashes = [index for index, kind in enumerate(kinds) if kind == "positional_separator"]
    for index, (child, kind) in enumerate(zip(children, kinds, strict=True)):
        if kind == "tuple_pattern":
            return Fault(span_of(child), "a parameter cannot stand in brackets of its own")
        if kind == "positional_separator" and (index == 0 or index > slashes[0] or (stars and stars[0] < index)):
            return Fault(span_of(child), "`/` stands once, behind a parameter and in front of `*`")
        if kind in STARS and index > stars[0]:
            return Fault(span_of(child), "`*` stands twice")
        if kind == "keyword_separator" and kinds[index + 1 : index + 2] in ([], ["dictionary_splat_pattern"]):
            return Fault(span_of(child), "a parameter must follow the lone `*`")
        if kind == "dictionary_splat_pattern" and index + 1 < len(children):
            return Fault(span_of(children[index + 1]), "no parameter can follow `**`")
    return None


def arguments(piece: Piece, listing: Node) -> Fault | None:
    """A keyword that is given twice, or a value without one behind a keyword."""
    names: set[str] = set()
    is_unpacked = False
    for child in listing.named_children:
        if child.type == "keyword_argument":
            name = child.child_by_field_name("name")
            text = "" if name is None else piece.of(name)
            if text in names:
                return Fault(span_of(child), f"the argument `{text}` is given twice")
            names.add(text)
        elif child.type == "dictionary_splat":
            is_unpacked = True
        elif child.type == "list_splat":
            if is_unpacked:
                return Fault(span_of(child), "`*` stands behind `**`")
        elif child.type not in ("comment", "line_continuation") and (names or is_unpacked):
            return Fault(span_of(child), "a value without a name follows one with a name")
    return None


def generator(_: Piece, generated: Node) -> Fault | None:
    """A generator without brackets beside other arguments: tree-sitter takes them for more of what it goes through."""
    clauses = [child for child in generated.named_children if child.type == "for_in_clause"]
    called = generated.parent is not None and generated.parent.type == "call"
    if called and any(len(clause.children_by_field_name("right")) > 1 for clause in clauses):
        return Fault(span_of(generated), "a generator beside other arguments needs brackets of its own")
    return None
