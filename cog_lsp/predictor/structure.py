"""The statements of a file that matter to its inputs, and the `Scope` that is made of them.

What an input depends on beside its own text is the "surface" of the file: imports, assignments, class headers with
their attributes, and functions that mention `Input`. As long as the texts of the surface stay the same, so does every
reading. Source of the generator's part: replicate/cog, pkg/schema/python (`collectModuleScope`,
`collectInputRegistry`, `collectModelClasses`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from cog_lsp.predictor.calls import callee, read_call
from cog_lsp.predictor.evaluate import Class, Expression, Names
from cog_lsp.predictor.imports import Imports
from cog_lsp.predictor.literals import read_constants
from cog_lsp.predictor.models import collect_models
from cog_lsp.predictor.scope import Scope, SharedInput
from cog_lsp.predictor.syntax import Piece
from cog_lsp.text import Span

IMPORTS = ("import_statement", "import_from_statement")
COMPOUND = ("if_statement", "try_statement", "for_statement", "while_statement", "with_statement")


@dataclass(slots=True)
class Definition:
    """A class or function at the top level, decorators included in `outer`."""

    name: str
    outer: Node
    node: Node
    members: list[Node] = field(default_factory=list)
    """The statements in a class's body, as they stand there."""


@dataclass(slots=True)
class Structure:
    """The top level of a file."""

    piece: Piece
    needle: str
    """What a function mentions that may make an input."""
    imports: list[Node] = field(default_factory=list)
    assignments: list[Node] = field(default_factory=list)
    """Assignments, plain and augmented."""
    compounds: list[Node] = field(default_factory=list)
    classes: list[Definition] = field(default_factory=list)
    named: dict[str, Definition] = field(default_factory=dict)
    """The classes by name, the first of each."""
    functions: list[Definition] = field(default_factory=list)
    surface: list[Node] = field(default_factory=list)
    """The nodes of class attributes and of functions that mention `Input`, in order."""
    texts: tuple[str, ...] = ()
    """The texts of everything that an input can depend on."""


def definition_of(node: Node, kind: str) -> Node | None:
    """The class or function in a statement, decorated or not."""
    if node.type == kind:
        return node
    if node.type == "decorated_definition":
        return next((child for child in node.named_children if child.type == kind), None)
    return None


def assignment_of(node: Node) -> Node | None:
    """The assignment in a statement."""
    if node.type == "expression_statement":
        children = node.named_children
        node = children[0] if len(children) == 1 else node
    return node if node.type in ("assignment", "augmented_assignment") else None


def read_structure(piece: Piece) -> Structure:
    """Sorts the statements of a file."""
    found = Structure(piece, "return" if "Input as " in piece.text else "Input")
    texts: list[str] = []
    for child in piece.root.named_children:
        kind = child.type
        if kind in IMPORTS:
            found.imports.append(child)
        elif kind == "expression_statement":
            assignment = assignment_of(child)
            if assignment is None:
                continue
            found.assignments.append(assignment)
        elif kind in COMPOUND:
            found.compounds.append(child)
        elif kind in ("class_definition", "function_definition", "decorated_definition"):
            _read_definition(piece, child, found, texts)
            continue
        else:
            continue
        texts.append(piece.of(child))
    found.texts = tuple(texts)
    return found


def _read_definition(piece: Piece, child: Node, found: Structure, texts: list[str]) -> None:
    for kind, listing in (("class_definition", found.classes), ("function_definition", found.functions)):
        node = definition_of(child, kind)
        if node is None:
            continue
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None:
            return
        definition = Definition(piece.of(name), child, node)
        listing.append(definition)
        if kind == "class_definition":
            found.named.setdefault(definition.name, definition)
            texts.append(piece.text[child.start_byte : body.start_byte])
            definition.members = body.named_children
            for member in definition.members:
                _read_member(piece, member, found, texts)
        elif piece.text.find(found.needle, body.start_byte, body.end_byte) >= 0:
            found.surface.append(child)
            texts.append(piece.of(child))


def _read_member(piece: Piece, member: Node, found: Structure, texts: list[str]) -> None:
    if member.type in ("function_definition", "decorated_definition"):
        node = definition_of(member, "function_definition")
        body = None if node is None else node.child_by_field_name("body")
        if body is None or piece.text.find(found.needle, body.start_byte, body.end_byte) < 0:
            return
    elif member.type != "expression_statement":
        return
    found.surface.append(member)
    texts.append(f" {piece.of(member)}")  # no statement of the file begins so


def inert_body(found: Structure, start: int, end: int) -> Span | None:
    """The part of a function's body around two offsets that no input, output or docstring is made from."""
    # With the character before: people type at the ends of words, where the next node starts.
    node: Node | None = found.piece.root.descendant_for_byte_range(max(0, start - 1), end)
    function = None
    while node is not None:
        if node.type == "function_definition":
            function = node
        elif function is not None and node.type not in ("block", "class_definition", "decorated_definition", "module"):
            return None  # in a compound statement, which is read as a whole
        node = node.parent
    body = None if function is None else function.child_by_field_name("body")
    if body is None or found.piece.text.find(found.needle, body.start_byte, body.end_byte) >= 0:
        return None
    first = next((child for child in body.named_children if child.type != "comment"), body)
    value = first.named_child(0) if first.type == "expression_statement" else None
    has_docstring = value is not None and value.type in ("string", "concatenated_string")
    inert = Span(first.end_byte if has_docstring else body.start_byte, body.end_byte)
    return inert if inert.start <= start and end <= inert.end else None


