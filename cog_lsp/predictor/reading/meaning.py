"""The type that an author means by an annotation, through aliases, `Literal` and enumerations.

The generator's own reading is in `types.py`.
"""

from __future__ import annotations

from msgspec.structs import replace
from tree_sitter import Node

from cog_lsp.predictor.model import Type
from cog_lsp.predictor.reading.scope import Scope
from cog_lsp.predictor.syntax.annotations import Refused, Written, read_annotation
from cog_lsp.predictor.syntax.piece import Piece

PLAIN = ("str", "int", "float", "bool", "Path", "File", "Secret", "Any", "dict")
SEQUENCES = ("list", "List", "Sequence", "Iterable", "Collection", "MutableSequence")
MAPPINGS = ("Dict", "Mapping", "MutableMapping", "OrderedDict")
DEPTH = 20
LITERALS = {"string": "str", "integer": "int", "unary_operator": "int", "true": "bool", "false": "bool", "none": "none"}


def meant_type(annotation: Written, scope: Scope, depth: int = 0) -> Type | None:
    """The type that is meant, or None where it cannot be known."""
    if depth > DEPTH:
        return None
    if annotation.kind == "union":
        return _union(annotation.args, scope, depth)
    name = real_name(annotation.name, scope)
    if annotation.kind == "simple":
        return _simple(name, scope, depth)
    if name == "Optional" and len(annotation.args) == 1:
        return _optional(meant_type(annotation.args[0], scope, depth + 1))
    if name == "Union":
        return _union(annotation.args, scope, depth)
    if name == "Annotated":
        return meant_type(annotation.args[0], scope, depth + 1)
    if name == "Literal":
        return literal_type(annotation.args)
    if name in SEQUENCES and len(annotation.args) == 1:
        item = meant_type(annotation.args[0], scope, depth + 1)
        return None if item is None else Type("list", item=item)
    return Type("dict") if name in MAPPINGS or name == "dict" else None


def real_name(name: str, scope: Scope) -> str:
    """The last part of a name, through the alias of an import."""
    head, dot, rest = name.partition(".")
    if dot:
        return rest.rpartition(".")[2]
    entry = scope.imports.get(head)
    return entry.original.rpartition(".")[2] if entry is not None else head


def _simple(name: str, scope: Scope, depth: int) -> Type | None:
    """The type that a plain name means: built-in, an enumeration, or what an alias stands for."""
    if name in PLAIN:
        return Type(name)
    if name in SEQUENCES:
        return Type("list", item=Type("Any"))
    if name in MAPPINGS or name in scope.typed_dicts:
        return Type("dict")
    class_ = scope.names.classes.get(name)
    if class_ is not None:
        return (
            Type("int" if "int" in class_.parents or "IntEnum" in class_.parents else "str") if class_.is_enum else None
        )
    alias = scope.names.constants.get(name)
    if alias is None:
        return None
    try:
        annotation = read_alias(alias.piece, alias.node)
    except Refused:
        return None
    return None if annotation is None or annotation.name == name else meant_type(annotation, scope, depth + 1)


def read_alias(piece: Piece, node: Node) -> Written | None:
    """The type on the right-hand side of `Size = Literal[…]`; None for a value that is no type."""
    if node.type not in ("identifier", "attribute", "subscript", "binary_operator"):
        return None
    return read_annotation(piece, node)


def _optional(kind: Type | None) -> Type | None:
    return None if kind is None else replace(kind, optional=True)


def _union(args: tuple[Written, ...], scope: Scope, depth: int) -> Type | None:
    """The type that a union means; None where one of its members is not known."""
    members: list[Type] = []
    optional = False
    for arg in args:
        if arg.kind == "simple" and arg.name == "None":
            optional = True
            continue
        member = meant_type(arg, scope, depth + 1)
        if member is None:
            return None
        optional = optional or member.optional
        members.extend(member.members if member.name == "union" else (replace(member, optional=False),))
    if not members:
        return None
    distinct = tuple(dict.fromkeys(members))
    return (
        replace(distinct[0], optional=optional)
        if len(distinct) == 1
        else Type("union", members=distinct, optional=optional)
    )


def literal_type(args: tuple[Written, ...]) -> Type | None:
    """The type of the values in `Literal[…]`; None for names, whose values stand elsewhere."""
    values = [arg for arg in args if arg.quoted or arg.name != "None"]
    optional = len(values) < len(args)
    if values and all(value.quoted for value in values):
        return Type("str", optional=optional)
    names = [value.name.lstrip("-") for value in values if not value.quoted]
    if values and len(names) == len(values):
        if all(name.isdigit() for name in names):
            return Type("int", optional=optional)
        if all(name in ("True", "False") for name in names):
            return Type("bool", optional=optional)
    return None


def literal_in(piece: Piece, node: Node, scope: Scope) -> Type | None:
    """The type of a `Literal[…]` whose values the generator cannot even read, such as texts with spaces."""
    waiting, optional = [node], False
    while waiting:
        current = waiting.pop(0)
        if current.type in ("generic_type", "subscript") and current.named_children:
            name = real_name(piece.of(current.named_children[0]), scope)
            optional = optional or name == "Optional"
            if name == "Literal":
                kinds = {LITERALS.get(value.type) for value in _values(current)}
                values = kinds - {"none"}
                kind = values.pop() if len(values) == 1 else None
                return None if kind is None else Type(kind, optional=optional or "none" in kinds)
        optional = optional or current.type == "none"
        waiting.extend(current.named_children)
    return None


def _values(node: Node) -> list[Node]:
    """The values between the brackets of a `Literal[…]`."""
    values: list[Node] = []
    waiting = list(node.named_children[1:])
    while waiting:
        current = waiting.pop(0)
        if current.type in ("type", "type_parameter"):
            waiting[:0] = current.named_children
        elif current.type != "comment":
            values.append(current)
    return values
