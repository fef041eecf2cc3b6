"""`Input(...)` calls: their arguments in both readings, and what the generator keeps of them.

Source: replicate/cog, pkg/schema/python/inputs.go (`parseInputCall`, `resolveInputReference`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from cog_lsp.predictor.comment import Comment
from cog_lsp.predictor.model import ABSENT, Argument
from cog_lsp.predictor.reading.changes import names_in
from cog_lsp.predictor.reading.scope import Scope, SharedInput
from cog_lsp.predictor.syntax.annotations import Refused
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.values.evaluate import Expression, Names, evaluate
from cog_lsp.predictor.values.forms import form_of
from cog_lsp.predictor.values.literals import (
    Constants,
    read_choices,
    read_default,
    read_flag,
    read_literal,
    read_number,
    read_string,
    read_sum,
    read_text,
    to_json,
)
from cog_lsp.predictor.values.numbers import plain_number
from cog_lsp.text import LINE_END, Span

NUMBERS = ("ge", "le", "min_length", "max_length")
STRINGS = ("regex", "accept")
OVERRIDES = ("default", "description", "ge", "le")
"""What a call of a helper can change, as far as the generator follows it."""


class Call(Struct, frozen=True):
    """An `Input(...)` as read. Spans of the arguments are absolute."""

    arguments: tuple[Argument, ...]
    published: Mapping[str, Any]
    """What the generator keeps, by keyword. A default that it cannot read is None here."""
    refused: Refused | None = None
    refused_span: Span | None = None


def span_of(piece: Piece, node: Node) -> Span:
    """Where a node stands in the file."""
    return Span(piece.base + node.start_byte, piece.base + node.end_byte)


def callee(piece: Piece, node: Node) -> str:
    """The text before the parentheses of a call, or an empty string."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    return "" if function is None else piece.of(function)


def read_argument(piece: Piece, key: str, node: Node, constants: Constants) -> Any:
    """The generator's reading of an argument's value; ABSENT where it drops it or refuses it."""
    if key == "default":
        return read_default(piece, node, constants)
    if key == "description":
        return read_text(piece, node, constants)
    if key in NUMBERS:
        number = read_number(piece.of(node))
        return whole(number) if key.endswith("length") and number is not ABSENT else number
    if key in STRINGS:
        return read_string(piece, node)
    if key == "deprecated":
        return read_flag(piece, node)
    return read_choices(piece, node, constants) if key == "choices" else ABSENT


def whole(number: float) -> int:
    """A number as Go converts it to an unsigned integer of 64 bits on common processors: 2**63 where it has no room."""
    return int(number) % 2**64 if -(2**63) <= number < 2**64 else 2**63


def read_call(piece: Piece, node: Node, name: str, constants: Constants, names: Names) -> Call:
    """An `Input(...)` call. `name` is the parameter, for the generator's messages."""
    listing = node.child_by_field_name("arguments")
    arguments: list[Argument] = []
    published: dict[str, Any] = {}
    refused, refused_span = None, None
    for child in listing.named_children if listing is not None else []:
        if child.type == "comment":
            take_comment(piece, child, arguments)
        argument, read = _read(piece, child, constants, names)
        if argument is None:
            continue
        arguments.append(argument)
        key = argument.keyword
        if refused is None and (key == "default_factory" or (key == "choices" and read is ABSENT)):
            refused, refused_span = _refusal(name, key), argument.span
        if key == "default":
            published[key] = None if read is ABSENT else read
        elif key is not None and read is not ABSENT:
            published[key] = read
    return Call(tuple(arguments), published, refused, refused_span)


def take_comment(piece: Piece, node: Node, arguments: list[Argument]) -> None:
    """Give a comment to the arguments in front of it that end on its line. Their spans are absolute."""
    start = node.start_byte
    while piece.text[start - 1] in " \t":
        start -= 1
    text = piece.text[start : node.end_byte].rstrip("\r\n")
    comment = Comment(Span(start, start + len(text)).shifted(piece.base), text)
    for n, argument in reversed(list(enumerate(arguments))):
        if LINE_END.search(piece.text, argument.span.end - piece.base, start):
            break
        arguments[n] = replace(argument, comment=comment)


