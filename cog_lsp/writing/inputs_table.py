"""The table of inputs that cog-lsp writes into READMEs, and writes anew when the signature moved on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cog_lsp.predictor.model import UNKNOWN, Field, Input, Predictor, Type
from cog_lsp.readme.markdown.summary import sentences
from cog_lsp.readme.marks import INPUTS_END, INPUTS_START
from cog_lsp.readme.snippets.values import show
from cog_lsp.regex import regex

LISTED = 8
"""Choices that the table names."""
LONGEST_DEFAULT = 40
LONGEST_DESCRIPTION = 200
"""Characters; the form has the rest."""
TOGETHER = 12
"""Inputs that one table holds."""
_RELATIVE = regex(r"!?\[([^\[\]]{0,200})\]\((?![A-Za-z][A-Za-z0-9+.-]*:)[^()\s]{0,300}\)")

_KINDS = {
    "str": "text",
    "int": "integer",
    "float": "number",
    "bool": "true or false",
    "Path": "file",
    "File": "file",
    "Secret": "secret text",
    "dict": "object",
    "Any": "any",
}


def inputs_table(predictor: Predictor) -> str:
    """The table with the comments around it, lines separated by `\n`. Many inputs come in groups, a table for each."""
    inputs = [i for i in predictor.inputs if i.annotation is not None or i.arguments]
    groups = _groups(inputs) if len(inputs) > TOGETHER else {}
    if len(groups) < 2:
        return "\n".join([INPUTS_START, "", *_table(inputs), "", INPUTS_END])
    lines = [line for name, group in groups.items() for line in (f"{name}:", "", *_table(group), "")]
    return "\n".join([INPUTS_START, "", *lines, INPUTS_END])


def _groups(inputs: Sequence[Input]) -> dict[str, list[Input]]:
    """What must be given, what the model may be given besides, and how it is set, each in the order of the form."""
    groups: dict[str, list[Input]] = {"Required": [], "Texts and files": [], "Settings": []}
    for input in inputs:
        name = "Required" if is_required(input) else "Texts and files" if _is_content(input) else "Settings"
        groups[name].append(input)
    return {name: group for name, group in groups.items() if group}


def _is_content(input: Input) -> bool:
    """Whether an input is something to work on, and not a number, a switch or a choice."""
    return kind_of(input).removeprefix("list of ").removesuffix("s") in ("text", "file", "secret text")


def _table(inputs: Sequence[Input]) -> list[str]:
    ranges = [_range(i) for i in inputs]
    header = ["Input", "Type", "Default", *(["Range"] if any(ranges) else []), "Description"]
    rows = [header, ["---"] * len(header)]
    for input, allowed in zip(inputs, ranges, strict=True):
        row = [f"`{input.name}`", kind_of(input), _default(input), *([allowed] if any(ranges) else [])]
        rows.append([*row, cell(_short(input.description or ""))])
    return [f"| {' | '.join(row)} |" for row in rows]


def _short(description: str) -> str:
    """The sentences of a description that a table has room for; of a first one that is longer, the words. Links that
    lead nowhere from the page are their words only."""
    first = re.split(r"\n[ \t]*(?:\n|[-*] )", description.strip(), maxsplit=1)[0]
    text = re.sub(r":\Z", ".", _RELATIVE.sub(lambda link: link[1], " ".join(first.split())))
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    ends = [span.end for span in sentences(text) if span.end <= LONGEST_DESCRIPTION]
    if ends:
        return text[: ends[-1]]
    return text[: LONGEST_DESCRIPTION - 1].rpartition(" ")[0].rstrip(",;:-( ") + "\u2026"


def is_required(input: Input) -> bool:
    """Whether the author means callers to give this input."""
    optional = input.type is not None and input.type.optional
    return input.argument("default") is None and not optional and not input.opaque


def kind_of(input: Input) -> str:
    """The type of an input for people who call the model."""
    if input.type is None:
        return ""
    return "choice" if _choices(input) else _kind(input.type)


def _kind(type: Type) -> str:
    if type.item is not None:
        inner = _kind(type.item)
        return f"list of {inner + 's' if inner in ('file', 'integer', 'number', 'object') else inner}"
    if type.members:
        return " or ".join(_kind(member) for member in type.members)
    return _KINDS.get(type.name, type.name)


def _choices(input: Input) -> list[Any]:
    if isinstance(input.field, Field) and input.field.enum is not None:
        return list(input.field.enum.get("enum", ()))
    meant = input.meant("choices")
    return list(meant) if isinstance(meant, (list, tuple)) else []


def _default(input: Input) -> str:
    """The default of an input as a cell of the table."""
    if is_required(input):
        return "required"
    value = input.meant("default")
    if isinstance(value, bool):
        return f"`{show(value)}`"
    if isinstance(value, (int, float)):
        return f"`{show(value)}`"
    if isinstance(value, str):
        if not value.strip():
            return "empty"
        line = " ".join(value.split())
        short = line if len(line) <= LONGEST_DEFAULT else line[: LONGEST_DEFAULT - 1].rstrip() + "\u2026"
        return cell(short) if "`" in short else "`" + short.replace("|", "\\|") + "`"
    return "" if input.opaque or value is UNKNOWN else "none"


def _range(input: Input) -> str:
    """The range or the choices of an input as a cell of the table."""
    choices = _choices(input)
    if choices:
        names = ", ".join(f"`{str(choice).replace('|', chr(92) + '|')}`" for choice in choices[:LISTED])
        return names + (f" and {len(choices) - LISTED} more" if len(choices) > LISTED else "")
    low, high = input.meant("ge"), input.meant("le")
    has_low, has_high = (isinstance(n, (int, float)) for n in (low, high))
    if has_low and has_high:
        return f"{show(low)} to {show(high)}"
    if has_low:
        return f"{show(low)} or more"
    return f"{show(high)} or less" if has_high else ""


def cell(text: str) -> str:
    """A text as the content of one table cell: one line, and nothing that Markdown would take for markup of its own."""
    line = " ".join(text.split())
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", line).replace("|", "\\|")
