"""Where a file names a parameter of its predictor: in the signature, in the body, and where it calls itself."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from cog_lsp.predictor.model import Home, Predictor
from cog_lsp.predictor.syntax.piece import Piece, whole
from cog_lsp.text import Span

FUNCTIONS = ("function_definition", "lambda")
COMPREHENSIONS = ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression")
BINDING = ("assignment", "augmented_assignment", "for_statement")
IMPORTS = ("import_statement", "import_from_statement")


def occurrences(predictor: Predictor, name: str) -> tuple[Span, ...] | None:
    """Every place of the predictor's file that names a parameter; None where the method cannot be read."""
    piece = whole(predictor.text)
    method = _method(piece.root, predictor.method_span.start)
    if method is None:
        return None
    places = {*_in_method(piece, method, name), *_in_calls(piece, predictor, name)}
    input = predictor.find(name)
    if input is not None and input.home is Home.DECORATOR:
        start = predictor.text.index(name, predictor.place(input, input.name_span).start)  # inside its quotes
        places.add(Span(start, start + len(name)))
    return tuple(sorted(places))


def names_in_method(predictor: Predictor) -> frozenset[str]:
    """The names that a method uses, whatever they stand for."""
    piece = whole(predictor.text)
    method = _method(piece.root, predictor.method_span.start)
    return frozenset(piece.of(node) for node in _inside(method) if node.type == "identifier") if method else frozenset()


def _inside(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        now = waiting.pop()
        yield now
        waiting += now.named_children


def _method(root: Node, start: int) -> Node | None:
    node = root.descendant_for_byte_range(start, start)
    while node is not None and node.type != "function_definition":
        node = node.parent
    name = node.child_by_field_name("name") if node is not None else None
    return node if name is not None and name.start_byte == start else None


def _in_method(piece: Piece, method: Node, name: str) -> Iterator[Span]:
    """The parameter and what its body does with it. Defaults and annotations belong to the file, not to the method."""
    for bound in _parameters(method):
        if piece.of(bound) == name:
            yield _span(piece, bound)
    body = method.child_by_field_name("body")
    waiting = [] if body is None else [body]
    while waiting:
        node = waiting.pop()
        if node.type == "identifier":
            if piece.of(node) == name and not _is_other(node):
                yield _span(piece, node)
        elif node.type not in IMPORTS:
            waiting += _seen(piece, node, name)


def _is_other(node: Node) -> bool:
    """Whether a name is that of an attribute or of an argument, which are their own."""
    parent = node.parent
    if parent is None:
        return False
    field = {"attribute": "attribute", "keyword_argument": "name"}.get(parent.type)
    other = parent.child_by_field_name(field) if field else None
    return other is not None and other.start_byte == node.start_byte


def _seen(piece: Piece, node: Node, name: str) -> list[Node]:
    """The parts of a node in which the name means what it means around it."""
    if node.type in FUNCTIONS and (
        any(piece.of(bound) == name for bound in _parameters(node)) or _binds(piece, node, name)
    ):
        listing = node.child_by_field_name("parameters")
        values = (each.child_by_field_name("value") for each in listing.named_children) if listing is not None else ()
        return [value for value in values if value is not None]
    if node.type in COMPREHENSIONS:
        clauses = [child for child in node.named_children if child.type == "for_in_clause"]
        targets = (clause.child_by_field_name("left") for clause in clauses)
        if any(piece.of(each) == name for target in targets if target for each in _inside(target)):
            first = clauses[0].child_by_field_name("right")
            return [first] if first is not None else []
    return node.named_children


def _binds(piece: Piece, function: Node, name: str) -> bool:
    """Whether an inner function gives the name a meaning of its own: it assigns it and does not say `nonlocal`."""
    for node in _inside(function):
        if node.type == "nonlocal_statement" and any(piece.of(each) == name for each in node.named_children):
            return False
    for node in _inside(function):
        target = node.child_by_field_name("left") if node.type in BINDING else None
        if target is not None and any(piece.of(each) == name for each in _targets(target)):
            return True
    return False


def _targets(node: Node) -> Iterator[Node]:
    """The names that an assignment binds."""
    if node.type == "identifier":
        yield node
    elif node.type in ("pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern"):
        for child in node.named_children:
            yield from _targets(child)


def _parameters(function: Node) -> Iterator[Node]:
    """The names of the parameters of a function."""
    listing = function.child_by_field_name("parameters")
    for child in listing.named_children if listing is not None else ():
        name = child.child_by_field_name("name") if child.type.endswith("default_parameter") else child
        while name is not None and name.type != "identifier":
            name = name.named_children[0] if name.named_children else None
        if name is not None:
            yield name


def _in_calls(piece: Piece, predictor: Predictor, name: str) -> Iterator[Span]:
    """The arguments of calls of the method on `self`, on the class, or of the function itself."""
    for node in _inside(piece.root):
        if node.type != "call" or not _is_own(piece, node, predictor):
            continue
        listing = node.child_by_field_name("arguments")
        for argument in listing.named_children if listing is not None else ():
            key = argument.child_by_field_name("name") if argument.type == "keyword_argument" else None
            if key is not None and piece.of(key) == name:
                yield _span(piece, key)


def _is_own(piece: Piece, call: Node, predictor: Predictor) -> bool:
    """Whether a call is one of the predictor's own method."""
    callee = call.child_by_field_name("function")
    if callee is None:
        return False
    if predictor.kind == "function":
        return piece.of(callee) == predictor.method
    owner = callee.child_by_field_name("object") if callee.type == "attribute" else None
    method = callee.child_by_field_name("attribute")
    if owner is None or method is None or piece.of(method) != predictor.method:
        return False
    return piece.of(owner) == "self" or piece.of(owner).partition("(")[0] == predictor.name


def _span(piece: Piece, node: Node) -> Span:
    return Span(node.start_byte + piece.base, node.end_byte + piece.base)
