"""JSON as Go prints it: sorted keys, numbers in the fewest digits, `<`, `>` and `&` escaped."""

from __future__ import annotations

import json
import math
from typing import Any

from cog_lsp.predictor.values.numbers import go_float, plain_number, positional_float

ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def dumps(value: Any, indent: bool = False, level: int = 0) -> str:
    """The JSON text of a schema, in one line or indented by two spaces."""
    if isinstance(value, dict):
        items = [
            f"{_text(str(key))}:{' ' if indent else ''}{dumps(value[key], indent, level + 1)}" for key in sorted(value)
        ]
        return _joined("{", items, "}", indent, level)
    if isinstance(value, list | tuple):
        return _joined("[", [dumps(item, indent, level + 1) for item in value], "]", indent, level)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value)


def _joined(opening: str, items: list[str], closing: str, indent: bool, level: int) -> str:
    if not items or not indent:
        return opening + ",".join(items) + closing
    pad = "\n" + "  " * (level + 1)
    return opening + pad + f",{pad}".join(items) + "\n" + "  " * level + closing


def _number(number: float) -> str:
    """Without an exponent from 1e-6 on and below 1e21."""
    whole = plain_number(number)
    if isinstance(whole, int):
        return str(whole)
    if not math.isfinite(number):
        return go_float(number, 21)
    return positional_float(number) if 1e-6 <= abs(number) < 1e21 else go_float(number, 21).replace("e-0", "e-")


def _text(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    for character, escape in ESCAPES.items():
        if character in quoted:
            quoted = quoted.replace(character, escape)
    return quoted
