"""The hover: a field of the form in Markdown that also reads well as plain text.

Text of users stays text: nothing in it becomes a link, an image, HTML or code, and it is cut at 4 KiB.
"""

from __future__ import annotations

import re

from cog_lsp.playground.field import javascript
from cog_lsp.playground.field.field import FILE_LIMIT, FormField, shown_text
from cog_lsp.playground.field.visible import collapse, shorten, visible
from cog_lsp.predictor.model import Marker, Value
from cog_lsp.regex import regex

MAX_BYTES = 4096
"""Longest text of a user in a hover, in UTF-8."""
MAX_CHOICES = 24
_MAX_VALUE = 56

_SPECIAL = regex(
    r"[\\`*\[\]<|~]"  # code, emphasis, links, HTML, tables, strike-through
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis; not inside snake_case
    r"|&(?=#|\w)"  # entities
    r"|\$(?=\()"  # icons of VS Code
    r"|^(?:[#>]|[+-](?=[\s-]|$)|\d{1,9}(?=[.)](?:\s|$)))"  # headings, quotes, lists and rules, at the start only
)

_CODE_OR_ESCAPE = regex(r"(`[^`]+`)|\\([^\w\s])")


def hover(field: FormField, picture: str = "") -> str:
    """The field as Cog's own playground shows it, with what replicate.com is likely to show, in Markdown. `picture` is
    the `data:` URI of a picture that takes the place of the drawing, for clients that show pictures in hovers."""
    if picture:  # which has the help and the warnings; words are read first where only a part is in sight
        options = "\n".join(_options(field)) if field.control == "select" else ""
        drawn = f"![The form field {escape(field.label)}]({picture})"
        return "\n\n".join([_facts(field), drawn, *([_fence(options)] if options else [])])
    warnings = [f"⚠ {escape(warning)}" for warning in field.warnings]
    parts = [
        _heading(field),
        escape(field.help) if field.help else "",
        _fence(_drawing(field)),
        _facts(field),
        *warnings,
    ]
    return "\n\n".join(filter(None, parts))


def plain(text: str) -> str:
    """Markdown of a hover as plain text: without the lines that fence a drawing, and without escapes."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        opened = re.match("`{3,}", line)
        if fence and line == fence:
            fence = ""
        elif not fence and opened is not None:
            fence = opened[0]
        else:
            lines.append(line if fence else _CODE_OR_ESCAPE.sub(lambda match: match[1] or match[2], line))
    return "\n".join(lines)


def escape(text: str) -> str:
    """Text of a user as Markdown that shows exactly this text, on one line, cut at 4 KiB."""
    full = collapse(text)
    excerpt = _cut(visible(full[:MAX_BYTES]))
    escaped = _SPECIAL.sub(_escaped, excerpt)
    return escaped if len(excerpt) >= len(full) else f"{escaped}… ({len(full):,} characters in all)"


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return character + "\\" if character.isdigit() else "\\" + character


def _cut(text: str) -> str:
    return text.encode("utf-8")[:MAX_BYTES].decode("utf-8", "ignore")


def _heading(field: FormField) -> str:
    kind = "required field" if field.required else "optional field"
    return f"`{visible(field.label)}` {kind} of the form"


def _fence(drawing: str) -> str:
    longest = max((len(run) for run in re.findall("`+", drawing)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{drawing}\n{fence}"


def _drawing(field: FormField) -> str:
    """The control, once as the form opens and, for a field whose "include" box is not ticked, once with the tick."""
    lines = [_row(field, field.value, field.included)]
    if not field.required and not field.included:
        lines.append(_row(field, field.ticked, True))
    if field.control == "select":
        lines += _options(field)
    if field.control == "file" and field.accept:
        lines.append(f"    accepts {_plain(field.accept)}")
    return "\n".join(lines)


def _row(field: FormField, value: Value, included: bool) -> str:
    box = "" if field.required else "[x] include  " if included else "[ ] include  "
    return box + _control(field, value)


def _control(field: FormField, value: Value) -> str:
    """The control of a field, drawn with characters on one line."""
    text = _plain(shown_text(field, value))
    if field.control == "file":
        return f"( Choose file ) or URL [ {text or 'https://...'} ]"
    if field.control in ("select", "boolean"):
        return f"[ {text} ▾ ]"
    if field.control == "password":
        return "[ •••••••• ]" if text else "[ no text yet ]"
    if field.control == "json":
        return f"{{ }} {text}"
    return f"[ {text} ]" if text else f"[ no {'number' if field.control == 'number' else 'text'} yet ]"


def _options(field: FormField) -> list[str]:
    lines = [f"    - {_plain(choice.text)}{'  (default)' if choice.default else ''}" for choice in field.choices]
    if len(lines) <= MAX_CHOICES:
        return lines
    first = lines[:MAX_CHOICES]
    first += [line for line in lines[MAX_CHOICES:] if line.endswith("  (default)")][:1]
    return [*first, f"      and {len(lines) - len(first)} more"]


def _plain(text: str) -> str:
    """A value on one line of a drawing."""
    return visible(shorten(collapse(text[: 4 * _MAX_VALUE]), _MAX_VALUE))


_KINDS = {
    "select": "List of choices",
    "file": f"File picker (up to {FILE_LIMIT}) and a text box for a URL",
    "password": "Password box",
    "textarea": "Text area",
    "number": "Number box",
    "boolean": "List of true and false",
    "json": "JSON editor",
}
_LOOKS = {
    "slider": "slider",
    "number": "number box",
    "toggle": "checkbox",
    "select": "dropdown",
    "file": "drop zone or URL",
    "password": "password box, redacted after the run",
    "textarea": "text area",
    "list": "list with an add button",
    "json": "JSON editor",
}


def kind_of_control(field: FormField) -> str:
    """The control in words, with the range of a number: "Number box, from 0 to 50, whole numbers"."""
    kind = _KINDS[field.control]
    if field.control != "number":
        return kind
    step = "whole numbers" if field.schema.get("type") == "integer" else ""
    return ", ".join(part for part in (kind, field.range, step) if part)


def look_in_words(field: FormField) -> str:
    """What replicate.com is likely to show; no page of theirs states it."""
    words = _LOOKS[field.look]
    return f"{words} {field.range}" if field.look in ("slider", "number") and field.range else words


def _facts(field: FormField) -> str:
    """What the control is in either look, and what callers send."""
    callers = f"Callers send {field.sends}"
    if field.required:
        callers += " and cannot leave it out."
    elif isinstance(field.default, Marker) or field.default is None:
        callers += " or leave it out."
    else:
        callers += f"; left out, it is {escape(shorten(javascript.stringify(field.default), 200))}."
    if field.included and not field.required:
        callers += f" The form sends {escape(javascript.stringify(field.value))} unless the box is unticked."
    return (
        f"Cog's playground: {kind_of_control(field)}.  \n"
        f"replicate.com (approximate): {look_in_words(field)}.  \n"
        f"{callers}"
    )
