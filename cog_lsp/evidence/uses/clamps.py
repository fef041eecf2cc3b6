"""Recognizes values that are changed without a word: cut, rounded, resized."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cog_lsp.evidence.uses.code import UNKNOWN
from cog_lsp.evidence.uses.declared import Declared, assignments
from cog_lsp.evidence.uses.evaluate import evaluate
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.phrases import number
from cog_lsp.evidence.uses.subject import subject
from cog_lsp.evidence.uses.terms import Choice, Const, Items, Operation, Term
from cog_lsp.evidence.uses.trace import Trace

CONTENT = frozenset(["open", "content", "resize", "crop", "thumbnail", "each", "append"])


def clamps(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """The facts of the kind `clamps`."""
    for operation, _ in trace.changed:
        found = _limited(operation, declared) or _rounded(operation, declared) or _cut(operation, declared)
        found = found or _resized(operation, declared) or _rate(operation)
        if found is not None:
            yield found
    for chosen, _ in trace.choices:
        found = _replaced(chosen, declared)
        if found is not None:
            yield found


def _changes(term: Term, name: str, declared: Declared) -> bool:
    """Whether an operation gives something else than the input for a value that the declarations allow."""
    rows = assignments(declared, [term], term.inputs)
    for row in rows if rows is not None else ():
        value = evaluate(term, row)
        if row[name] is not None and (value is UNKNOWN or row[name] is UNKNOWN or value != row[name]):
            return True
    return rows is None


def _limited(term: Operation, declared: Declared) -> Fact | None:
    """`min(x, 50)`, `max(x, 1)`, `clip(x, 0, 1)`."""
    if term.name not in ("min", "max", "clip"):
        return None
    if term.name == "clip":
        name = subject(term.operands[0])
        bounds = [operand.value for operand in term.operands[1:] if isinstance(operand, Const)]
        if name is None or len(bounds) != 2 or not _changes(term, name, declared):
            return None
        return _fact(term, name, f"Limited to {number(bounds[0])} to {number(bounds[1])}.")
    inner = [(subject(operand) or _inside(operand), operand) for operand in term.operands]
    names = [name for name, _ in inner if name is not None]
    constants = [operand.value for operand in term.operands if isinstance(operand, Const)]
    if len(names) != 1 or len(constants) != 1 or not isinstance(constants[0], (int, float)):
        return None
    if declared.kind(names[0]) not in ("int", "float", "") or not _changes(term, names[0], declared):
        return None
    return _fact(
        term,
        names[0],
        f"At {'most' if term.name == 'min' else 'least'} {number(constants[0])}; other values are changed to that.",
    )


def _inside(term: Term) -> str | None:
    """The input in an inner limit: `max(0, min(x, 5))`."""
    if isinstance(term, Operation) and term.name in ("min", "max") and any(isinstance(o, Const) for o in term.operands):
        return next((name for operand in term.operands if (name := subject(operand)) is not None), None)
    return None


def _rounded(term: Operation, declared: Declared) -> Fact | None:
    """`x // 8 * 8`, `8 * round(x / 8)`, `x - x % 8`."""
    found = _product(term) or _remainder(term)
    if found is None:
        return None
    name, step, how = found
    if not isinstance(step, (int, float)) or step <= 1 or not _changes(term, name, declared):
        return None
    return _fact(term, name, f"Rounded {how} a multiple of {number(step)}.", number(step))


def _product(term: Operation) -> tuple[str, Any, str] | None:
    if term.name != "*" or len(term.operands) != 2:
        return None
    for factor, other in (term.operands, term.operands[::-1]):
        if not isinstance(factor, Const):
            continue
        divided = _divided(other, factor.value)
        if divided is not None:
            return divided[0], factor.value, divided[1]
    return None


def _divided(term: Term, step: Any) -> tuple[str, str] | None:
    """An input divided by a step and made whole, with how it is rounded."""
    how = ""
    while isinstance(term, Operation) and term.name in ("int", "round", "floor", "ceil", "float"):
        if term.name != "float":
            how = (
                {"int": "down to", "floor": "down to", "ceil": "up to", "round": "to the nearest"}[term.name]
                if how in ("", "down to")
                else how
            )
            how = how.replace("nearest", "nearest")
        term = term.operands[0]
    if not isinstance(term, Operation) or term.name not in ("//", "/") or len(term.operands) != 2:
        return None
    if not (isinstance(term.operands[1], Const) and term.operands[1].value == step):
        return None
    if term.name == "//":
        how = "down to"
    if not how:
        return None
    inner = term.operands[0]
    name = subject(inner)
    if name is None and isinstance(inner, Operation) and inner.name == "+" and term.name == "//":
        name, how = subject(inner.operands[0]), "up to"
        if not (isinstance(inner.operands[1], Const) and inner.operands[1].value == step - 1):
            how = "to"
    return None if name is None else (name, how if how != "to the nearest" else "to the nearest value that is")


def _remainder(term: Operation) -> tuple[str, Any, str] | None:
    if term.name != "-" or len(term.operands) != 2:
        return None
    left, right = term.operands
    name = subject(left)
    if name is None or not isinstance(right, Operation) or right.name != "%":
        return None
    by = right.operands[1]
    return (name, by.value, "down to") if subject(right.operands[0]) == name and isinstance(by, Const) else None


def _cut(term: Operation, declared: Declared) -> Fact | None:
    """`text[:100]`, `items[:4]`."""
    if term.name != "part" or len(term.operands) != 4:
        return None
    value, start, stop, _ = term.operands
    name = subject(value) or _pieces(value)
    if name is None or not (isinstance(start, Const) and start.value in (None, 0)):
        return None
    if not isinstance(stop, Const) or not isinstance(stop.value, int) or stop.value < 1:
        return None
    kind = declared.kind(name)
    if kind == "str" and subject(value) is not None:
        longest = declared.bound(name, "max_length")
        if longest is not None and longest <= stop.value:
            return None
        return _fact(term, name, f"Cut after {stop.value} characters.", str(stop.value))
    if kind in ("list", "str"):
        return _fact(term, name, f"Only the first {stop.value} items are used.", str(stop.value))
    return None


def _pieces(term: Term) -> str | None:
    """The input that a list of pieces was split from."""
    while isinstance(term, Operation) and term.name in (".split", "mapped", "list", ".splitlines"):
        term = term.operands[0]
        if isinstance(term, Operation) and term.name in (".split",):
            return subject(term.operands[0])
        if subject(term) is not None:
            return subject(term)
    return None


def content_of(term: Term) -> str | None:
    """The input whose content a term is: opened, decoded, converted."""
    for _ in range(30):
        name = subject(term)
        if name is not None:
            return name
        if (isinstance(term, Operation) and term.name in CONTENT and term.operands) or (
            isinstance(term, Operation) and term.name == "item" and term.operands
        ):
            term = term.operands[0]
        elif isinstance(term, Choice):
            term = term.then if term.then.inputs else term.otherwise
        else:
            return None
    return None


def _resized(term: Operation, declared: Declared) -> Fact | None:
    """`image.resize((512, 512))`, `cv2.resize(image, …)`, `image.thumbnail(…)`, `image.crop(…)`."""
    if term.name not in ("resize", "thumbnail"):
        return None
    name = content_of(term.operands[0])
    if name is None or not (declared.is_file(name) or declared.kind(name) in ("", "str")):
        return None
    size = term.operands[1] if len(term.operands) > 1 else None
    return _fact(term, name, _size(size, term.name))


def _size(size: Term | None, how: str) -> str:
    if isinstance(size, Items) and len(size.items) == 2:
        width, height = size.items
        if isinstance(width, Const) and isinstance(height, Const):
            if how == "thumbnail":
                return f"Scaled down to fit {number(width.value)} by {number(height.value)} pixels."
            return f"Resized to {number(width.value)} by {number(height.value)} pixels."
        names = subject(width), subject(height)
        if names[0] is not None and names[1] is not None and names[0] != names[1]:
            return f"Resized to `{names[0]}` by `{names[1]}`."
    if isinstance(size, Const) and isinstance(size.value, (int, float)):
        return f"Resized to {number(size.value)} pixels."
    return "Resized before it is used."


def _rate(term: Operation) -> Fact | None:
    """A sound that is read with another rate: `librosa.load(path, sr=16000)`."""
    if term.name != "open" or "librosa.load" not in term.source or len(term.operands) < 2:
        return None
    name = content_of(term.operands[0])
    rate = next(
        (o.value for o in term.operands[1:] if isinstance(o, Const) and isinstance(o.value, int) and o.value > 1), None
    )
    if name is None or rate is None:
        return None
    return _fact(term, name, f"Converted to {rate / 1000:g} kHz.", number(rate))


def _replaced(chosen: Choice, declared: Declared) -> Fact | None:
    """`if x > 50: x = 50`."""
    test = chosen.test
    if not isinstance(test, Operation) or len(test.operands) != 2 or not isinstance(test.operands[1], Const):
        return None
    name, limit = subject(test.operands[0]), test.operands[1].value
    if name is None or not isinstance(limit, (int, float)) or isinstance(limit, bool):
        return None
    if test.name not in (">", ">=", "<", "<="):
        return None
    replaced, kept = chosen.then, chosen.otherwise
    if not isinstance(replaced, Const) or replaced.value != limit or subject(kept) != name:
        return None
    if not _changes(chosen, name, declared):
        return None
    way = "most" if test.name in (">", ">=") else "least"
    sentence = f"At {way} {number(limit)}; other values are changed to that."
    return Fact("clamps", (name,), chosen.at, chosen.source, sentence, (frozenset([number(limit)]),))


def _fact(term: Operation, name: str, sentence: str, *clues: str) -> Fact:
    others = tuple(other for other in term.inputs if other != name)
    groups = tuple(frozenset([clue]) for clue in clues)
    return Fact("clamps", (name, *others), term.at, term.source, sentence, groups)
