"""Reads predictors from a parsed file, and from the files that it inherits from."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

from msgspec.structs import replace
from tree_sitter import Node

from cog_lsp.predictor.lost import LostParameter
from cog_lsp.predictor.memory import Key
from cog_lsp.predictor.model import Input, Mode, Output, Predictor, Read, Refusal
from cog_lsp.predictor.reading.calls import span_of
from cog_lsp.predictor.reading.causes import with_cause
from cog_lsp.predictor.reading.decorators import decorator_inputs
from cog_lsp.predictor.reading.definitions import definition_refusals
from cog_lsp.predictor.reading.file import File, Token
from cog_lsp.predictor.reading.kept import read_inputs
from cog_lsp.predictor.reading.signature import decorator_refusals, docstring_of, read_output, read_parameters
from cog_lsp.predictor.reading.sums import settled
from cog_lsp.predictor.reading.target import Target, find_target, find_targets
from cog_lsp.predictor.syntax.strings import decode
from cog_lsp.text import NOWHERE, Span


class OutputKey(Key[Any], frozen=True):
    """The surroundings and the return annotation."""

    token: Token
    annotation: str


def read_predictors(file: File, name: str | None, mode: Mode, read: Read | None, path: str) -> tuple[Predictor, ...]:
    """See `Source.predictors`."""
    file.read, file.path, file._wide = read, path, None
    if name is not None:
        target = find_target(file, name, mode)
        if target is not None:
            return (_predictor(file, target, mode),)
    predictors = tuple(_predictor(file, target, mode) for target in find_targets(file, mode))
    if name is None:
        return predictors
    missing = Refusal("ErrPredictorNotFound", name, NOWHERE, "entry")
    return tuple(replace(predictor, refusals=(missing, *predictor.refusals)) for predictor in predictors)


def _predictor(home: File, target: Target, mode: Mode) -> Predictor:
    """A predictor; where its method is inherited from another file, everything that has a place lies there."""
    if target.method is None:
        return _without_method(home, target, mode)
    file = target.file
    definition = target.definition.node if file is home else target.method
    name_node = definition.child_by_field_name("name")
    method_name = target.method.child_by_field_name("name")
    listing = target.method.child_by_field_name("parameters")
    name = file.piece.of(method_name) if method_name is not None else ""
    inputs, origins, lost, old = _read_signature(file, target, listing, name)
    output, refusals = _read_output(file, target)
    return Predictor(
        text=file.text,
        mode=mode,
        kind="class" if target.is_class else "function",
        name=target.definition.name,
        name_span=span_of(file.piece, name_node or definition),
        method=name,
        method_span=span_of(file.piece, method_name or target.method),
        signature_span=file.inside(span_of(file.piece, listing or target.method)),
        api="decorators" if old else target.api,
        inputs=tuple(inputs),
        origins=tuple(origins),
        lost=tuple(lost),
        output=output,
        docstring=_docstring(home, target),
        refusals=(*target.refusals, *definition_refusals(home, target), *old, *refusals),
        scope=file.imports.readable(),
        path="" if file is home else file.path,
    )


def _without_method(file: File, target: Target, mode: Mode) -> Predictor:
    """The record of a class without a method to run: its place, and why it cannot be used."""
    name_node = target.definition.node.child_by_field_name("name")
    span = span_of(file.piece, name_node or target.definition.node)
    return Predictor(
        text=file.text,
        mode=mode,
        kind="class",
        name=target.definition.name,
        name_span=span,
        method="train" if mode == "train" else "run",
        method_span=span,
        signature_span=Span(span.end, span.end),
        api="run",
        inputs=(),
        origins=(),
        refusals=tuple(replace(refusal, span=span) for refusal in target.refusals),
        scope=file.imports.readable(),
    )


def _docstring(file: File, target: Target) -> str | None:
    """The docstring of the class, or else of the method, without its indentation."""
    assert target.method is not None
    source = docstring_of(file.piece, target.definition.node) or docstring_of(target.file.piece, target.method)
    text = None if source is None else decode(source)
    return None if text is None else cleandoc(text)


def _read_signature(
    file: File, target: Target, listing: Node | None, method: str
) -> tuple[list[Input], list[int], list[LostParameter], list[Refusal]]:
    """The inputs with their origins, the lost parameters, and what is refused about the decorators of 2021."""
    parameters, lost = read_parameters(file.piece, listing) if listing is not None else ([], [])
    decorated, refusals = decorator_inputs(file.piece, target.outer or target.definition.outer)
    inputs = [input for _, input in decorated]
    origins = [origin for origin, _ in decorated]
    names = {input.name for input in inputs}
    for input, origin in read_inputs(file, parameters, method):
        if input.name in names:
            refusals.extend(replace(r, span=r.span.shifted(origin), about="decorators") for r in input.refusals)
            continue
        inputs.append(input)
        origins.append(origin)
    inputs = settled(file, inputs, method)
    return inputs, origins, [parameter for parameter in lost if parameter.name not in names], refusals


def _read_output(file: File, target: Target) -> tuple[Output | None, list[Refusal]]:
    """The return annotation, and what is refused about the decorators."""
    method = target.method
    assert method is not None
    output = _output(file, method)
    return output, decorator_refusals(file.piece, target.outer or method, method, output, file.imports)


def _output(file: File, method: Node) -> Output | None:
    """The return annotation; one that Cog accepts is read anew only where it or its surroundings changed."""
    annotation = method.child_by_field_name("return_type")
    if annotation is None:
        return None
    key = OutputKey(file.token, file.piece.of(annotation))
    schema = file.memory.get(key)
    if schema is not None:
        return Output(span_of(file.piece, annotation), file.piece.of(annotation), schema)
    classes = file.structure.named
    output = read_output(file.piece, method, file.scope, classes)
    if output is not None and isinstance(output.schema, Refusal):
        wide = file.widened()
        output = output if wide is None else read_output(file.piece, method, wide, classes)
    elif output is not None:
        file.memory.keep(key, output.schema)
    if output is not None and isinstance(output.schema, Refusal):
        source = file.piece.text[output.schema.span.start : output.schema.span.end]
        return replace(output, schema=with_cause(file, output.schema, source))
    return output
