"""Recognizes values that the nearest one of a list takes the place of: `min(SIZES, key=lambda s: abs(s - width))`."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.terms import Operation, Term, parts
from cog_lsp.evidence.uses.trace import Trace

NEAREST = "nearest"
"""The operation: what is chosen from, and how far an item of it is from what was asked for."""


def nearest(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """The facts of the kind `clamps` about them."""
    resized = [term for term, _ in trace.changed if term.name == "resize" and len(term.operands) > 1]
    sizes = {id(term): term.operands[1] for term in resized}.values()
    for term, _ in trace.changed:
        if term.name != NEAREST:
            continue
        distance = term.operands[1]
        is_size = any(part is term for size in sizes for part in parts(size))
        files = [name for name in distance.inputs if declared.is_file(name)]
        numbers = [name for name in distance.inputs if declared.kind(name) in ("int", "float")]
        if len(files) == 1 and (is_size or not numbers):
            yield _fact(files[0], "Resized to the nearest size that the model takes.", term)
        elif not files:
            what = "size" if len(numbers) > 1 else "value"
            for name in numbers:
                yield _fact(name, f"Changed to the nearest {what} that the model takes.", term)


def _fact(name: str, sentence: str, term: Operation) -> Fact:
    others = tuple(other for other in term.inputs if other != name)
    return Fact("clamps", (name, *others), term.at, term.source, sentence, (frozenset(["nearest", "closest"]),))


def is_distance(term: Term) -> bool:
    """Whether a value says how far something is from what was sent."""
    return any(isinstance(part, Operation) and part.name == "abs" and part.inputs for part in parts(term))
