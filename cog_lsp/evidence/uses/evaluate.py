"""The value of a term for given values of the inputs, as far as it can be known.

Every result is three-valued: a condition is true, false or unknown. Only operations on small values are worked out,
and nothing that Python would raise for is more than unknown.
"""

from __future__ import annotations

import math
import operator
import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from cog_lsp.evidence.uses.code import UNKNOWN
from cog_lsp.evidence.uses.terms import Callable as Target
from cog_lsp.evidence.uses.terms import Choice, Const, Given, Items, Operation, Table, Term

LONGEST = 10_000
"""Characters or items of the longest value that is worked out."""


class FilePath(str):
    """The path of a file, which is a text in everything but its type."""

    __slots__ = ()


def _multiply(left: Any, right: Any) -> Any:
    if isinstance(left, (str, list, tuple)) or isinstance(right, (str, list, tuple)):
        return UNKNOWN
    return left * right


def _suffix(value: str) -> str:
    return posixpath.splitext(value)[1]


def _part(value: Any, start: Any, stop: Any, step: Any) -> Any:
    return value[slice(start, stop, step)]


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "is": lambda a, b: a is b or (a == b and type(a) is type(b)),
    "is not": lambda a, b: not (a is b or (a == b and type(a) is type(b))),
    "in": lambda a, b: a in b,
    "not in": lambda a, b: a not in b,
    "+": operator.add,
    "-": operator.sub,
    "*": _multiply,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": lambda a, b: UNKNOWN if isinstance(a, str) else a % b,
    "negative": operator.neg,
    "positive": operator.pos,
    "len": len,
    "int": int,
    "float": float,
    "str": str,
    "bool": bool,
    "abs": abs,
    "min": min,
    "max": max,
    "round": round,
    "floor": math.floor,
    "ceil": math.ceil,
    "clip": lambda value, low, high: max(low, min(high, value)),
    "list": list,
    "tuple": tuple,
    "item": lambda value, key: value[key],
    "part": _part,
    "append": lambda value, item: [*value, item],
    "path": FilePath,
    "text": lambda *pieces: "".join(map(str, pieces)),
    ".lower": str.lower,
    ".upper": str.upper,
    ".strip": str.strip,
    ".lstrip": str.lstrip,
    ".rstrip": str.rstrip,
    ".split": str.split,
    ".rsplit": str.rsplit,
    ".startswith": str.startswith,
    ".endswith": str.endswith,
    ".isspace": str.isspace,
    ".isdigit": str.isdigit,
    ".count": str.count,
    ".replace": str.replace,
    ":suffix": _suffix,
    ":name": posixpath.basename,
    ":stem": lambda value: posixpath.splitext(posixpath.basename(value))[0],
    "suffix": _suffix,
    "basename": posixpath.basename,
    "splitext": posixpath.splitext,
}
"""What is worked out, by the name of the operation."""


def evaluate(term: Term, values: Mapping[str, Any]) -> Any:
    """The value of a term where the inputs have these values; UNKNOWN where it cannot be told."""
    if isinstance(term, Const):
        return term.value
    if isinstance(term, Given):
        return values.get(term.name, UNKNOWN)
    if isinstance(term, Choice):
        return _choose(term, values)
    if isinstance(term, Items):
        return [evaluate(item, values) for item in term.items]
    if isinstance(term, Table):
        return _table(term, values)
    if isinstance(term, Operation):
        return _operate(term, values)
    return UNKNOWN


def truth(term: Term, values: Mapping[str, Any]) -> bool | None:
    """Whether a condition holds; None where it cannot be told."""
    value = evaluate(term, values)
    return None if value is UNKNOWN else bool(value)


def _choose(term: Choice, values: Mapping[str, Any]) -> Any:
    test = truth(term.test, values)
    if test is not None:
        return evaluate(term.then if test else term.otherwise, values)
    then, otherwise = evaluate(term.then, values), evaluate(term.otherwise, values)
    return then if then is not UNKNOWN and type(then) is type(otherwise) and then == otherwise else UNKNOWN