def build_scope(found: Structure, imports: Imports) -> Scope:
    """The names of the file, in both readings."""
    piece = found.piece
    constants = read_constants((piece, node) for node in found.assignments if node.type == "assignment")
    names = Names(imports, _bound(found), {c.name: _class(piece, c) for c in found.classes})
    calls = input_calls(imports)
    scope = Scope(imports, names, constants, {}, {}, (), calls)
    models = collect_models(piece, [(c.name, c.node) for c in found.classes], imports)
    typed_dicts = frozenset(name for name, model in models.items() if model.is_typed_dict)
    shared = _shared_inputs(found, scope)
    return Scope(imports, names, constants, shared, models, typed_dicts, calls)


def input_calls(imports: Imports) -> tuple[str, ...]:
    """The texts that call cog's `Input`, as Python sees it."""
    calls = ["Input"]
    for local, entry in imports.names.items():
        if entry.module == "cog":
            calls.append(
                f"{local}.Input" if entry.original == "cog" else local if entry.original == "Input" else "Input"
            )
    return tuple(dict.fromkeys(calls))


def _bound(found: Structure) -> dict[str, Expression]:
    """Module constants for Python's reading. A name that is also bound in an `if`, `try` or loop is left out."""
    piece = found.piece
    bound: dict[str, Expression] = {}
    for node in found.assignments:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or left.type != "identifier":
            continue
        name = piece.of(left)
        if right is None:
            continue
        if node.type == "assignment":
            bound[name] = Expression(piece, right)
        elif name in bound and any(child.type == "+=" for child in node.children):
            before = bound[name]
            bound[name] = Expression(before.piece, before.node, (*before.added, right))
        else:
            bound.pop(name, None)
    for node in found.compounds:
        for name in _bound_inside(piece, node):
            bound.pop(name, None)
    return bound


def _bound_inside(piece: Piece, node: Node) -> list[str]:
    """The names that assignments inside a compound statement bind."""
    names, waiting = [], [node]
    while waiting:
        current = waiting.pop()
        for child in current.named_children:
            assignment = assignment_of(child)
            left = None if assignment is None else assignment.child_by_field_name("left")
            if left is not None:
                names.append(piece.of(left))
            elif child.type in COMPOUND or child.type == "block" or child.type.endswith("_clause"):
                waiting.append(child)
    return names


def _class(piece: Piece, definition: Definition) -> Class:
    attributes: dict[str, Expression] = {}
    for member in definition.members:
        assignment = assignment_of(member)
        if assignment is None or assignment.type != "assignment":
            continue
        left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
        if left is not None and right is not None and left.type == "identifier":
            attributes[piece.of(left)] = Expression(piece, right)
    return Class(attributes, parents_of(piece, definition.node))


def parents_of(piece: Piece, node: Node) -> tuple[str, ...]:
    """The base classes of a class, as they are written."""
    listing = node.child_by_field_name("superclasses")
    if listing is None:
        return ()
    return tuple(piece.of(child) for child in listing.named_children if child.type in ("identifier", "attribute"))


def _shared_inputs(found: Structure, scope: Scope) -> dict[str, SharedInput]:
    """Inputs that stand outside of the signature, by the text that refers to them."""
    piece = found.piece
    shared: dict[str, SharedInput] = {}
    for node in found.assignments:
        _add_attribute(piece, node, "", scope, shared)
    for definition in found.functions:
        _add_helper(piece, definition.node, definition.name, scope, shared, generated=False)
    for definition in found.classes:
        for member in definition.members:
            assignment = assignment_of(member)
            if assignment is not None:
                _add_attribute(piece, assignment, definition.name, scope, shared)
            function = definition_of(member, "function_definition")
            if function is not None:
                name = function.child_by_field_name("name")
                key = f"{definition.name}.{piece.of(name)}" if name is not None else ""
                _add_helper(piece, function, key, scope, shared, generated=True)
    return shared


def _add_attribute(piece: Piece, node: Node, owner: str, scope: Scope, shared: dict[str, SharedInput]) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or left.type != "identifier" or callee(piece, right) not in scope.calls:
        return
    key = f"{owner}.{piece.of(left)}" if owner else piece.of(left)
    shared[key] = SharedInput(key, piece, right, _published(piece, right, key, scope, bool(owner)))


def _published(piece: Piece, node: Node, key: str, scope: Scope, generated: bool) -> dict[str, object] | None:
    if not generated or not scope.imports.is_input(callee(piece, node)):
        return None
    call = read_call(piece, node, key, scope.constants, scope.names)
    return None if call.refused is not None else dict(call.published)


def _add_helper(
    piece: Piece, node: Node, key: str, scope: Scope, shared: dict[str, SharedInput], generated: bool
) -> None:
    body, listing = node.child_by_field_name("body"), node.child_by_field_name("parameters")
    if body is None or listing is None or not any(call.rpartition(".")[2] in piece.of(body) for call in scope.calls):
        return
    for statement in body.named_children:
        values = statement.named_children if statement.type == "return_statement" else []
        if values and callee(piece, values[0]) in scope.calls:
            names, defaults = _parameters(piece, listing)
            published = _published(piece, values[0], key, scope, generated)
            shared[key] = SharedInput(key, piece, values[0], published, names, defaults, helper=True)
            return


def _parameters(piece: Piece, listing: Node) -> tuple[tuple[str, ...], dict[str, Node]]:
    names: list[str] = []
    defaults: dict[str, Node] = {}
    for child in listing.named_children:
        if child.type == "identifier":
            name: Node | None = child
        elif child.type == "typed_parameter":
            name = next((c for c in child.named_children if c.type == "identifier"), None)
        else:
            name = child.child_by_field_name("name")
        if name is None or piece.of(name) in ("self", "cls"):
            continue
        names.append(piece.of(name))
        value = child.child_by_field_name("value")
        if value is not None:
            defaults[piece.of(name)] = value
    return tuple(names), defaults
