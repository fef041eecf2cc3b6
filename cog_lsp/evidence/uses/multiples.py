"""Numbers that are rounded to a multiple of another one."""

from __future__ import annotations

from typing import Any

from cog_lsp.evidence.uses.terms import Const, Operation, Term


def multiple(term: Operation) -> tuple[Term, Any, str] | None:
    """What is rounded to a multiple, of what, and how: `x // 8 * 8`, `8 * round(x / 8)`."""
    if term.name != "*" or len(term.operands) != 2:
        return None
    for factor, other in (term.operands, term.operands[::-1]):
        if isinstance(factor, Const):
            divided = _divided(other, factor.value)
            if divided is not None:
                return divided[0], factor.value, divided[1]
    return None


ROUNDED = {"int": "down to", "floor": "down to", "ceil": "up to", "round": "to the nearest value that is"}


def _divided(term: Term, step: Any) -> tuple[Term, str] | None:
    """What is divided by a step and made whole, with how it is rounded."""
    how = ""
    while isinstance(term, Operation) and term.name in (*ROUNDED, "float"):
        how = ROUNDED.get(term.name, how) if how in ("", "down to") else how
        term = term.operands[0]
    if not isinstance(term, Operation) or term.name not in ("//", "/") or len(term.operands) != 2:
        return None
    inner, by = term.operands
    if not (isinstance(by, Const) and by.value == step) or (term.name == "/" and not how):
        return None
    if term.name == "//":
        how = "down to"
        if isinstance(inner, Operation) and inner.name == "+" and isinstance(inner.operands[1], Const):
            how = "up to" if inner.operands[1].value == step - 1 else "to"
            inner = inner.operands[0]
    return inner, how
