"""A predictor's signature: its parameters in order, its output, and the decorators above it.

Source: replicate/cog, pkg/schema/python/inputs.go (`extractInputs`), parser.go (`resolveOutputPhase`) and
annotations.go (decorators).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from tree_sitter import Node

from cog_lsp.predictor.cog.outputs import resolve_output
from cog_lsp.predictor.lost import LostParameter
from cog_lsp.predictor.model import Output, Refusal
from cog_lsp.predictor.reading.calls import span_of
from cog_lsp.predictor.reading.scope import Scope
from cog_lsp.predictor.syntax.annotations import Refused, read_annotation
from cog_lsp.predictor.syntax.imports import Imports
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.structure import Definition, assignment_of
from cog_lsp.predictor.values.literals import read_literal
from cog_lsp.text import Span

INPUTS = ("typed_parameter", "typed_default_parameter", "default_parameter")
LOST = ("identifier", "list_splat_pattern", "dictionary_splat_pattern", "tuple_pattern")
STREAMING = (
    "@streaming requires Iterator[...], AsyncIterator[...], ConcatenateIterator[...] or "
    "AsyncConcatenateIterator[...] return type"
)
CONCURRENT_FORM = "@concurrent only supports literal integer max=... arguments"


class Parameter(Struct, frozen=True):
    """A parameter that becomes an input, with the comments inside it and above it."""

    node: Node
    comments: tuple[Node, ...]


def read_parameters(piece: Piece, listing: Node) -> tuple[list[Parameter], list[LostParameter]]:
    """The parameters of a signature: inputs, and those that never reach the form."""
    inputs: list[Parameter] = []
    lost: list[LostParameter] = []
    comments: list[Node] = []
    first = True
    for child in listing.children:
        kind = child.type
        if kind == "comment":
            comments.append(child)
        elif kind in INPUTS:
            own = _comments_inside(child) if "#" in piece.of(child) else ()
            inputs.append(Parameter(child, (*_directly_above(piece, comments, child), *own)))
            comments = []
        elif kind in LOST:
            if not (first and kind == "identifier" and piece.of(child) in ("self", "cls")):
                name = piece.of(child).lstrip("*")
                lost.append(LostParameter(name, span_of(piece, child), piece.of(child)))
            first = False
    return inputs, lost


def _directly_above(piece: Piece, comments: list[Node], node: Node) -> list[Node]:
    """The comments on the lines just above a node, without a blank line between, and not behind other code."""
    above: list[Node] = []
    end = node.start_byte
    for comment in reversed(comments):
        between = piece.text[comment.end_byte : end]
        line_start = piece.text.rfind("\n", 0, comment.start_byte) + 1
        alone = not piece.text[line_start : comment.start_byte].strip()
        if between.count("\n") != 1 or not alone:
            break
        above.insert(0, comment)
        end = comment.start_byte
    return above


def _comments_inside(node: Node) -> list[Node]:
    comments: list[Node] = []
    waiting = [node]
    while waiting and len(comments) < 1000:
        current = waiting.pop()
        if current.type == "comment":
            comments.append(current)
        elif current.type != "string":
            waiting.extend(reversed(current.named_children))
    return comments


def read_output(piece: Piece, node: Node, scope: Scope, classes: Mapping[str, Definition]) -> Output | None:
    """The return annotation in the generator's reading, or None where there is none. Of the classes of the file, it may
    be a field that the generator refuses."""
    annotation = node.child_by_field_name("return_type")
    if annotation is None:
        return None
    span, source = span_of(piece, annotation), piece.of(annotation)
    try:
        schema = resolve_output(read_annotation(piece, annotation), scope.imports, scope.models)
    except Refused as refused:
        place = _field_type(piece, *refused.field, classes) if refused.field is not None else None
        return Output(span, source, Refusal(refused.kind, refused.message, place or span, "return type"))
    return Output(span, source, {"title": "Output", **schema})


def _field_type(piece: Piece, model: str, field: str, classes: Mapping[str, Definition]) -> Span | None:
    """The annotation of a model's field, where the model stands in this file."""
    for member in classes[model].members if model in classes else ():
        assignment = assignment_of(member)
        left = assignment.child_by_field_name("left") if assignment is not None else None
        kind = assignment.child_by_field_name("type") if assignment is not None else None
        if left is not None and kind is not None and piece.of(left) == field:
            return span_of(piece, kind)
    return None


def decorator_refusals(piece: Piece, outer: Node, node: Node, output: Output | None, imports: Imports) -> list[Refusal]:
    """What the generator refuses about `@streaming` and `@concurrent`."""
    refusals = []
    decorators = (
        [c for c in outer.named_children if c.type == "decorator"] if outer.type == "decorated_definition" else []
    )
    streaming = next((d for d in decorators if _is_cog(piece, _callee(d), "streaming", imports)), None)
    schema = output.schema if streaming is not None and output is not None else None
    if output is not None and isinstance(schema, Mapping) and "x-cog-array-type" not in schema:
        refusals.append(Refusal("ErrUnsupportedType", STREAMING, output.span, "return type"))
    for decorator in decorators:
        if _is_cog(piece, _callee(decorator), "concurrent", imports):
            message = _concurrent(piece, decorator, any(child.type == "async" for child in node.children))
            if message is not None:
                span = span_of(piece, decorator)
                refusals.append(Refusal("ErrUnsupportedType", message, span, "argument"))
            break
    return refusals


def _callee(decorator: Node) -> Node | None:
    children = decorator.named_children
    if not children:
        return None
    return children[0].child_by_field_name("function") if children[0].type == "call" else children[0]


def _is_cog(piece: Piece, node: Node | None, name: str, imports: Imports) -> bool:
    if node is None:
        return False
    text = piece.of(node)
    if node.type == "identifier":
        return imports.get(text) == ("cog", name)
    if node.type != "attribute":
        return False
    module, _, attribute = text.partition(".")
    return attribute == name and imports.get(module) == ("cog", "cog")


def _concurrent(piece: Piece, decorator: Node, is_async: bool) -> str | None:
    """What the generator says against `@concurrent(max=…)`."""
    call = decorator.named_children[0]
    listing = call.child_by_field_name("arguments") if call.type == "call" else None
    arguments = listing.named_children if listing is not None else []
    if not arguments:
        return None
    name, value = arguments[0].child_by_field_name("name"), arguments[0].child_by_field_name("value")
    if len(arguments) != 1 or arguments[0].type != "keyword_argument" or name is None or value is None:
        return CONCURRENT_FORM
    if piece.of(name) != "max":
        return CONCURRENT_FORM
    number = read_literal(piece, value)
    if not isinstance(number, int) or isinstance(number, bool):
        return "@concurrent max must be an integer literal"
    if number < 1:
        return "@concurrent max must be at least 1"
    return "@concurrent(max > 1) requires an async run() or predict() method" if number > 1 and not is_async else None


def docstring_of(piece: Piece, node: Node) -> str | None:
    """The source of a docstring, quotes included."""
    body = node.child_by_field_name("body")
    statements = body.named_children if body is not None else []
    first = next((s for s in statements if s.type != "comment"), None)
    if first is None or first.type != "expression_statement" or not first.named_children:
        return None
    inner = first.named_children[0]
    return piece.of(inner) if inner.type in ("string", "concatenated_string") else None