def _read(piece: Piece, child: Node, constants: Constants, names: Names) -> tuple[Argument | None, Any]:
    """An argument of a call, with the value that Cog publishes for it."""
    if child.type == "comment":
        return None, ABSENT
    if child.type != "keyword_argument":
        keyword = "**" if child.type == "dictionary_splat" else None
        inner = child.named_children[0] if keyword and child.named_children else child
        return _argument(piece, child, inner, keyword, ABSENT, names), ABSENT
    name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
    if name is None or value is None:
        return None, ABSENT
    keyword = piece.of(name)
    read = read_argument(piece, keyword, value, constants)
    argument = _argument(piece, child, value, keyword, read, names)
    if keyword == "choices" and value.type == "binary_operator":
        argument = replace(argument, sum=read_sum(piece, value, constants))
    return argument, read


def _argument(piece: Piece, node: Node, value: Node, keyword: str | None, read: Any, names: Names) -> Argument:
    meant = evaluate(piece, value, names)
    source = piece.of(value)
    form = form_of(piece, value)
    changed = changed_by(piece, value, names)
    return Argument(keyword, span_of(piece, node), span_of(piece, value), source, form, meant, as_value(read), changed)


def changed_by(piece: Piece, value: Node, names: Names) -> str | None:
    """The statement that changes what a value is made of, where there is one."""
    if not names.changes:
        return None
    return next((names.changes[name] for name in names_in(piece, value) if name in names.changes), None)


def as_value(read: Any) -> Any:
    """The generator's reading as a plain value."""
    return plain_number(read) if isinstance(read, float) else to_json(read)


def _refusal(name: str, key: str) -> Refused:
    if key == "default_factory":
        message = f"parameter '{name}': default_factory is not supported in static schema generation"
        return Refused("ErrDefaultFactoryNotSupported", message)
    message = f"parameter '{name}': choices expression cannot be statically resolved"
    return Refused("ErrChoicesNotResolvable", message)


def read_reference(piece: Piece, node: Node, shared: SharedInput, scope: Scope) -> Call:
    """The call behind `Inputs.prompt` or `Inputs.steps(…)`, with what the reference itself gives."""
    overrides = _given(piece, node, shared)
    names = scope.names
    if shared.helper:
        overlay = {name: Expression(shared.piece, default) for name, default in shared.defaults.items()}
        overlay.update({name: Expression(piece, value) for name, (_, value) in overrides.items()})
        unset = {name: Expression(shared.piece, shared.call) for name in shared.parameters if name not in overlay}
        names = replace(names, constants={**names.constants, **unset, **overlay})
    call = read_call(shared.piece, shared.call, shared.key, scope.constants, names)
    published = dict(shared.published if shared.published is not None else call.published)
    arguments = list(call.arguments)
    for name, (whole_node, value) in overrides.items():
        keyword = _passed_on(shared, arguments, name)
        read = _override(piece, name, value)
        if read is not ABSENT:
            published[name] = read
        if keyword is None:
            continue
        argument = _argument(piece, whole_node, value, keyword, read if keyword == name else ABSENT, scope.names)
        at = next((i for i, a in enumerate(arguments) if a.keyword == keyword), None)
        if at is None:
            arguments.append(argument)
        else:
            arguments[at] = argument
    return Call(tuple(arguments), published)


def _given(piece: Piece, node: Node, shared: SharedInput) -> dict[str, tuple[Node, Node]]:
    """What a call of a helper passes, by the helper's parameter: the argument and its value."""
    listing = node.child_by_field_name("arguments") if node.type == "call" else None
    values: dict[str, tuple[Node, Node]] = {}
    position = 0
    for child in listing.named_children if listing is not None else []:
        if child.type == "keyword_argument":
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and value is not None:
                values[piece.of(name)] = (child, value)
        elif position < len(shared.parameters):
            values[shared.parameters[position]] = (child, child)
            position += 1
    return values


def _passed_on(shared: SharedInput, arguments: list[Argument], name: str) -> str | None:
    """The keyword of `Input` that a helper gives its parameter `name` to."""
    for argument in arguments:
        if argument.source == name and argument.keyword is not None:
            return argument.keyword
    return name if name in OVERRIDES and not shared.helper else None


def _override(piece: Piece, name: str, node: Node) -> Any:
    if name == "default":
        return read_literal(piece, node)
    if name == "description":
        return read_string(piece, node)
    return read_number(piece.of(node)) if name in ("ge", "le") else ABSENT
