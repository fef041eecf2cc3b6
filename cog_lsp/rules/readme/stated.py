"""What tables, lists and headings state of an input, held against the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Replace
from cog_lsp.predictor.model import Field, Input
from cog_lsp.readme.references import Mention
from cog_lsp.readme.snippets.values import show
from cog_lsp.readme.statements import BETWEEN, NUMBER
from cog_lsp.regex import regex
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.records import Cell

SLUG = "stale-reference"

_VALUE = regex(r"(?P<mark>[`\"'*“]*)(?P<value>[^`\"'*“”]+)(?:(?P=mark)|”)")
_MARKED = regex(r"`([^`\n]{1,60})`")
_NUMBER = regex(r"-?\d+(?:\.\d+)?")
_RANGE = regex(rf"[`\[(]*(?P<low>{NUMBER})`?\s*{BETWEEN}\s*`?(?P<high>{NUMBER})[`\])]*", re.IGNORECASE)


def choices_of(input: Input) -> list[Any]:
    """The values of an input that has to be one of some."""
    enum = input.field.enum if isinstance(input.field, Field) else None
    return list(enum.get("enum", ())) if enum is not None else []


def stated_otherwise(mention: Mention, input: Input, table: bool) -> Iterator[Finding]:
    """What a row, an item or a heading states of an input that the signature says otherwise."""
    if not isinstance(input.field, Field):
        return
    schema, says = input.field.property, mention.says
    bounds = schema.get("minimum"), schema.get("maximum")
    findings: list[Finding] = []
    if says.default is not None and schema.get("default") is not None:
        findings += _default(says.default, input, schema["default"], table)
    if says.range is not None:
        findings += _range(says.range, input.name, *bounds)
        findings += _listed(says.range, input)
    for cell, bound, what in ((says.low, bounds[0], "minimum"), (says.high, bounds[1], "maximum")):
        if cell is not None and bound is not None:
            findings += _number(cell, input.name, bound, what)
    yield from findings if mention.alone else (finding._replace(repairs=()) for finding in findings)


def _default(cell: Cell, input: Input, default: Any, table: bool) -> Iterator[Finding]:
    """Report a default that is another than the signature's."""
    match = _VALUE.fullmatch(cell.text)
    if match is None or not match["value"].strip():
        return
    value = match["value"].strip()
    if isinstance(default, bool):
        differs = value.lower() in ("true", "false") and value.lower() != show(default)
    elif isinstance(default, (int, float)):
        differs = bool(_NUMBER.fullmatch(value)) and float(value) != default
    elif isinstance(default, str):
        is_choice = value in {str(choice) for choice in choices_of(input)}
        # A text without marks says "default" of a sort; in a list, so does one in quotes that could be anything.
        quoted = bool(match["mark"].strip("*")) and (table or bool(choices_of(input)))
        differs = (quoted or is_choice) and bool(default) and len(default) <= 60 and _is_other(value, default)
    else:
        differs = False
    if differs:
        right = show(default) if not isinstance(default, str) else default
        span = Span(*match.span("value")).shifted(cell.span.start)
        text = right.capitalize() if isinstance(default, bool) and value[:1].isupper() else right
        safe = "|" not in text and "`" not in text and "\n" not in text
        repairs = (Replace(span, text, f"Write {show(default)}", "safe"),) if safe else ()
        message = f"The default of “{input.name}” is {show(default)}, not {show(value)}"
        yield Finding(SLUG, message, span, repairs=repairs)


def _is_other(value: str, default: str) -> bool:
    """Whether a text is another default, and neither a shortened one nor a word such as "empty"."""
    if any(mark in value for mark in ("…", "...")) or value.lower() in (
        "none",
        "null",
        "empty",
        "required",
        "random",
    ):
        return False
    return " ".join(value.split()) != " ".join(default.split()) and " " not in value.strip()


def _range(cell: Cell, name: str, low: Any, high: Any) -> Iterator[Finding]:
    """Report a range that is another than the signature's."""
    match = _RANGE.fullmatch(cell.text)
    numbers = all(isinstance(n, (int, float)) for n in (low, high))
    if match is None or not numbers or (float(match["low"]) == low and float(match["high"]) == high):
        return
    edits = [(match.span("low"), low, match["low"]), (match.span("high"), high, match["high"])]
    first = next(span for span, bound, number in edits if float(number) != bound)
    text = cell.text
    for span, bound, number in reversed(edits):
        if float(number) != bound:
            text = text[: span[0]] + show(bound) + text[span[1] :]
    repair = Replace(cell.span, text, f"Write {show(low)} and {show(high)}", "safe")
    message = f"“{name}” goes from {show(low)} to {show(high)}"
    yield Finding(SLUG, message, Span(*first).shifted(cell.span.start), repairs=(repair,))


def _listed(cell: Cell, input: Input) -> Iterator[Finding]:
    """A list of choices with one that is none."""
    choices = {str(choice) for choice in choices_of(input)}
    items = [(match[1], Span(*match.span(1)).shifted(cell.span.start)) for match in _MARKED.finditer(cell.text)]
    values = [item for item, _ in items if item in choices]
    if len(values) < 2:
        return
    for item, span in items:
        if item not in choices and " " not in item:
            listed = ", ".join(sorted(choices - set(values))[:3])
            others = f": there is {listed}" if listed else ""
            yield Finding(SLUG, f"“{input.name}” has no choice “{show(item)}”{others}", span)


def _number(cell: Cell, name: str, bound: float, what: str) -> Iterator[Finding]:
    match = _VALUE.fullmatch(cell.text)
    value = match["value"].strip() if match else ""
    if match is None or not _NUMBER.fullmatch(value) or float(value) == bound:
        return
    span = Span(*match.span("value")).shifted(cell.span.start)
    repair = Replace(span, show(bound), f"Write {show(bound)}", "safe")
    yield Finding(SLUG, f"The {what} of “{name}” is {show(bound)}", span, repairs=(repair,))
