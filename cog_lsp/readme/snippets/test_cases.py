"""Test cases of cog-safe-push: maps of inputs in YAML, read as snippets so that they are checked like examples.

Source: replicate/cog-safe-push: cog_safe_push/config.py. The conventional places are `cog-safe-push.yaml` and the
folders `cog-safe-push-configs/` and `safe-push-configs/` beside cog.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cog_lsp.predictor.model import UNKNOWN, Mode
from cog_lsp.readme.snippets.problem import Correction, Problem
from cog_lsp.readme.snippets.records import Entry, Snippet, with_placeholders
from cog_lsp.regex import regex
from cog_lsp.text import Span
from cog_lsp.yaml import compose, inner, is_scalar, items, members, span

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

_MODES: tuple[tuple[str, Mode], ...] = (("predict", "run"), ("train", "train"))
DEEPEST = 2
"""Lists in lists that are read: no input holds deeper ones, and with aliases each step multiplies what there is."""


@lru_cache(maxsize=1)
def _top(text: str) -> dict[str, tuple[Node, Node]]:
    """The entries of a configuration, which each of the questions below begins with: asked in a row, read once."""
    return members(compose(text))


def snippets_of_cases(text: str, *, failing: bool = False) -> tuple[Snippet, ...]:
    """The maps of inputs in a configuration, in the order of the text; those of cases that expect an error, and may
    well give what the model refuses, only where they are asked for. Spans count in the text. Never raises."""
    top = _top(text)
    stanzas = ((members(top[key][1]), mode) for key, mode in _MODES if key in top)
    return tuple(snippet for stanza, mode in stanzas for snippet in _stanza(text, stanza, mode, failing))


def model_of_cases(text: str) -> str | None:
    """The `owner/name` that a configuration tests, where it says so."""
    model = _top(text).get("model")
    return str(model[1].value) if model is not None and is_scalar(model[1]) else None


_COMMON = frozenset({"test_cases", "fuzz"})
_TOP = frozenset(
    {
        "model", "test_model", "test_hardware", "predict", "train", "deployment", "dockerfile", "parallel", "fast_push",
        "use_cog_base_image", "ignore_schema_compatibility", "official_model",
    }
)  # fmt: skip
_KEYS: dict[str, frozenset[str]] = {
    "predict": _COMMON | {"compare_outputs", "predict_timeout"},
    "train": _COMMON | {"destination", "destination_hardware", "train_timeout"},
    "fuzz": frozenset({"fixed_inputs", "disabled_inputs", "iterations", "prompt"}),
}
_MATCHERS = ("exact_string", "match_url", "match_prompt", "jq_query", "error_contains")
_CASE = frozenset({"inputs", *_MATCHERS})


def key_problems(text: str) -> Iterator[Problem]:
    """Keys that cog-safe-push refuses because they look like a slip, and cases with two ways to compare."""
    top = _top(text)
    yield from _misspelt(text, top, _TOP)
    for key in ("predict", "train"):
        stanza = members(top[key][1]) if key in top else {}
        yield from _misspelt(text, stanza, _KEYS[key])
        yield from _misspelt(text, members(stanza["fuzz"][1]) if "fuzz" in stanza else {}, _KEYS["fuzz"])
        for case in items(stanza["test_cases"][1]) if "test_cases" in stanza else ():
            keys = members(case)
            yield from _misspelt(text, keys, _CASE)
            matchers = [name for name in keys if name in _MATCHERS]
            if len(matchers) > 1:
                message = f"cog-safe-push takes one of `{matchers[0]}` and `{matchers[1]}` for a case, not both"
                yield Problem(message, inner(text, keys[matchers[1]][0]))


def _misspelt(text: str, given: dict[str, tuple[Node, Node]], known: frozenset[str]) -> Iterator[Problem]:
    for name, (key, _) in given.items():
        near = [] if name in known else get_close_matches(name, sorted(known), 1, 0.8)
        if near:
            span = inner(text, key)
            correction = Correction(span, near[0], f"Write {near[0]}", "safe")
            yield Problem(f"cog-safe-push has no key `{name}` here: did you mean `{near[0]}`?", span, correction)


_MAP = regex(r"^([ \t]*)(?:-[ \t]+)?(?:inputs|default_inputs|fixed_inputs):[ \t]*$")
_ENTRY = regex(r"^([ \t]*)([A-Za-z_]\w*):[ \t]*(.*)$")


def typed_entry(text: str, offset: int) -> tuple[str | None, Span, frozenset[str]] | None:
    """What is being typed in a map of inputs: the input whose value it is (None for a name), what it replaces, and the
    names that stand above and below. By lines and indentation, because a map that is being typed is no YAML yet."""
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:offset]
    typed = re.fullmatch(r"([ \t]+)([A-Za-z_]\w*)?(?:(:[ \t]+)([\w./-]*))?", line)
    if typed is None:
        return None
    names: set[str] = set()
    for above in reversed(text[:start].splitlines()):
        owner, entry = _MAP.match(above), _ENTRY.match(above)
        if owner is not None and len(owner[1]) < len(typed[1]):
            word = typed[4] if typed[3] else typed[2] or ""
            names |= _entries_below(text[offset:], typed[1])
            return (typed[2] if typed[3] else None), Span(offset - len(word), offset), frozenset(names)
        if entry is None or len(entry[1]) != len(typed[1]):
            return None
        names.add(entry[2])
    return None


def _entries_below(text: str, indentation: str) -> set[str]:
    """The names of the entries that follow the line at hand, as far as the map goes."""
    names: set[str] = set()
    for line in text.splitlines()[1:]:
        entry = _ENTRY.match(line)
        if entry is None or entry[1] != indentation:
            break
        names.add(entry[2])
    return names


def _stanza(text: str, stanza: dict[str, tuple[Node, Node]], mode: Mode, failing: bool) -> Iterator[Snippet]:
    """The records of the test cases of one stanza, and of the inputs that it sets or leaves out."""
    cases = stanza.get("test_cases")
    for case in items(cases[1]) if cases is not None else ():
        case_members = members(case)
        if "inputs" in case_members and (failing or "error_contains" not in case_members):
            yield _snippet(text, case_members["inputs"], mode, complete=True)
    fuzz = members(stanza["fuzz"][1]) if "fuzz" in stanza else {}
    for key in ("default_inputs", "fixed_inputs"):
        for group in (stanza, fuzz):
            if key in group:
                yield _snippet(text, group[key], mode, complete=False)
    if "disabled_inputs" in fuzz:
        key_node, value = fuzz["disabled_inputs"]
        names = [item for item in items(value) if is_scalar(item)]
        entries = tuple(Entry(str(n.value), inner(text, n), UNKNOWN, span(n)) for n in names)
        yield _record(entries, key_node, value, mode, complete=False)


def _snippet(text: str, member: tuple[Node, Node], mode: Mode, complete: bool) -> Snippet:
    key, value = member
    entries = tuple(
        Entry(name, inner(text, name_node), with_placeholders(_value(node, 0)), span(node))
        for name, (name_node, node) in members(value).items()
    )
    return _record(entries, key, value, mode, complete and getattr(value, "id", "") == "mapping")


def _record(entries: tuple[Entry, ...], key: Node, value: Node, mode: Mode, complete: bool) -> Snippet:
    anchor = span(key)
    whole = Span(anchor.start, max(anchor.end, span(value).end))
    return Snippet("config", mode, whole, anchor, None, entries, span(value), complete)


def _value(node: Any, depth: int) -> Any:
    """The value of a YAML node; UNKNOWN for what only cog-safe-push can tell."""
    if depth > DEEPEST:
        return UNKNOWN
    if getattr(node, "id", None) == "sequence":
        items = [_value(item, depth + 1) for item in node.value]
        return UNKNOWN if any(item is UNKNOWN for item in items) else items
    if not is_scalar(node):
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
