"""The statements of a file that matter to its inputs, and the `Scope` that is made of them.

What an input depends on beside its own text is the "surface" of the file: imports, assignments, class headers with
their attributes, and functions that mention `Input`. As long as the texts of the surface stay the same, so does every
reading. Source of the generator's part: replicate/cog, pkg/schema/python (`collectModuleScope`,
`collectInputRegistry`, `collectModelClasses`).
"""

from __future__ import annotations

from msgspec import Struct, field
from tree_sitter import Node

from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.text import Span

IMPORTS = ("import_statement", "import_from_statement")
COMPOUND = ("if_statement", "try_statement", "for_statement", "while_statement", "with_statement")


class Definition(Struct):
    """A class or function at the top level, decorators included in `outer`."""

    name: str
    outer: Node
    node: Node
    members: list[Node] = field(default_factory=list)
    """The statements in a class's body, as they stand there."""


class Structure(Struct):
    """The top level of a file."""

    piece: Piece
    needle: str
    """What a function mentions that may make an input."""
    imports: list[Node] = field(default_factory=list)
    assignments: list[Node] = field(default_factory=list)
    """Assignments, plain and augmented."""
    changes: list[Node] = field(default_factory=list)
    """Calls of a method and `del`: what may change a constant."""
    compounds: list[Node] = field(default_factory=list)
    classes: list[Definition] = field(default_factory=list)
    named: dict[str, Definition] = field(default_factory=dict)
    """The classes by name, the first of each."""
    functions: list[Definition] = field(default_factory=list)
    aliases: dict[str, Node] = field(default_factory=dict)
    """What the names of `type` statements stand for."""
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
    structure = Structure(piece, "return" if "Input as " in piece.text else "Input")
    texts: list[str] = []
    for child in piece.root.named_children:
        kind = child.type
        if kind in IMPORTS:
            structure.imports.append(child)
        elif kind == "expression_statement":
            assignment = assignment_of(child)
            if assignment is not None:
                structure.assignments.append(assignment)
            elif _calls_method(child):
                structure.changes.append(child)
            else:
                continue
        elif kind == "delete_statement":
            structure.changes.append(child)
        elif kind in COMPOUND:
            structure.compounds.append(child)
        elif kind == "type_alias_statement":
            _read_alias(piece, child, structure)
        elif kind in ("class_definition", "function_definition", "decorated_definition"):
            _read_definition(piece, child, structure, texts)
            continue
        else:
            continue
        texts.append(piece.of(child))
    structure.texts = tuple(texts)
    return structure


def _read_alias(piece: Piece, statement: Node, structure: Structure) -> None:
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if left is not None and right is not None:
        structure.aliases[piece.of(left)] = right


def _calls_method(statement: Node) -> bool:
    call = statement.named_children[0] if statement.named_children else statement
    function = call.child_by_field_name("function") if call.type == "call" else None
    return function is not None and function.type == "attribute"


def _read_definition(piece: Piece, child: Node, structure: Structure, texts: list[str]) -> None:
    """Sort a class or a function in, and the members of a class."""
    for kind, listing in (("class_definition", structure.classes), ("function_definition", structure.functions)):
        node = definition_of(child, kind)
        if node is None:
            continue
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None:
            return
        definition = Definition(piece.of(name), child, node)
        listing.append(definition)
        if kind == "class_definition":
            structure.named.setdefault(definition.name, definition)
            texts.append(piece.text[child.start_byte : body.start_byte])
            definition.members = body.named_children
            for member in definition.members:
                _read_member(piece, member, structure, texts)
        elif piece.text.find(structure.needle, body.start_byte, body.end_byte) >= 0:
            structure.surface.append(child)
            texts.append(piece.of(child))


def _read_member(piece: Piece, member: Node, structure: Structure, texts: list[str]) -> None:
    if member.type in ("function_definition", "decorated_definition"):
        node = definition_of(member, "function_definition")
        body = None if node is None else node.child_by_field_name("body")
        if body is None or piece.text.find(structure.needle, body.start_byte, body.end_byte) < 0:
            return
    elif member.type != "expression_statement":
        return
    structure.surface.append(member)
    texts.append(f" {piece.of(member)}")  # no statement of the file begins so


def inert_body(structure: Structure, start: int, end: int) -> Span | None:
    """The part of a function's body around two offsets that no input, output or docstring is made from."""
    # With the character before: people type at the ends of words, where the next node starts.
    node: Node | None = structure.piece.root.descendant_for_byte_range(max(0, start - 1), end)
    function = None
    while node is not None:
        if node.type == "function_definition":
            function = node
        elif function is not None and node.type not in ("block", "class_definition", "decorated_definition", "module"):
            return None  # in a compound statement, which is read as a whole
        node = node.parent
    body = None if function is None else function.child_by_field_name("body")
    if body is None or structure.piece.text.find(structure.needle, body.start_byte, body.end_byte) >= 0:
        return None
    first = next((child for child in body.named_children if child.type != "comment"), body)
    value = first.named_child(0) if first.type == "expression_statement" else None
    has_docstring = value is not None and value.type in ("string", "concatenated_string")
    inert = Span(first.end_byte if has_docstring else body.start_byte, body.end_byte)
    return inert if inert.start <= start and end <= inert.end else None


def parents_of(piece: Piece, node: Node) -> tuple[str, ...]:
    """The base classes of a class, as they are written."""
    listing = node.child_by_field_name("superclasses")
    if listing is None:
        return ()
    return tuple(piece.of(child) for child in listing.named_children if child.type in ("identifier", "attribute"))
