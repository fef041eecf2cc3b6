"""How a browser writes a JSON value: numbers, lists and objects as `String(value)` and `JSON.stringify(value)` give
them. The form is drawn by JavaScript, so `1.0` reads `1` there, and an integer beyond 2**53 is rounded."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

_ARRAY_INDEX_LIMIT = 2**32 - 1
_MAX_DEPTH = 100
"""Deeper values are left out, so that no input can exhaust the stack."""


def number(value: int | float) -> str:
    """The number as JavaScript prints it (ECMA-262, Number::toString)."""
    try:
        real = float(value)
    except OverflowError:
        real = math.inf if value > 0 else -math.inf
    if math.isnan(real) or math.isinf(real):
        return "NaN" if math.isnan(real) else ("Infinity" if real > 0 else "-Infinity")
    if real == 0:
        return "0"
    exact = Decimal(repr(abs(real))).normalize()
    digits = "".join(map(str, exact.as_tuple().digits))
    return ("-" if real < 0 else "") + _place_point(digits, exact.adjusted() + 1)


def _place_point(digits: str, point: int) -> str:
    """Digits with a decimal point after the first `point` of them, in the notation that JavaScript chooses."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return (digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}") + power


def stringify(value: Any, indent: int | None = None) -> str:
    """`JSON.stringify(value)`, or with `indent` spaces for each level."""
    return _stringify(value, indent, "", 0)


def _stringify(value: Any, indent: int | None, margin: str, depth: int) -> str:
    """A value as JSON.stringify writes it; what is nested too deeply becomes an ellipsis."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (int, float)):
        text = number(value)
        return text if text.lstrip("-")[:1].isdigit() else "null"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if depth > _MAX_DEPTH:
        return '"…"'
    inner = margin + " " * (indent or 0)
    if isinstance(value, (list, tuple)):
        parts = [_stringify(item, indent, inner, depth + 1) for item in value]
        return _wrap("[", parts, "]", indent, margin, inner)
    colon = ":" if indent is None else ": "
    parts = [
        json.dumps(str(key), ensure_ascii=False) + colon + _stringify(item, indent, inner, depth + 1)
        for key, item in sorted(value.items(), key=_key_order)
    ]
    return _wrap("{", parts, "}", indent, margin, inner)


def _wrap(opening: str, parts: list[str], closing: str, indent: int | None, margin: str, inner: str) -> str:
    if indent is None or not parts:
        return opening + ",".join(parts) + closing
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{margin}{closing}"


def _key_order(item: tuple[Any, Any]) -> tuple[int, int]:
    """JavaScript lists keys that are array indices first, in numeric order, and the others as they were added."""
    key = str(item[0])
    plain = key.isascii() and key.isdigit() and len(key) <= 10 and (key == "0" or key[0] != "0")
    return (0, int(key)) if plain and int(key) < _ARRAY_INDEX_LIMIT else (1, 0)


def string(value: Any) -> str:
    """`String(value)`, as the text of an option."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return ",".join("" if item is None else stringify(item) for item in value)
    if isinstance(value, dict):
        return "[object Object]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    return stringify(value)
