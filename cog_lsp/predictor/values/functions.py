"""Operators and pure functions that Python's reading of an expression knows, bounded in size."""

from __future__ import annotations

import inspect
import operator
import textwrap
from collections.abc import Callable
from typing import Any

from cog_lsp.predictor.model import UNKNOWN

LONGEST_TEXT = 200_000
MOST_ITEMS = 10_000
MOST_BITS = 4096
FAILURES = (ArithmeticError, TypeError, ValueError, LookupError, RecursionError)

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "-": operator.sub,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "|": operator.or_,
    "&": operator.and_,
    "^": operator.xor,
    ">>": operator.rshift,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "list": lambda items=(): list(_items(items)),
    "tuple": lambda items=(): list(_items(items)),
    "set": lambda items=(): list(dict.fromkeys(_items(items))),
    "sorted": lambda items: sorted(_items(items)),
    "reversed": lambda items: list(reversed(_items(items))),
    "range": lambda *bounds: list(_range(*bounds)),
    "len": len,
    "str": lambda value="": str(_plain(value)),
    "int": lambda value=0: int(_plain(value)),
    "float": lambda value=0.0: float(_plain(value)),
    "bool": lambda value=False: bool(value),
    "abs": abs,
    "round": round,
    "min": min,
    "max": max,
    "textwrap.dedent": textwrap.dedent,
    "inspect.cleandoc": inspect.cleandoc,
}
TEXT_METHODS = ("strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "replace", "split", "splitlines",
                "removeprefix", "removesuffix")  # fmt: skip


def within_limits(value: Any) -> bool:
    """Whether a value is small enough to go on with."""
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    if isinstance(value, list | dict):
        return len(value) <= MOST_ITEMS
    return not isinstance(value, int) or value.bit_length() <= MOST_BITS


def operate(sign: str, left: Any, right: Any) -> Any:
    """The result of a binary operator, or UNKNOWN."""
    try:
        if sign == "+":
            return _add(left, right)
        if sign == "*":
            return _multiply(left, right)
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            return UNKNOWN
        if sign in ("**", "<<"):
            return _grow(sign, left, right)
        return ARITHMETIC[sign](left, right)
    except FAILURES:
        return UNKNOWN


def _add(left: Any, right: Any) -> Any:
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    if numbers or (type(left) is type(right) and isinstance(left, str | list)):
        return left + right
    return UNKNOWN


def _multiply(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, str | list):
        left, right = right, left
    if isinstance(left, str | list) and isinstance(right, int):
        return left * right if len(left) * max(right, 0) <= MOST_ITEMS else UNKNOWN
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    return left * right if numbers else UNKNOWN


def _grow(sign: str, left: Any, right: Any) -> Any:
    """Powers and shifts, where the result cannot be huge."""
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * right if sign == "**" else left.bit_length() + right
        if right < 0 or bits > MOST_BITS:
            return left**right if sign == "**" and right < 0 and right > -MOST_BITS else UNKNOWN
    result = left**right if sign == "**" else left << right
    return result if isinstance(result, int | float) else UNKNOWN


def call_function(name: str, values: list[Any]) -> Any:
    """The result of a known function, or UNKNOWN."""
    function = FUNCTIONS.get(name)
    if function is None or any(value is UNKNOWN for value in values):
        return UNKNOWN
    try:
        return function(*values)
    except FAILURES:
        return UNKNOWN


def call_method(owner: Any, name: str, values: list[Any]) -> Any:
    """The result of a known method of a string or dictionary, or UNKNOWN."""
    if any(value is UNKNOWN for value in values):
        return UNKNOWN
    try:
        if isinstance(owner, dict) and not values and name in ("keys", "values"):
            return list(owner) if name == "keys" else list(owner.values())
        if isinstance(owner, str) and name == "join" and len(values) == 1:
            return owner.join(values[0]) if len(owner) * len(values[0]) <= LONGEST_TEXT else UNKNOWN
        if isinstance(owner, str) and name in TEXT_METHODS and len(owner) <= MOST_ITEMS:
            longest = max((len(value) for value in values if isinstance(value, str)), default=0)
            return getattr(owner, name)(*values) if (len(owner) + 1) * (longest + 1) <= LONGEST_TEXT * 10 else UNKNOWN
    except FAILURES:
        pass
    return UNKNOWN


def _items(value: Any) -> Any:
    if not isinstance(value, list | dict | str) and value != ():
        raise TypeError
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict) or (isinstance(value, str) and len(value) > 400):
        raise TypeError
    return value


def _range(*bounds: int) -> range:
    steps = range(*bounds)
    if len(steps) > MOST_ITEMS:
        raise ValueError
    return steps
