"""One parameter of a signature: the input that the author means and the one that Cog publishes.

Source: replicate/cog, pkg/schema/python/inputs.go (`parseTypedParameter`, `parseTypedDefaultParameter`).
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from cog_lsp.predictor.cause import Cause
from cog_lsp.predictor.cog.fields import build_field, unprintable
from cog_lsp.predictor.cog.startup import startup_refusals
from cog_lsp.predictor.cog.types import resolve_input
from cog_lsp.predictor.cog.validation import validate_field
from cog_lsp.predictor.model import ABSENT, UNKNOWN, About, Annotation, Argument, Field, Home, Input, Refusal, Type
from cog_lsp.predictor.reading.annotated import annotated
from cog_lsp.predictor.reading.calls import Call, as_value, callee, changed_by, read_call, read_reference, span_of
from cog_lsp.predictor.reading.meaning import literal_in, meant_type
from cog_lsp.predictor.reading.modules import is_external
from cog_lsp.predictor.reading.scope import Scope, SharedInput
from cog_lsp.predictor.syntax.annotations import Refused, Written, read_annotation
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.values.evaluate import evaluate
from cog_lsp.predictor.values.forms import form_of
from cog_lsp.predictor.values.literals import read_default
from cog_lsp.text import Span

ABOUT: dict[str, About] = {
    "ErrParse": "type",
    "ErrMissingTypeAnnotation": "annotation",
    "ErrUnsupportedType": "type",
    "ErrUnresolvableType": "type",
    "ErrDefaultFactoryNotSupported": "argument",
    "ErrChoicesNotResolvable": "choices",
    "ErrDefaultNotResolvable": "default",
    "ErrAcceptOnNonFileType": "argument",
    "ErrOther": "argument",
}
INPUT_LIKE = ("call", "identifier", "attribute", "subscript")
"""Defaults of these kinds may well be an `Input` where they cannot be resolved."""


class Default(Struct, frozen=True):
    """What stands after the `=` of a parameter, as read. Spans are absolute."""

    arguments: tuple[Argument, ...] = ()
    published: Any = None
    """What the generator keeps, by keyword; None where it refuses the default."""
    refused: Refused | None = None
    refused_span: Span | None = None
    call_span: Span | None = None
    home: Home = Home.SIGNATURE
    opaque: bool = False
    cause: Cause | None = None
    """Where another module has the value that the generator refuses."""


def read_parameter(
    piece: Piece, node: Node, order: int, method: str, scope: Scope, comments: tuple[Span, ...] = ()
) -> Input:
    """The input of a parameter node that has an annotation, a default, or both."""
    name_node, type_node, value_node = parts_of(node)
    name = piece.of(name_node) if name_node is not None else piece.of(node)
    origin = piece.base + node.start_byte
    annotation = None if type_node is None else read_type(piece, type_node, scope)
    default = Default(published={}) if value_node is None else _read_default(piece, value_node, name, scope)
    if type_node is not None and annotation is not None and isinstance(annotation.published, Refusal):
        default = _in_annotation(piece, type_node, name, scope, default)
    field = _field(piece, node, name, order, method, annotation, default)
    relative = -origin
    input = Input(
        name=name,
        order=order,
        source=piece.of(node),
        span=Span(0, node.end_byte - node.start_byte),
        name_span=span_of(piece, node if name_node is None else name_node).shifted(relative),
        annotation=None if annotation is None else _moved(annotation, relative),
        default_span=None if value_node is None else span_of(piece, value_node).shifted(relative),
        call_span=default.call_span and default.call_span.shifted(relative),
        opaque=default.opaque,
        home=default.home,
        arguments=tuple(argument.shifted(relative) for argument in default.arguments),
        field=replace(field, span=field.span.shifted(relative)) if isinstance(field, Refusal) else field,
        comments=tuple(span.shifted(relative) for span in comments),
    )
    refusals = all_refusals(input)
    return replace(input, refusals=tuple(refusals)) if refusals else input


def all_refusals(input: Input) -> list[Refusal]:
    """Everything that makes the build or the start fail because of this input."""
    refusals = [input.field] if isinstance(input.field, Refusal) else validate_field(input)
    return refusals + startup_refusals(input)


def _moved(annotation: Annotation, by: int) -> Annotation:
    if by == 0:
        return annotation
    published = annotation.published
    if isinstance(published, Refusal):
        published = replace(published, span=published.span.shifted(by))
    return replace(annotation, span=annotation.span.shifted(by), published=published)


def parts_of(node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """Name, annotation and default of a parameter. An annotated `*args` has no name, as the generator sees it."""
    if node.type != "typed_parameter":
        fields = ("name", "type", "value")
        name, kind, value = (node.child_by_field_name(field) for field in fields)
        return name, kind, value
    children = node.named_children
    name = next((child for child in children if child.type == "identifier"), None)
    kind = next((child for child in reversed(children) if child.type == "type"), None)
    return name, kind, None


def read_type(piece: Piece, node: Node, scope: Scope) -> Annotation:
    """An annotation in both readings. Its span is absolute."""
    span, source = span_of(piece, node), piece.of(node)
    try:
        parsed = read_annotation(piece, node)
    except Refused as refused:
        refusal = Refusal(refused.kind, refused.message, span, "type")
        inside = annotated(piece, node, scope)
        if inside is not None:
            cause = Cause("annotated", "Annotated", source=piece.of(inside.kind))
            meant = read_type(piece, inside.kind, scope).meant
            return Annotation(span, source, meant, replace(refusal, cause=cause))
        return Annotation(span, source, literal_in(piece, node, scope), refusal)
    return Annotation(span, source, meant_type(parsed, scope), _published_type(parsed, span, scope))


def _published_type(annotation: Written, span: Span, scope: Scope) -> Type | Refusal:
    try:
        return resolve_input(annotation, scope.imports, scope.typed_dicts)
    except Refused as refused:
        return Refusal(refused.kind, refused.message, span, "type")


def _field(
    piece: Piece, node: Node, name: str, order: int, method: str, annotation: Annotation | None, default: Default
) -> Field | Refusal:
    """What Cog publishes, or the generator's first error in its own order. Spans are absolute."""
    whole = span_of(piece, node)
    if node.type == "typed_parameter" and parts_of(node)[0] is None:
        return Refusal("ErrParse", "typed_parameter has no identifier", whole, "type")
    if annotation is None:
        message = f"parameter '{name}' on {method} has no type annotation"
        return Refusal("ErrMissingTypeAnnotation", message, whole, "annotation")
    if isinstance(annotation.published, Refusal):
        return annotation.published
    if default.refused is not None:
        span = default.refused_span or whole
        return Refusal(default.refused.kind, default.refused.message, span, ABOUT[default.refused.kind], default.cause)
    try:
        field = build_field(name, order, annotation.published, default.published or {})
    except Refused as refused:
        span = _constraint_span(default) or whole
        return Refusal(refused.kind, refused.message, span, "argument")
    number = unprintable(field)
    if number is None:
        return field
    wrapped = "json: error calling MarshalJSON for type *schema.orderedMapAny: "
    message = f"{wrapped}{wrapped}json: unsupported value: {number}"
    return Refusal("ErrOther", message, _constraint_span(default) or whole, "argument")


