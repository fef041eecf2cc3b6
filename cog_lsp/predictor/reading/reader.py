"""Reads predictors from a parsed file, and from the files that it inherits from.

What is read once is kept by what it was made from: an input by its text, its place and its surroundings.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, replace
from inspect import cleandoc
from typing import Any

from tree_sitter import Node

from cog_lsp.predictor.broken.repair import PADDING, Repaired, repair
from cog_lsp.predictor.broken.signature import is_misread
from cog_lsp.predictor.model import Home, Input, LostParameter, Mode, Output, Predictor, Read, Refusal
from cog_lsp.predictor.reading.calls import span_of
from cog_lsp.predictor.reading.decorators import decorator_inputs
from cog_lsp.predictor.reading.inputs import read_parameter
from cog_lsp.predictor.reading.modules import ModelLoader, imports_of
from cog_lsp.predictor.reading.scope import Scope
from cog_lsp.predictor.reading.signature import (
    Parameter,
    decorator_refusals,
    docstring_of,
    read_output,
    read_parameters,
)
from cog_lsp.predictor.reading.surroundings import build_scope
from cog_lsp.predictor.reading.target import Target, find_target, find_targets
from cog_lsp.predictor.syntax.imports import Imports
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.predictor.syntax.strings import decode
from cog_lsp.predictor.syntax.structure import Structure, read_structure
from cog_lsp.text import NOWHERE, Span


class Misread(Exception):
    """The tree of a file is free of errors, and yet two parameters were read as one."""

    def __init__(self, file: Reader) -> None:
        super().__init__(file.path)
        self.file = file


@dataclass(frozen=True, slots=True)
class Kept:
    """An input as it was read. For one whose `Input(...)` stands outside of the signature: where that stood from it.
    For one whose type another file defines: the files that were read."""

    input: Input
    shared: str = ""
    distance: int = 0
    files: tuple[tuple[str, str | None], ...] = ()


class Reader:
    """A file that predictors are read from."""

    def __init__(
        self,
        text: str,
        piece: Piece,
        memory: MutableMapping[Any, Any],
        previous: Reader | None = None,
        repaired: Repaired | None = None,
    ) -> None:
        self.text = text
        self.piece = piece
        """What is read: the text, or its repaired form where it has errors."""
        self.repaired = repaired
        """The repaired form, where that is what is read."""
        self.broken = {} if repaired is None else dict(repaired.broken)
        """Parameters of which only a part is read: where they start and end."""
        self.memory = memory
        self.others: dict[str, Reader] = {} if previous is None else previous.others
        """Other files by path, kept from text to text."""
        self.read: Read | None = None
        self.path = ""
        self.consulted: dict[str, str | None] = {}
        """The other files that were asked for, with their texts."""
        self._structure: Structure | None = None
        self._imports: Imports | None = None
        self._scope: Scope | None = None
        self._wide: Scope | None = None
        self._token: Any = None

    # What the file says beside its signature

    @property
    def structure(self) -> Structure:
        """The statements of the file."""
        if self._structure is None:
            self._structure = read_structure(self.piece)
        return self._structure

    @property
    def imports(self) -> Imports:
        """The names that imports bind."""
        if self._imports is None:
            key = ("imports", tuple(self.piece.of(node) for node in self.structure.imports))
            found = self.memory.get(key)
            self._imports = imports_of(self.structure) if found is None else found
            self.memory[key] = self._imports
        return self._imports

    @property
    def scope(self) -> Scope:
        """The names of the file: those of the text before, as long as no place in it matters."""
        if self._scope is None:
            key = (self.token, "scope")
            self._scope = self.memory.get(key) or build_scope(self.structure, self.imports)
            if not self._scope.shared:
                self.memory[key] = self._scope
        return self._scope

    @property
    def token(self) -> Any:
        """Stands for the surroundings of the inputs: the same object as long as their texts stay the same."""
        if self._token is None:
            key = ("surroundings", self.structure.texts)
            self._token = self.memory.get(key) or object()
            self.memory[key] = self._token
        return self._token

    def widened(self) -> Scope | None:
        """The names of the file with the models that other files give it; None where none can be read."""
        if self.read is None:
            return None
        if self._wide is None:
            summary = ModelLoader(self._load).collect(self.structure, self.path)
            self._wide = replace(self.scope, models=summary.models, typed_dicts=frozenset(summary.typed_dicts))
        return self._wide

    def other(self, path: str) -> Reader | None:
        """Another file of the model."""
        text = None if self.read is None else self.read(path)
        self.consulted[path] = text
        if text is None:
            self.others.pop(path, None)
            return None
        known = self.others.get(path)
        if known is None or known.text != text:
            piece = Piece(text)
            known = self.others[path] = Reader(text, piece, {}, self)
            if piece.root.has_error:
                known = self.mend(path, text)
        known.read, known.path, known.consulted = self.read, path, self.consulted
        known._wide = None
        return known

    def mend(self, path: str, text: str) -> Reader:
        """Another file of the model, in its repaired form."""
        repaired = repair(text + PADDING, {})
        known = self.others[path] = Reader(text, Piece(repaired.text), {}, self, repaired)
        return known

    def _load(self, path: str) -> Structure | None:
        other = self.other(path)
        return None if other is None else other.structure

    # Predictors

    def predictors(self, name: str | None, mode: Mode, read: Read | None, path: str) -> tuple[Predictor, ...]:
        """See `Source.predictors`."""
        self.read, self.path, self._wide = read, path, None
        if name is not None:
            target = find_target(self, name, mode)
            if target is not None:
                return (self._predictor(target, mode),)
        found = tuple(self._predictor(target, mode) for target in find_targets(self, mode))
        if name is None:
            return found
        missing = Refusal("ErrPredictorNotFound", name, NOWHERE, "entry-point")
        return tuple(replace(predictor, refusals=(missing, *predictor.refusals)) for predictor in found)

    def _predictor(self, target: Target, mode: Mode) -> Predictor:
        """A predictor; where its method is inherited from another file, everything that has a place lies there."""
        if target.method is None:
            return self._without_method(target, mode)
        file = target.file
        definition = target.definition.node if file is self else target.method
        name_node = definition.child_by_field_name("name")
        method_name = target.method.child_by_field_name("name")
        listing = target.method.child_by_field_name("parameters")
        name = file.piece.of(method_name) if method_name is not None else ""
        inputs, origins, lost, old = file.read_signature(target, listing, name)
        output, refusals = file.read_output(target)
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
            docstring=self._docstring(target),
            refusals=(*target.refusals, *old, *refusals),
            scope=file.imports.readable(),
            path="" if file is self else file.path,
        )

    def _without_method(self, target: Target, mode: Mode) -> Predictor:
        name_node = target.definition.node.child_by_field_name("name")
        span = span_of(self.piece, name_node or target.definition.node)
        return Predictor(
            text=self.text,
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
            scope=self.imports.readable(),
        )

    def inside(self, span: Span) -> Span:
        """A span without what was added to close a broken signature."""
        return Span(min(span.start, len(self.text)), min(span.end, len(self.text)))

    def _docstring(self, target: Target) -> str | None:
        """The docstring of the class, or else of the method, without its indentation."""
        assert target.method is not None
        source = docstring_of(self.piece, target.definition.node) or docstring_of(target.file.piece, target.method)
        text = None if source is None else decode(source)
        return None if text is None else cleandoc(text)

    # The signature

    def read_signature(
        self, target: Target, listing: Node | None, method: str
    ) -> tuple[list[Input], list[int], list[LostParameter], list[Refusal]]:
        """The inputs with their origins, the lost parameters, and what is refused about the decorators of 2021."""
        parameters, lost = read_parameters(self.piece, listing) if listing is not None else ([], [])
        decorated, refusals = decorator_inputs(self.piece, target.outer or target.definition.outer)
        inputs = [made for _, made in decorated]
        origins = [origin for origin, _ in decorated]
        names = {made.name for made in inputs}
        for made, origin in self._inputs(parameters, method):
            if made.name in names:
                refusals.extend(replace(r, span=r.span.shifted(origin), rule="old-api") for r in made.refusals)
                continue
            inputs.append(made)
            origins.append(origin)
        return inputs, origins, [parameter for parameter in lost if parameter.name not in names], refusals

    def _inputs(self, parameters: list[Parameter], method: str) -> Iterator[tuple[Input, int]]:
        """Each input with its origin, read anew only where something that it depends on changed."""
        text, broken = self.text, self.broken
        for order, parameter in enumerate(parameters):
            start = parameter.node.start_byte
            comments = parameter.comments
            above = min(start, comments[0].start_byte) if comments else start
            end = broken.get(start, 0)
            source = text[above : end or parameter.node.end_byte]
            key = self._key(method, order, source, start - above, is_partial=end > 0)
            kept = self.memory.get(key)
            if kept is None or not self._holds(kept, start):
                kept = self._read(self.piece, parameter, order, method)
                self.memory[key] = kept
            yield kept.input, start

    def _holds(self, kept: Kept, start: int) -> bool:
        """Whether an input that was read before is still the same."""
        self.consulted.update(kept.files)
        if kept.files and (self.read is None or any(self.read(path) != text for path, text in kept.files)):
            return False
        if not kept.shared:
            return True
        shared = self.scope.shared.get(kept.shared)
        return shared is not None and shared.call.start_byte - start == kept.distance

    def reread(self, before: Input, around: tuple[str, str], source: str, method: str) -> tuple[Any, Kept] | None:
        """A parameter whose own text alone changed, with the key to keep it by; None where it cannot be read alone.

        `around` are the indentation of its function, since tree-sitter looks at it in some broken lines, and what
        stands above the parameter from its first comment on; `source` is its new text.
        """
        indentation, above = around
        head = f"{'class C:' if indentation else ''}\n{indentation}def f(\n{above}"
        piece = Piece(f"{head}{source}\n): pass\n", base=-len(head))
        function = None if piece.root.has_error else piece.root.descendant_for_byte_range(len(head), len(head))
        while function is not None and function.type != "function_definition":
            function = function.parent
        listing = None if function is None else function.child_by_field_name("parameters")
        parameters, lost = read_parameters(piece, listing) if listing is not None else ([], [])
        if lost or len(parameters) != 1 or is_misread(parameters[0].node):
            return None
        node = parameters[0].node
        if (node.start_byte, node.end_byte) != (len(head), len(head) + len(source)):
            return None
        kept = self._read(piece, parameters[0], before.order, method)
        if self.consulted or kept.shared:
            return None
        return self.keep(kept.input, around, method)

    def keep(self, made: Input, around: tuple[str, str], method: str) -> tuple[Any, Kept]:
        """An input of this file with the key to keep it by; see `reread`."""
        above = around[1]
        return self._key(method, made.order, above + made.source, len(above)), Kept(made)

    def _key(self, method: str, order: int, source: str, above: int, *, is_partial: bool = False) -> Any:
        """What an input is kept by. `source` begins with its comments, `above` characters before the parameter."""
        return self.token, method, order, source, above, is_partial

    def _read(self, piece: Piece, parameter: Parameter, order: int, method: str) -> Kept:
        node, start = parameter.node, parameter.node.start_byte
        if self.repaired is None and is_misread(node):
            raise Misread(self)
        spans = tuple(span_of(piece, comment) for comment in parameter.comments)
        made = read_parameter(piece, node, order, method, self.scope, spans)
        files: tuple[tuple[str, str | None], ...] = ()
        if made.annotation is not None and isinstance(made.annotation.published, Refusal):
            wide = self.widened()
            if wide is not None:
                made = read_parameter(piece, node, order, method, wide, spans)
                files = tuple(self.consulted.items())
        end = self.broken.get(start)
        if end is not None:
            made = self._partly(made, start, end)
        if made.home not in (Home.ATTRIBUTE, Home.HELPER) or made.default_span is None:
            return Kept(made, files=files)
        key = piece.text[start + made.default_span.start : start + made.default_span.end]
        key = key.partition("(")[0].rstrip() if made.home is Home.HELPER else key
        shared = self.scope.shared.get(key)
        return Kept(made, key, shared.call.start_byte - start if shared is not None else 0, files)

    def _partly(self, made: Input, start: int, end: int) -> Input:
        """A parameter of which only a part could be read, with its full extent: nobody can tell its default."""
        rest = Span(made.span.end, end - start)
        return replace(made, source=self.text[start:end], span=Span(0, rest.end), default_span=rest, opaque=True)

    # The output

    def read_output(self, target: Target) -> tuple[Output | None, list[Refusal]]:
        """The return annotation, and what is refused about the decorators."""
        method = target.method
        assert method is not None
        output = self._output(method)
        return output, decorator_refusals(self.piece, target.outer or method, method, output, self.imports)

    def _output(self, method: Node) -> Output | None:
        """The return annotation, read anew only where it or its surroundings changed."""
        annotation = method.child_by_field_name("return_type")
        if annotation is None:
            return None
        span = span_of(self.piece, annotation)
        key = (self.token, "output", self.piece.of(annotation))
        schema = self.memory.get(key)
        if schema is None:
            output = read_output(self.piece, method, self.scope)
            schema = output.schema if output is not None else {}
            wide = self.widened() if isinstance(schema, Refusal) else None
            if wide is not None:
                return read_output(self.piece, method, wide)
            self.memory[key] = schema
        if isinstance(schema, Refusal):
            schema = replace(schema, span=span)
        return Output(span, self.piece.of(annotation), schema)
