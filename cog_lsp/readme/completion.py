"""Completion in the calls of a README: inputs that are not given yet, and the values of an input.

Goes by the text around the cursor, because a call that is being typed does not parse.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from cog_lsp.predictor.model import Field, Input, Predictor
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.readme.markdown.records import Code, Part
from cog_lsp.regex import regex
from cog_lsp.text import Span


class Completion(Struct, frozen=True):
    """One thing to complete with."""

    kind: Literal["input", "value"]
    text: str
    """What stands there afterwards."""
    span: Span
    """What it replaces."""
    input: str
    """The input whose name or value it is."""


_CALLS = regex(r"\breplicate\b|/predictions\b|\bcog[ \t]+(?:run|predict|train)\b|\.predict\(|[\"']input[\"']\s*:")
_FLAG_NAME = regex(r"(?:^|\s)(?:-i|--input)[ =]?[ \t]*[\"']?([A-Za-z_]\w*)?\Z")
_FLAG_VALUE = regex(r"(?:^|\s)(?:-i|--input)[ =]?[ \t]*[\"']?([A-Za-z_]\w*)=[\"']?([^\s\"']*)\Z")
_OPENING = regex(r"input[\"']?\s*[:=]\s*(?:dict)?[{(]|\.(?:predict|create)\(")
_MEMBER = regex(r"(?<![\w./:+-])([A-Za-z_]\w*)[\"']?\s*[:=]\s*[\"']?([\w./:+-]*)\Z")
_FLAG = regex(r"(?:^|\s)(?:-i|--input)[ =]?[\"']?([A-Za-z_]\w*)=")
_TOKEN = regex(r"""(?P<string>"[^"\n]*"|'[^'\n]*')|(?P<name>[A-Za-z_]\w*)|(?P<mark>[()\[\]{}:=])|[^\s\w"']""")
_TYPED = regex(r"\A\w*[\"'=]?")
"""The rest of the name that is being typed, and what ends it."""
REACH = 4000
"""Characters in front of the cursor that are looked at."""


def completions(card: ModelCard, offset: int, predictor: Predictor) -> list[Completion]:
    """Names of inputs, or values of the input in front of the cursor, where the cursor stands in a call in a code
    block."""
    placed_part = card.part_at(offset)
    code = _code_at(*placed_part, offset) if placed_part is not None else None
    if placed_part is None or code is None or not _CALLS.search(code.content):
        return []
    before = card.text[max(0, offset - REACH, placed_part[0] + code.span.start) : offset]
    line = re.split(r"[\r\n]", before)[-1]
    after = card.text[offset : min(offset + REACH, placed_part[0] + code.span.end)]
    value = _FLAG_VALUE.search(line)
    if value is not None:
        return _values(value[1], value[2], offset, predictor)
    flag = _FLAG_NAME.search(line)
    if flag is not None:
        word = flag[1] or ""
        return _names(word, offset, predictor, _flags(before[: len(before) - len(word)], after))
    typed = _key(before)
    if typed is not None:
        return _names(typed, offset, predictor, _members(before[: len(before) - len(typed)], after))
    value = _MEMBER.search(line)
    if value is not None and predictor.find(value[1]) is not None:
        return _values(value[1], value[2], offset, predictor)
    return []


def _key(before: str) -> str | None:
    """A name that is being typed as the key of `input`, or as a keyword of `predict(…)`; None elsewhere."""
    start = len(before)
    while start and (before[start - 1].isalnum() or before[start - 1] == "_"):
        start -= 1
    if before[start : start + 1].isdigit():
        return None
    head = before[: start - (before[start - 1 : start] in ("'", '"'))]
    code = head.rstrip()
    openings = [match.end() for match in _OPENING.finditer(code)]
    brace = max(code.rfind("{"), code.rfind("}"))
    if not openings or openings[-1] <= brace:
        return None
    fresh = openings[-1] == len(code) or code.endswith(",") or "\n" in head[len(code) :]
    return before[start:] if fresh else None


def _code_at(origin: int, part: Part, offset: int) -> Code | None:
    return next((c for c in part.codes if c.span.shifted(origin).holds(offset)), None)


def _names(typed: str, offset: int, predictor: Predictor, names: frozenset[str]) -> list[Completion]:
    span = Span(offset - len(typed), offset)
    return [Completion("input", i.name, span, i.name) for i in predictor.inputs if i.name not in names]


def _flags(before: str, after: str) -> frozenset[str]:
    """The inputs that the command around the cursor gives already, on its other lines too."""
    line, rest = before.rpartition("\n")[2], _TYPED.sub("", after, count=1).partition("\n")[0]
    command = [line + rest]
    for above in reversed(before.split("\n")[:-1]):
        if not above.rstrip().endswith("\\"):
            break
        command.append(above)
    below = iter(after.split("\n")[1:])
    while rest.rstrip().endswith("\\") and (rest := next(below, "")):
        command.append(rest)
    return frozenset(match[1] for part in command for match in _FLAG.finditer(part))


def _members(before: str, after: str) -> frozenset[str]:
    """The keys, or keyword arguments, that stand in the brackets around the cursor already."""
    opening = max((match.end() for match in _OPENING.finditer(before)), default=0)
    text = before[opening:].rstrip("\"'") + _TYPED.sub("", after, count=1)
    names: set[str] = set()
    depth = 0
    name = ""
    for match in _TOKEN.finditer(text):
        mark = match["mark"]
        depth += 0 if mark is None else (mark in "([{") - (mark in ")]}")
        if depth < 0:
            break
        if depth == 0 and mark in (":", "=") and name:
            names.add(name)
        name = match["name"] or (match["string"] or "")[1:-1]
    return frozenset(names)


def _values(name: str, typed: str, offset: int, predictor: Predictor) -> list[Completion]:
    input = predictor.find(name)
    span = Span(offset - len(typed), offset)
    return [Completion("value", text, span, name) for text in (_choices(input) if input is not None else ())]


def _choices(input: Input) -> list[str]:
    if not isinstance(input.field, Field):
        return []
    if input.field.enum is not None:
        return [str(choice) for choice in input.field.enum.get("enum", ())]
    return ["true", "false"] if input.field.property.get("type") == "boolean" else []