def _constraint_span(default: Default) -> Span | None:
    """The argument that the generator refuses on this type."""
    for keyword in ("accept", "choices", "ge", "le", "min_length", "max_length", "regex", "default"):
        for argument in default.arguments:
            if argument.keyword == keyword and argument.published is not ABSENT:
                return argument.span
    return None


def _read_default(piece: Piece, node: Node, name: str, scope: Scope) -> Default:
    """A default, as the generator tries it: an `Input(...)`, a reference to one, a literal."""
    text = callee(piece, node)
    if text and scope.imports.is_input(text):
        call = read_call(piece, node, name, scope.constants, scope.names)
        return Default(call.arguments, call.published, call.refused, call.refused_span, span_of(piece, node))
    shared = _shared(piece, node, scope)
    if shared is not None and shared.published is not None:
        return _from_reference(piece, node, shared, read_reference(piece, node, shared, scope), None)
    refused = _unresolvable(piece, node, name)
    if shared is not None:
        return _from_reference(piece, node, shared, read_reference(piece, node, shared, scope), refused)
    inner = unwrapped(node)
    if callee(piece, inner) in scope.calls:
        call = read_call(piece, inner, name, scope.constants, scope.names)
        return Default(call.arguments, None, refused, span_of(piece, node), span_of(piece, inner))
    return _plain(piece, node, scope, refused)


def _in_annotation(piece: Piece, node: Node, name: str, scope: Scope, default: Default) -> Default:
    """What an `Input(…)` in the annotation says, with the default beside it."""
    inside = annotated(piece, node, scope)
    if inside is None or inside.call is None or default.call_span is not None:
        return default
    call = read_call(piece, inside.call, name, scope.constants, scope.names)
    return Default((*call.arguments, *default.arguments), call_span=span_of(piece, inside.call))


def _plain(piece: Piece, node: Node, scope: Scope, refused: Refused) -> Default:
    """A default that is a plain value: in Python's reading and in Cog's, or why the latter does not read it."""
    read = read_default(piece, node, scope.constants)
    meant = evaluate(piece, node, scope.names)
    span = span_of(piece, node)
    opaque = read is ABSENT and meant is UNKNOWN and unwrapped(node).type in INPUT_LIKE
    changed = changed_by(piece, node, scope.names)
    argument = Argument("default", span, span, piece.of(node), form_of(piece, node), meant, as_value(read), changed)
    if read is ABSENT:
        name = piece.of(node).partition(".")[0].partition("(")[0]
        entry = scope.imports.get(name) if opaque else None
        is_own = entry is not None and not is_external(entry.module)
        cause = Cause("module", name, entry.module) if entry is not None and is_own else None
        return Default(() if opaque else (argument,), None, refused, span, opaque=opaque, cause=cause)
    return Default((argument,), {"default": read})


def unwrapped(node: Node) -> Node:
    """An expression without the parentheses around it."""
    for _ in range(8):
        inner = [child for child in node.named_children if child.type != "comment"]
        if node.type != "parenthesized_expression" or len(inner) != 1:
            break
        node = inner[0]
    return node


def _shared(piece: Piece, node: Node, scope: Scope) -> SharedInput | None:
    key = callee(piece, node) or piece.of(node)
    shared = scope.shared.get(key) if node.type in ("call", "attribute", "identifier") else None
    return shared if shared is not None and shared.helper == (node.type == "call") else None


def _from_reference(piece: Piece, node: Node, shared: SharedInput, call: Call, refused: Refused | None) -> Default:
    home = Home.HELPER if shared.helper else Home.ATTRIBUTE
    call_span = span_of(shared.piece, shared.call)
    span = None if refused is None else span_of(piece, node)
    return Default(call.arguments, call.published, refused, span, call_span, home)


def _unresolvable(piece: Piece, node: Node, name: str) -> Refused:
    message = f"parameter '{name}': default `{piece.of(node)}` cannot be statically resolved"
    return Refused("ErrDefaultNotResolvable", message)
