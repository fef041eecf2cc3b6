"""Inputs of the 2021 API: `@cog.input("name", type=int, default=1, min=0, max=9, help="…")`.

The arguments get the names that `Input(...)` has for them today, so that rules read them like any other.
"""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from cog_lsp.predictor.cog.fields import build_field
from cog_lsp.predictor.model import ABSENT, UNKNOWN, Annotation, Argument, Field, Home, Input, Refusal, Type
from cog_lsp.predictor.reading.calls import span_of, take_comment
from cog_lsp.predictor.syntax.annotations import Refused
from cog_lsp.predictor.syntax.imports import Imports
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.strings import decode
from cog_lsp.predictor.values.evaluate import Names, evaluate
from cog_lsp.predictor.values.forms import form_of
from cog_lsp.text import Span

KEYWORDS = {"help": "description", "min": "ge", "max": "le", "options": "choices"}
TYPES = ("str", "int", "float", "bool", "Path", "File")
MESSAGE = "module 'cog' has no attribute 'input'"


def decorator_inputs(piece: Piece, outer: Node) -> tuple[list[tuple[int, Input]], list[Refusal]]:
    """The inputs that decorators declare, each with its offset, and the refusal that such a model meets today."""
    inputs: list[tuple[int, Input]] = []
    if outer.type != "decorated_definition" or "input(" not in piece.of(outer):
        return inputs, []
    for decorator in outer.named_children:
        call = decorator.named_children[0] if decorator.type == "decorator" and decorator.named_children else None
        function = call.child_by_field_name("function") if call is not None and call.type == "call" else None
        if call is not None and function is not None and piece.of(function) in ("cog.input", "input"):
            input = _read(piece, decorator, call, len(inputs))
            if input is not None:
                inputs.append((piece.base + decorator.start_byte, input))
    if not inputs:
        return [], []
    origin, first = inputs[0]
    return inputs, [Refusal("startup", MESSAGE, first.span.shifted(origin), "decorators")]


def _read(piece: Piece, decorator: Node, call: Node, order: int) -> Input | None:
    """The input that one decorator declares; None where its name cannot be read."""
    listing = call.child_by_field_name("arguments")
    nodes = listing.named_children if listing is not None else []
    name_node = next((child for child in nodes if child.type == "string"), None)
    name = decode(piece.of(name_node)) if name_node is not None else None
    if name_node is None or not name:
        return None
    relative = -(piece.base + decorator.start_byte)
    arguments: list[Argument] = []
    annotation = None
    for child in nodes:
        key, value = child.child_by_field_name("name"), child.child_by_field_name("value")
        if child.type == "comment":
            take_comment(piece, child, arguments)
        if key is None or value is None:
            continue
        if piece.of(key) == "type":
            annotation = _annotation(piece, value, relative)
        else:
            arguments.append(_argument(piece, child, piece.of(key), value))
    kind = annotation.meant if annotation is not None else None
    return Input(
        name=name,
        order=order,
        source=piece.of(decorator),
        span=Span(0, decorator.end_byte - decorator.start_byte),
        name_span=span_of(piece, name_node).shifted(relative),
        annotation=annotation,
        default_span=span_of(piece, call).shifted(relative),
        call_span=span_of(piece, call).shifted(relative),
        opaque=False,
        home=Home.DECORATOR,
        arguments=tuple(argument.shifted(relative) for argument in arguments),
        field=_field(name, order, kind or Type("str"), arguments),
    )


def _annotation(piece: Piece, node: Node, relative: int) -> Annotation:
    name = piece.of(node).rpartition(".")[2]
    kind = Type(name) if name in TYPES else None
    span = span_of(piece, node).shifted(relative)
    message = f"unsupported type: {name}"
    refusal = Refusal("startup", message, span, "type")
    return Annotation(span, piece.of(node), kind, kind if kind is not None else refusal)


def _argument(piece: Piece, node: Node, key: str, value: Node) -> Argument:
    meant = evaluate(piece, value, Names(Imports({})))
    span, value_span = span_of(piece, node), span_of(piece, value)
    keyword = KEYWORDS.get(key, key)
    published = ABSENT if meant is UNKNOWN else meant
    return Argument(keyword, span, value_span, piece.of(value), form_of(piece, value), meant, published)


def _field(name: str, order: int, kind: Type, arguments: list[Argument]) -> Field | Refusal:
    """What Cog published in 2021."""
    published: dict[str, Any] = {a.keyword: a.published for a in arguments if a.keyword and a.published is not ABSENT}
    try:
        return build_field(name, order, kind, published)
    except Refused as refused:
        return Refusal(refused.kind, refused.message, Span(0, 0), "type")