def _table(term: Table, values: Mapping[str, Any]) -> Any:
    """The keys of a dictionary are known, its values need not be: what is asked is mostly whether a key is there."""
    if not term.whole:
        return UNKNOWN
    return {key: evaluate(entry, values) for key, entry in term.entries.items()}


def _operate(term: Operation, values: Mapping[str, Any]) -> Any:
    """The value of an operation; unknown where an operand is, where Python would raise, or where it is too long."""
    name = term.name
    if name in ("and", "or"):
        return _connect(name, term.operands, values)
    function = FUNCTIONS.get(name)
    if function is None:
        return _without_function(term, values)
    operands: list[Any] = []
    for operand in term.operands:
        value = evaluate(operand, values)
        if value is UNKNOWN and name not in DESPITE:
            return UNKNOWN
        operands.append(value)
    if name in ("in", "not in") and isinstance(term.operands[1], Items):
        return _among(name, operands[0], term.operands[1], values)
    if name in ("is", "is not") and operands[1] is None and _is_made(term.operands[0]):
        return name == "is not"
    if name == "append" and isinstance(operands[0], list):
        return [*operands[0], operands[1]]
    if any(_is_unknown(operand, inside=name != "len") for operand in operands):
        return UNKNOWN
    try:
        result = function(*operands)
    except Exception:  # what Python itself would raise for
        return UNKNOWN
    if isinstance(result, (str, list, tuple)) and len(result) > LONGEST:
        return UNKNOWN
    return result


DESPITE = frozenset(["is", "is not", "append"])
"""Operations that may be known although an operand is not."""


def _without_function(term: Operation, values: Mapping[str, Any]) -> Any:
    """`not` and `isinstance`; all other operations are unknown whatever they are done with."""
    if term.name == "isinstance":
        return _is_instance(term, values)
    value = evaluate(term.operands[0], values) if term.name == "not" else UNKNOWN
    return UNKNOWN if value is UNKNOWN else not value


def _is_unknown(value: Any, *, inside: bool) -> bool:
    """Whether a value is not known, or (`inside`) an item of it is not."""
    return value is UNKNOWN or (inside and isinstance(value, list) and any(item is UNKNOWN for item in value))


def _is_made(term: Term) -> bool:
    """Whether a value is a new text or number, and so never None."""
    return isinstance(term, Operation) and term.name in ("str", "path", "text", "len", "int", "float", "bool", ".strip")


TYPES = {"str": str, "int": int, "float": float, "bool": bool, "list": list, "tuple": tuple, "dict": dict}


def _is_instance(term: Operation, values: Mapping[str, Any]) -> Any:
    """Whether a value is of one of some types; of those that are not built in, a path is none that is known."""
    value = evaluate(term.operands[0], values)
    types = term.operands[-1].items if isinstance(term.operands[-1], Items) else term.operands[-1:]
    names = [type.name for type in types if isinstance(type, Target) and type.target is None]
    if value is UNKNOWN or len(names) != len(types):
        return UNKNOWN
    if any(type(value) is TYPES.get(name) for name in names) or (isinstance(value, bool) and "int" in names):
        return True
    return UNKNOWN if isinstance(value, FilePath) and not set(names) <= TYPES.keys() else False


def _connect(name: str, operands: tuple[Term, ...], values: Mapping[str, Any]) -> Any:
    """`and` and `or`, which are decided by one operand even where the others are unknown."""
    result: Any = UNKNOWN
    is_known = True
    for operand in operands:
        value = evaluate(operand, values)
        if value is UNKNOWN:
            is_known = False
        elif bool(value) is (name == "or"):
            return value if is_known else (name == "or")
        elif is_known:
            result = value
    return result if is_known else UNKNOWN


def _among(name: str, value: Any, items: Items, values: Mapping[str, Any]) -> Any:
    """`in` and `not in` for a list whose items are known one by one."""
    membership: Any = False
    for item in items.items:
        candidate = evaluate(item, values)
        if candidate is UNKNOWN:
            membership = UNKNOWN
        elif candidate == value:
            membership = True
            break
    if membership is UNKNOWN:
        return UNKNOWN
    return membership is (name == "in")
