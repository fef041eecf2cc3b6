"""The predictors of a file: entry point, signature, inputs. Survives broken code, and re-uses what did not change.

`parse` keeps the tree of the text before; `Source.predictors` keeps every `Input` whose own text, place in the
signature and surroundings (`structure.py`) are the same, and hands out the same object again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from inspect import cleandoc
from typing import Any, Literal

from tree_sitter import Node

from cog_lsp.predictor.broken_signature import is_misread
from cog_lsp.predictor.calls import span_of
from cog_lsp.predictor.decorators import decorator_inputs
from cog_lsp.predictor.inputs import read_parameter
from cog_lsp.predictor.model import Home, Input, LostParameter, Predictor, Refusal, Span
from cog_lsp.predictor.recovery import repair
from cog_lsp.predictor.scope import Scope
from cog_lsp.predictor.signature import decorator_refusals, docstring_of, read_output, read_parameters
from cog_lsp.predictor.strings import decode
from cog_lsp.predictor.structure import Definition, Structure, build_scope, read_structure
from cog_lsp.predictor.syntax import Piece
from cog_lsp.predictor.target import Target, find_target, find_targets

Mode = Literal["run", "train"]
Read = Callable[[str], "str | None"]
COG = re.compile(r"^\s*(?:from\s+cog(?:\.\w+)?\s+import\b|import\s+[^\n#]*\bcog\b)", re.MULTILINE)
PADDING = "\n" * 4
"""Room at the end of a broken file for what closes a signature."""
IGNORE_FILE = re.compile(r"#\s*cog-lsp:\s*ignore-file\b[^\n\r]*")


def looks_like_cog(text: str) -> bool:
    """Whether a file imports from `cog`, judged by its text alone."""
    return "cog" in text and COG.search(text) is not None


def file_comments(text: str) -> tuple[Span, ...]:
    """The `# cog-lsp: ignore-file[…]` comments of a file."""
    if "ignore-file" not in text:
        return ()
    return tuple(Span(*match.span()) for match in IGNORE_FILE.finditer(text))


def parse(text: str, previous: Source | None = None) -> Source:
    """Parses a file. With the source of an earlier text of the same file, only what differs is parsed again."""
    if previous is None:
        return Source(text, Piece(text), None)
    return previous if text == previous.text else Source(text, previous.whole.edited(text), previous)


class _Misread(Exception):
    """The tree is free of errors, and yet two parameters were read as one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An input as it was read, and how far from it the `Input(...)` stood where that is not in the signature."""

    input: Input
    shared: str = ""
    distance: int = 0


class Source:
    """A parsed file."""

    __slots__ = ("_scope", "_structure", "broken", "earlier", "kept", "piece", "text", "whole")

    def __init__(self, text: str, whole: Piece, previous: Source | None) -> None:
        self.text = text
        self.whole = whole
        """The text as it is."""
        self.earlier: dict[Any, Any] = {} if previous is None else previous.kept or previous.earlier
        """What was kept for the text before."""
        self.kept: dict[Any, Any] = {}
        self.piece = whole
        """The text that is read: `whole`, or its repaired form where it has errors."""
        self.broken: dict[int, int] = {}
        """Parameters of which only a part is read: where they start and end."""
        if whole.root.has_error:
            self._repair(previous.piece if previous is not None and previous.piece is not previous.whole else None)
        self._structure: Structure | None = None
        self._scope: Scope | None = None

    def _repair(self, before: Piece | None = None) -> None:
        """Reads the repaired form of the text, parsed from that of the text before."""
        repaired = repair(self.text + PADDING, self.kept, self.earlier)
        self.broken = dict(repaired.broken)
        self.piece = Piece(repaired.text) if before is None else before.edited(repaired.text)
        self._structure = self._scope = None

    @property
    def structure(self) -> Structure:
        """The statements of the file."""
        if self._structure is None:
            self._structure = read_structure(self.piece)
        return self._structure

    @property
    def scope(self) -> Scope:
        """The names of the file."""
        if self._scope is None:
            self._scope = build_scope(self.structure)
        return self._scope

    def predictors(self, name: str | None, mode: Mode, read: Read | None = None) -> tuple[Predictor, ...]:
        """The predictor of that name, as cog.yaml gives it, or each class or function that looks like one.

        Where nothing has that name, whatever looks like a predictor is taken, with a refusal (`ErrPredictorNotFound`)
        that belongs on cog.yaml. `read` gives the text of another file of the model by its path.
        """
        try:
            return self._predictors(name, mode)
        except _Misread:
            self._repair()
            return self._predictors(name, mode)

    def _predictors(self, name: str | None, mode: Mode) -> tuple[Predictor, ...]:
        if name is None:
            return tuple(self._predictor(target, mode) for target in find_targets(self.structure, mode))
        target = find_target(self.structure, name, mode)
        if target is not None:
            return (self._predictor(target, mode),)
        missing = Refusal("ErrPredictorNotFound", name, Span(0, 0), "entry-point")
        found = (self._predictor(target, mode) for target in find_targets(self.structure, mode))
        return tuple(replace(p, refusals=(missing, *p.refusals)) for p in found)

    def _predictor(self, target: Target, mode: Mode) -> Predictor:
        piece, definition = self.piece, target.definition
        name_node = definition.node.child_by_field_name("name")
        name_span = span_of(piece, name_node or definition.node)
        common = {
            "text": self.text,
            "mode": mode,
            "kind": "class" if target.is_class else "function",
            "name": definition.name,
            "name_span": name_span,
            "scope": self._imports(),
        }
        if target.method is None:
            span = self._inside(span_of(piece, definition.node))
            refusal = replace(target.refusals[0], span=name_span)
            return Predictor(
                **common,
                method="train" if mode == "train" else "run",
                method_span=name_span,
                signature_span=Span(span.end, span.end),
                api="run",
                inputs=(),
                origins=(),
                refusals=(refusal,),
            )
        return self._read(target, common)

    def _inside(self, span: Span) -> Span:
        """A span without what was added to close a broken signature."""
        return Span(min(span.start, len(self.text)), min(span.end, len(self.text)))

    def _imports(self) -> dict[str, str]:
        key = ("imports", tuple(self.piece.of(node) for node in self.structure.imports))
        if key not in self.kept:
            self.kept[key] = self.earlier[key] if key in self.earlier else self.scope.imports.readable()
        found: dict[str, str] = self.kept[key]
        return found

    def _read(self, target: Target, common: dict[str, Any]) -> Predictor:
        piece, method = self.piece, target.method
        assert method is not None
        method_name = method.child_by_field_name("name")
        listing = method.child_by_field_name("parameters")
        name = piece.of(method_name) if method_name is not None else ""
        inputs, origins, lost = self._inputs(listing, name) if listing is not None else ([], [], [])
        decorated, old = decorator_inputs(piece, target.outer or method)
        if decorated:
            names = {made.name for _, made in decorated}
            lost = [parameter for parameter in lost if parameter.name not in names]
            inputs = [made for _, made in decorated] + inputs
            origins = [origin for origin, _ in decorated] + origins
        output, refusals = self._output(target, method)
        doc = docstring_of(piece, method) or docstring_of(piece, target.definition.node)
        text = decode(doc) if doc is not None else None
        return Predictor(
            **common,
            method=name,
            method_span=span_of(piece, method_name or method),
            signature_span=self._inside(span_of(piece, listing or method)),
            api="decorators" if decorated else target.api,
            inputs=tuple(inputs),
            origins=tuple(origins),
            lost=tuple(lost),
            output=output,
            docstring=cleandoc(text) if text is not None else doc,
            refusals=(*target.refusals, *old, *refusals),
        )

    def _inputs(self, listing: Node, method: str) -> tuple[list[Input], list[int], list[LostParameter]]:
        piece = self.piece
        parameters, lost = read_parameters(piece, listing)
        texts = self.structure.texts
        inputs, origins = [], []
        for order, parameter in enumerate(parameters):
            node, comments = parameter.node, parameter.comments
            start = node.start_byte
            above = min((c.start_byte for c in comments), default=start)
            end = self.broken.get(start, node.end_byte)
            key = ("input", method, order, self.text[above:end], start - above, start in self.broken, texts)
            kept = self._kept(key, start)
            if kept is None:
                if self.piece is self.whole and is_misread(node):
                    raise _Misread
                spans = tuple(span_of(piece, comment) for comment in comments)
                made = read_parameter(piece, node, order, method, self.scope, spans)
                kept = self._keep(self._whole(made, start), start)
            self.kept[key] = kept
            inputs.append(kept.input)
            origins.append(piece.base + start)
        return inputs, origins, lost

    def _whole(self, made: Input, start: int) -> Input:
        """A parameter of which only a part could be read, with its full extent: nobody can tell its default."""
        end = self.broken.get(start)
        if end is None:
            return made
        rest = Span(made.span.end, end - start)
        return replace(made, source=self.text[start:end], span=Span(0, rest.end), default_span=rest, opaque=True)

    def _kept(self, key: Any, start: int) -> Kept | None:
        """An input that was read before and still stands as far from its `Input(...)`."""
        kept: Kept | None = self.kept.get(key) or self.earlier.get(key)
        if kept is None or not kept.shared:
            return kept
        shared = self.scope.shared.get(kept.shared)
        return kept if shared is not None and shared.call.start_byte - start == kept.distance else None

    def _keep(self, made: Input, start: int) -> Kept:
        if made.home not in (Home.ATTRIBUTE, Home.HELPER) or made.default_span is None:
            return Kept(made)
        text = self.text[start + made.default_span.start : start + made.default_span.end]
        key = text if made.home is Home.ATTRIBUTE else text.partition("(")[0].rstrip()
        shared = self.scope.shared.get(key)
        return Kept(made) if shared is None else Kept(made, key, shared.call.start_byte - start)

    def _output(self, target: Target, method: Node) -> tuple[Any, list[Refusal]]:
        outer = target.outer or method
        annotation = method.child_by_field_name("return_type")
        source = self.piece.of(annotation) if annotation is not None else None
        decorators = self.text[outer.start_byte : method.start_byte + 5]
        start = span_of(self.piece, annotation or method).start
        models = tuple(self.piece.of(c.node) for c in self.structure.classes if "BaseModel" in self.piece.of(c.node))
        key = ("output", source, decorators, self.structure.texts, models)
        found = self.kept.get(key) or self.earlier.get(key)
        if found is None or found[0] != start - outer.start_byte:
            output = read_output(self.piece, method, self.scope)
            refusals = decorator_refusals(self.piece, outer, method, output, self.scope.imports)
            found = (start - outer.start_byte, start, output, refusals)
        self.kept[key] = found
        _, before, output, refusals = found
        by = start - before
        if by and output is not None:
            schema = output.schema
            moved = replace(schema, span=schema.span.shifted(by)) if isinstance(schema, Refusal) else schema
            output = replace(output, span=output.span.shifted(by), schema=moved)
        return output, [replace(refusal, span=refusal.span.shifted(by)) for refusal in refusals] if by else refusals


__all__ = ["Definition", "Source", "file_comments", "looks_like_cog", "parse"]
