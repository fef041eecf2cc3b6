"""The inputs of a signature, each read anew only where something that it depends on changed.

What is read once is kept by what it was made from: an input by its text, its place and its surroundings.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from cog_lsp.pace import step
from cog_lsp.predictor.broken.misread import is_misread
from cog_lsp.predictor.memory import Key
from cog_lsp.predictor.model import Home, Input, Refusal
from cog_lsp.predictor.reading.calls import span_of
from cog_lsp.predictor.reading.causes import with_cause
from cog_lsp.predictor.reading.file import File, Token
from cog_lsp.predictor.reading.inputs import read_parameter
from cog_lsp.predictor.reading.signature import Parameter, read_parameters
from cog_lsp.predictor.syntax.piece import Piece
from cog_lsp.text import Span


class Misread(Exception):
    """The tree of a file is free of errors, and yet two parameters were read as one."""

    def __init__(self, file: File) -> None:
        super().__init__(file.path)
        self.file = file


class Kept(Struct, frozen=True):
    """An input as it was read. For one whose `Input(...)` stands outside of the signature: where that stood from it.
    For one whose type another file defines: the files that were read."""

    input: Input
    shared: str = ""
    distance: int = 0
    files: tuple[tuple[str, str | None], ...] = ()


class InputKey(Key[Kept], frozen=True):
    """Everything that an input is made from."""

    token: Token
    method: str
    order: int
    source: str
    """Begins with its comments."""
    above: int
    """How many characters of the source stand before the parameter."""
    is_partial: bool = False


def read_inputs(file: File, parameters: list[Parameter], method: str) -> Iterator[tuple[Input, int]]:
    """Each input with its origin, read anew only where something that it depends on changed."""
    text, broken = file.text, file.broken
    for order, parameter in enumerate(parameters):
        step()
        start = parameter.node.start_byte
        comments = parameter.comments
        above = min(start, comments[0].start_byte) if comments else start
        end = broken.get(start, 0)
        source = text[above : end or parameter.node.end_byte]
        key = InputKey(file.token, method, order, source, start - above, end > 0)
        entry = file.memory.get(key)
        if entry is None or not _holds(file, entry, start):
            entry = file.memory.keep(key, _read(file, file.piece, parameter, order, method))
        yield entry.input, start


def _holds(file: File, entry: Kept, start: int) -> bool:
    """Whether an input that was read before is still the same."""
    file.consulted.update(entry.files)
    if entry.files and (file.read is None or any(file.read(path) != text for path, text in entry.files)):
        return False
    if not entry.shared:
        return True
    shared = file.scope.shared.get(entry.shared)
    return shared is not None and shared.call.start_byte - start == entry.distance


def reread(
    file: File, before: Input, around: tuple[str, str], source: str, method: str
) -> tuple[InputKey, Kept] | None:
    """A parameter whose own text alone changed, with the key to keep it by; None where it cannot be read alone.

    `around` are the indentation of its function, since tree-sitter looks at it in some broken lines, and what
    stands above the parameter from its first comment on; `source` is its new text.
    """
    indentation, above = around
    head = f"{'class C:' if indentation else ''}\n{indentation}def f(\n{above}"
    piece = file.piece.like(f"{head}{source}\n): pass\n", -len(head))
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
    entry = _read(file, piece, parameters[0], before.order, method)
    if file.consulted or entry.shared or _adds(before) or _adds(entry.input):
        return None
    return keep(file, entry.input, around, method)


def _adds(input: Input) -> bool:
    """Whether the choices of other inputs depend on this one."""
    choices = input.by_keyword.get("choices")
    return choices is not None and choices.sum is not None


def keep(file: File, input: Input, around: tuple[str, str], method: str) -> tuple[InputKey, Kept]:
    """An input of this file with the key to keep it by; see `reread`."""
    above = around[1]
    return InputKey(file.token, method, input.order, above + input.source, len(above)), Kept(input)


def _read(file: File, piece: Piece, parameter: Parameter, order: int, method: str) -> Kept:
    """The input of a parameter, with what else it was read from, so that it can be kept."""
    node, start = parameter.node, parameter.node.start_byte
    if file.repaired is None and is_misread(node):
        raise Misread(file)
    spans = tuple(span_of(piece, comment) for comment in parameter.comments)
    input = read_parameter(piece, node, order, method, file.scope, spans)
    files: tuple[tuple[str, str | None], ...] = ()
    if input.annotation is not None and isinstance(input.annotation.published, Refusal):
        wide = file.widened()
        if wide is not None:
            input = read_parameter(piece, node, order, method, wide, spans)
        input = _explained(file, input)
        files = tuple(file.consulted.items())
    end = file.broken.get(start)
    if end is not None:
        input = _partly(file, input, start, end)
    if input.home not in (Home.ATTRIBUTE, Home.HELPER) or input.default_span is None:
        return Kept(input, files=files)
    key = piece.text[start + input.default_span.start : start + input.default_span.end]
    key = key.partition("(")[0].rstrip() if input.home is Home.HELPER else key
    shared = file.scope.shared.get(key)
    return Kept(input, key, shared.call.start_byte - start if shared is not None else 0, files)


def _explained(file: File, input: Input) -> Input:
    """An input whose type the generator refuses, with the cause."""
    annotation, field = input.annotation, input.field
    if annotation is None or not isinstance(annotation.published, Refusal):
        return input
    refusal = with_cause(file, annotation.published, annotation.source)
    refusals = tuple(refusal if other == annotation.published else other for other in input.refusals)
    field = refusal if field == annotation.published else field
    return replace(input, annotation=replace(annotation, published=refusal), field=field, refusals=refusals)


def _partly(file: File, input: Input, start: int, end: int) -> Input:
    """A parameter of which only a part could be read, with its full extent: nobody can tell its default."""
    rest = Span(input.span.end, end - start)
    return replace(input, source=file.text[start:end], span=Span(0, rest.end), default_span=rest, opaque=True)
