"""Test cases of cog-safe-push: maps of inputs in YAML, read as snippets so that they are checked like examples.

Source: replicate/cog-safe-push: cog_safe_push/config.py. The conventional places are `cog-safe-push.yaml` and the
folders `cog-safe-push-configs/` and `safe-push-configs/` beside cog.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from cog_lsp.cogyaml import compose
from cog_lsp.predictor.model import UNKNOWN, Predictor, Span
from cog_lsp.readme.snippets.problems import problems
from cog_lsp.readme.snippets.records import Entry, Snippet, with_placeholders
from cog_lsp.rules.rule import Finding, Replace

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

_PATH = re.compile(r"cog-safe-push\.ya?ml|(?:cog-)?safe-push-configs/[^/]+\.ya?ml")
_MODES: tuple[tuple[str, Literal["run", "train"]], ...] = (("predict", "run"), ("train", "train"))
SAFE_PUSH_FOLDERS = ("cog-safe-push-configs", "safe-push-configs")
DEEPEST = 6


def is_safe_push(path: str) -> bool:
    """Whether a path, relative to the folder of cog.yaml and with forward slashes, is a file of cog-safe-push."""
    return _PATH.fullmatch(path) is not None


def safe_push_snippets(text: str) -> tuple[Snippet, ...]:
    """The maps of inputs in a configuration, in the order of the text. Spans count in the text. Never raises."""
    top = _members(compose(text))
    return tuple(
        snippet for key, mode in _MODES if key in top for snippet in _stanza(text, _members(top[key][1]), mode)
    )


def safe_push_findings(text: str, predictor: Predictor) -> Iterator[Finding]:
    """What `broken-example` has to say about a configuration."""
    for snippet in safe_push_snippets(text):
        for problem in problems(snippet, predictor):
            mend = problem.mend
            repairs = () if mend is None else (Replace(mend.span, mend.text, mend.title, mend.kind),)
            message = problem.message.replace("This example leaves out", "This test case leaves out")
            yield Finding("broken-example", message, problem.span, repairs=repairs)


_MAP = re.compile(r"^([ \t]*)(?:-[ \t]+)?(?:inputs|default_inputs|fixed_inputs):[ \t]*$")
_ENTRY = re.compile(r"^([ \t]*)([A-Za-z_]\w*):[ \t]*(.*)$")


def typed_entry(text: str, offset: int) -> tuple[str | None, Span, frozenset[str]] | None:
    """What is being typed in a map of inputs: the input whose value it is (None for a name), what it replaces, and the
    names that stand above. By lines and indentation, because a map that is being typed is no YAML yet."""
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:offset]
    typed = re.fullmatch(r"([ \t]+)([A-Za-z_]\w*)?(?:(:[ \t]+)([\w./-]*))?", line)
    if typed is None:
        return None
    given: set[str] = set()
    for above in reversed(text[:start].splitlines()):
        owner, entry = _MAP.match(above), _ENTRY.match(above)
        if owner is not None and len(owner[1]) < len(typed[1]):
            word = typed[4] if typed[3] else typed[2] or ""
            return (typed[2] if typed[3] else None), Span(offset - len(word), offset), frozenset(given)
        if entry is None or len(entry[1]) != len(typed[1]):
            return None
        given.add(entry[2])
    return None


def _stanza(text: str, stanza: dict[str, tuple[Node, Node]], mode: Literal["run", "train"]) -> Iterator[Snippet]:
    cases = stanza.get("test_cases")
    for case in _items(cases[1]) if cases is not None else ():
        members = _members(case)
        # A case that expects an error may well give what the model refuses.
        if "inputs" in members and "error_contains" not in members:
            yield _snippet(text, members["inputs"], mode, complete=True)
    fuzz = _members(stanza["fuzz"][1]) if "fuzz" in stanza else {}
    for key in ("default_inputs", "fixed_inputs"):
        for members in (stanza, fuzz):
            if key in members:
                yield _snippet(text, members[key], mode, complete=False)
    if "disabled_inputs" in fuzz:
        key_node, value = fuzz["disabled_inputs"]
        names = [item for item in _items(value) if _is_scalar(item)]
        entries = tuple(Entry(str(n.value), _inner(text, n), UNKNOWN, _span(n)) for n in names)
        yield _record(entries, key_node, value, mode, complete=False)


def _snippet(text: str, member: tuple[Node, Node], mode: Literal["run", "train"], complete: bool) -> Snippet:
    key, value = member
    entries = tuple(
        Entry(name, _inner(text, name_node), with_placeholders(_value(node, 0)), _span(node))
        for name, (name_node, node) in _members(value).items()
    )
    return _record(entries, key, value, mode, complete and getattr(value, "id", "") == "mapping")


def _record(
    entries: tuple[Entry, ...], key: Node, value: Node, mode: Literal["run", "train"], complete: bool
) -> Snippet:
    anchor = _span(key)
    whole = Span(anchor.start, max(anchor.end, _span(value).end))
    return Snippet("config", mode, whole, anchor, None, entries, _span(value), complete)


def _members(node: Any) -> dict[str, tuple[Any, Any]]:
    """The members of a mapping: key node and value node by name."""
    if getattr(node, "id", None) != "mapping":
        return {}
    return {str(key.value): (key, value) for key, value in node.value if _is_scalar(key)}


def _items(node: Any) -> list[Any]:
    return list(node.value) if getattr(node, "id", None) == "sequence" else []


def _is_scalar(node: Any) -> bool:
    return getattr(node, "id", None) == "scalar"


def _span(node: Any) -> Span:
    return Span(node.start_mark.index, node.end_mark.index)


def _inner(text: str, node: Any) -> Span:
    """The characters of a scalar without its quotes."""
    span = _span(node)
    quoted = span.end - span.start >= 2 and text[span.start] in "\"'"
    return Span(span.start + 1, span.end - 1) if quoted else span


def _value(node: Any, depth: int) -> Any:
    if depth > DEEPEST:
        return UNKNOWN
    if getattr(node, "id", None) == "sequence":
        items = [_value(item, depth + 1) for item in node.value]
        return UNKNOWN if any(item is UNKNOWN for item in items) else items
    if not _is_scalar(node):
        return UNKNOWN
    text, kind = str(node.value), str(node.tag).rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    try:
        if kind == "int":
            return int(text.replace("_", ""), 0)
        if kind == "float":
            return float(text.replace("_", ""))
    except ValueError:
        return UNKNOWN
    return UNKNOWN if text.startswith("@") else text
