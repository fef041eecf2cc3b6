"""YAML with positions: the nodes of a text, and what both readers of YAML ask of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from cog_lsp.text import Span

DEEPEST = 100
"""Brackets within brackets. A cog.yaml has two."""


def compose(text: str) -> Any:
    """The node graph: aliases stay shared nodes, so that nested anchors cannot grow in memory. None for no YAML."""
    return None if _too_deep(text) else _composed(text)[0]


@lru_cache(maxsize=1)
def _composed(text: str) -> tuple[Any, Exception | None]:
    """The nodes of a text or the error that it is, for both questions about it."""
    # Imported here: it takes 30 ms, and a server without an open model never needs it.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).compose(text), None
    except (YAMLError, RecursionError, ValueError) as error:
        return None, error.with_traceback(None)


def fault(text: str) -> tuple[Span, str] | None:
    """Where a text stops being one document of YAML, and a clause that says why; None where it is one."""
    if _too_deep(text):
        return Span(0, 0), "brackets are nested too deeply"
    error = _composed(text)[1]
    if error is None:
        return None
    from ruamel.yaml.error import MarkedYAMLError

    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        at = min(mark.index if mark is not None else 0, len(text))
        reason = f"{error.context} {error.problem}"
        if "another document" in reason or "single document" in reason:
            return Span(at, at + 3), "a second document begins, and Cog reads one"
        if "quoted scalar" in reason and error.context_mark is not None:
            start = error.context_mark.index
            return Span(start, _line_end(text, start)), "a quotation mark is not closed"
        start = text.rfind("\n", 0, at) + 1
        tab = text.find("\t", start, _line_end(text, at))
        if tab >= 0 and not text[start:tab].strip():
            return Span(tab, tab + 1), "a tab stands where YAML wants spaces"
        return Span(at, _line_end(text, at)), "this is no YAML"
    return Span(0, 0), "this is no YAML"


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _too_deep(text: str) -> bool:
    """Whether brackets are nested so deeply that ruamel.yaml would give up, after more than a second."""
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth += 1 if match[0] in "[{" else -1
        if depth > DEEPEST:
            return True
    return False


def members(node: Any) -> dict[str, tuple[Any, Any]]:
    """The members of a mapping: key node and value node by name; the last of equal keys wins, as in Cog's reader."""
    if getattr(node, "id", None) != "mapping":
        return {}
    return {str(key.value): (key, value) for key, value in node.value if is_scalar(key)}


def items(node: Any) -> list[Any]:
    """The items of a sequence."""
    return list(node.value) if getattr(node, "id", None) == "sequence" else []


def is_scalar(node: Any) -> bool:
    """Whether a node is a scalar."""
    return getattr(node, "id", None) == "scalar"


def span(node: Any) -> Span:
    """The characters of a node, quotes included."""
    return Span(node.start_mark.index, node.end_mark.index)


def inner(text: str, node: Any) -> Span:
    """The characters of a scalar without its quotes."""
    whole = span(node)
    quoted = whole.end - whole.start >= 2 and text[whole.start] in "\"'"
    return Span(whole.start + 1, whole.end - 1) if quoted else whole
