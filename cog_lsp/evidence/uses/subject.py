"""Which input a term is, and what a condition says about one input."""

from __future__ import annotations

from typing import Any, NamedTuple

from cog_lsp.evidence.uses.terms import NONE, Choice, Const, Given, Items, Opaque, Operation, Term, children, parts

SAME = frozenset(
    ["str", "int", "float", "path", "bool", "text", ".strip", ".lower", ".upper", ".lstrip", ".rstrip", ".casefold"]
)
"""Operations after which a value still is the input, written in another way."""
LIMITING = frozenset(["min", "max", "clip", "int", "float"])
"""Operations after which a number still is the input, within limits."""
NUMERIC = LIMITING | {"round", "floor", "ceil", "*", "/", "//", "-", "+"}
"""Operations after which a number still is the input, limited, rounded or scaled."""
DEEPEST = 12
"""Operations that are looked through for the input that a number is."""
PURE = frozenset(
    [
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "is",
        "in",
        "and",
        "or",
        "not",
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "negative",
        "positive",
        "len",
        "int",
        "float",
        "str",
        "bool",
        "abs",
        "min",
        "max",
        "round",
        "floor",
        "ceil",
        "path",
        "text",
        "item",
        "part",
        "append",
        "list",
        "tuple",
        "clip",
        ".lower",
        ".upper",
        ".strip",
        ".lstrip",
        ".rstrip",
        ".split",
        ".rsplit",
        ".startswith",
        ".endswith",
        ".isspace",
        ".isdigit",
        ".count",
        ".replace",
        ":suffix",
        ":name",
        ":stem",
        "suffix",
        "basename",
        "splitext",
    ]
) | {"is not", "not in"}
"""Operations that depend on the values of the inputs only."""


def subject(term: Term) -> str | None:
    """The input that a term is: itself, written in another way, or with something else where it is empty."""
    while True:
        if isinstance(term, Given):
            return term.name
        if isinstance(term, Operation) and term.name in SAME and len(term.operands) == 1:
            term = term.operands[0]
        elif isinstance(term, Choice):
            then, otherwise = subject(term.then), subject(term.otherwise)
            return None if then is not None and otherwise is not None and then != otherwise else then or otherwise
        else:
            return None


def measure(term: Term, through: frozenset[str] = NUMERIC) -> str | None:
    """The input that a value is, or a number that was limited, rounded or scaled: `max(64, height) // 2 * 2`."""
    for _ in range(DEEPEST):
        name = subject(term)
        if name is not None:
            return name
        if isinstance(term, Operation) and term.name in through:
            term = next((operand for operand in term.operands if operand.inputs), NONE)
        elif isinstance(term, Choice):
            term = term.then if term.then.inputs else term.otherwise
        else:
            return None
    return None


def suffixed(term: Term) -> str | None:
    """The input whose suffix a term is."""
    whole = with_suffix(term)
    return None if whole is None else subject(whole)


def with_suffix(term: Term) -> Term | None:
    """What a term is the suffix of: `Path(x).suffix`, `os.path.splitext(x)[1]`, `x.split(".")[-1]`, in any case."""
    while isinstance(term, Operation) and term.name in (".lower", ".upper", ".strip", ".lstrip"):
        term = term.operands[0]
    if not isinstance(term, Operation):
        return None
    if term.name in (":suffix", "suffix"):
        return term.operands[0]
    if term.name != "item" or not isinstance(term.operands[0], Operation) or not isinstance(term.operands[1], Const):
        return None
    split, index = term.operands[0], term.operands[1].value
    is_dotted = len(split.operands) > 1 and isinstance(split.operands[1], Const) and split.operands[1].value == "."
    if (split.name in (".split", ".rsplit") and index == -1 and is_dotted) or (split.name == "splitext" and index == 1):
        return split.operands[0]
    return None


def is_pure(term: Term) -> bool:
    """Whether a term depends on nothing but the inputs and constants."""
    waiting = [term]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Operation) and part.name == "append":  # what a list holds does not change its length
            waiting.append(part.operands[0])
        elif isinstance(part, Items) and part is not term:
            continue
        elif isinstance(part, (Const, Given, Choice, Items)) or (isinstance(part, Operation) and part.name in PURE):
            waiting.extend(children(part))
        else:
            return False
    return True


class About(NamedTuple):
    """What a test asks of one input: whether it is `special` there. `word` is what the special value is called."""

    name: str
    value: str
    """empty, zero, negative, nothing (0 or less), below 1, or value: a number or a text."""
    holds: bool
    """Whether the test is true for the special value."""
    constant: Any = None


def about(test: Term) -> About | None:
    """What a single comparison says about a value that may be handled apart."""
    name = subject(test)
    if name is not None:
        return About(name, "empty", holds=False)
    if not isinstance(test, Operation):
        return None
    if test.name == "not":
        inner = about(test.operands[0])
        return None if inner is None else inner._replace(holds=not inner.holds)
    if test.name == ".isspace" and (name := subject(test.operands[0])) is not None:
        return About(name, "empty", holds=True)
    if len(test.operands) != 2:
        return None
    left, right = test.operands
    name = subject(left)
    if isinstance(left, Operation) and left.name == "len" and isinstance(right, Const) and right.value in (0, 1):
        return _length(test.name, subject(left.operands[0]), right.value)
    if name is None:
        return None
    if isinstance(right, Const):
        return _compared(test.name, name, right.value)
    if isinstance(right, Items) and all(isinstance(item, Const) for item in right.items):
        return _among(test.name, name, [item.value for item in right.items if isinstance(item, Const)])
    return None


def _length(sign: str, name: str | None, value: int) -> About | None:
    """`len(x) == 0`, `len(x) > 0`, `len(x) < 1`, `len(x) >= 1`."""
    if name is None:
        return None
    if (sign, value) in (("==", 0), ("<", 1), ("<=", 0)):
        return About(name, "empty", holds=True)
    if (sign, value) in (("!=", 0), (">=", 1), (">", 0)):
        return About(name, "empty", holds=False)
    return None


def _compared(sign: str, name: str, value: Any) -> About | None:
    """What a comparison with `None`, an empty text or a number around zero asks about an input."""
    if isinstance(value, bool):
        return None
    if sign in ("==", "is", "!=", "is not"):
        holds = sign in ("==", "is")
        if value is None or value == "":
            return About(name, "empty", holds)
        return About(name, "zero" if value == 0 else "value", holds, value)
    if not isinstance(value, (int, float)) or value not in (0, -1, 1):
        return None
    table = {
        ("<", 0): ("negative", True),
        (">=", 0): ("negative", False),
        (">", -1): ("negative", False),
        ("<=", -1): ("negative", True),
        ("<=", 0): ("nothing", True),
        (">", 0): ("nothing", False),
        ("<", 1): ("below 1", True),
        (">=", 1): ("below 1", False),
    }
    meaning = table.get((sign, int(value)))
    return None if meaning is None else About(name, meaning[0], meaning[1], value)


def _among(sign: str, name: str, values: list[Any]) -> About | None:
    if sign not in ("in", "not in") or not values:
        return None
    blank = {None, "", "none", "None", "NONE", "null", -1, 0}
    if all(isinstance(value, (str, int, type(None))) and value in blank for value in values):
        return About(name, "empty", sign == "in", values)
    return None


def is_known(term: Term) -> bool:
    """Whether nothing opaque is in a term."""
    return not any(isinstance(part, Opaque) for part in parts(term))
