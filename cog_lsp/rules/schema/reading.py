"""What the schema rules share: which Cog decides, its refusals, and how values are shown in messages."""

from __future__ import annotations

import re
from typing import Any

from cog_lsp.findings.finding import Finding, about_input
from cog_lsp.findings.repairs import Repair
from cog_lsp.predictor.cog.re2 import re2_error
from cog_lsp.predictor.model import ABSENT, UNKNOWN, Argument, Input
from cog_lsp.project.context import Context
from cog_lsp.project.version import Version, version_of
from cog_lsp.text import Span

STATIC: Version = (0, 19)
"""The first version whose build reads the source instead of the live signature (replicate/cog: pkg/schema)."""
MISREADINGS = {
    "concatenation": "Cog up to 0.23 does not join adjacent strings",
    "operation": "Cog does not join strings",
    "call": "Cog runs no method",
    "raw": "Cog up to 0.23 misreads `r` before triple quotes",
}
"""Why a text is published otherwise than it is meant, by the form in which it is written."""


def version(context: Context) -> Version:
    """The Cog version that builds the model."""
    return version_of(context.settings, context.cog)


def is_static(context: Context) -> bool:
    """Whether Cog reads the source of the predictor without running it."""
    return version(context) >= STATIC


def holds_together(input: Input, keyword: str, value: Any) -> bool:
    """Whether the default fits the bounds, choices and lengths once `keyword` is published with this value. A fix that
    brings a lost value back must not turn a warning into a build that fails."""
    values = {k: input.meant(k) for k in ("default", "ge", "le", "min_length", "max_length", "choices", "regex")}
    values[keyword] = value
    default, choices, regex = values["default"], values["choices"], values["regex"]
    if keyword == "regex" and isinstance(regex, str) and re2_error(regex) is not None:
        return False
    if isinstance(choices, list) and choices and default not in (None, ABSENT, UNKNOWN) and default not in choices:
        return False
    size = len(default) if isinstance(default, str) else default
    low, high = ("min_length", "max_length") if isinstance(default, str) else ("ge", "le")
    if not _is_number(size):
        return True
    return not (_is_number(values[low]) and size < values[low]) and not (
        _is_number(values[high]) and size > values[high]
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def finding(
    slug: str, input: Input, message: str, span: Span | None, repairs: tuple[Repair, ...] = (), cog: str = ""
) -> Finding:
    """A finding on an input; `cog` is Cog's own message, which the hover shows."""
    data = (("cog", cog),) if cog else ()
    return Finding(slug, about_input(input.name, message), span or input.span, input.name, repairs, data=data)


def first_only(argument: Argument) -> str:
    """What is published of a constant that the file changes later."""
    return f"Only the first value is published: Cog does not read {code(argument.changed or '')} below it"


def misreading(form: str) -> str:
    """Why a text in this form (one of `evaluate.py`) is published otherwise than it is meant."""
    return MISREADINGS.get(form, "Cog up to 0.23 decodes no escape sequences")


def short(text: str, limit: int = 40) -> str:
    """A piece of source or text on one line, cut at the end."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def code(text: str, limit: int = 40) -> str:
    """The same in backticks; the text's own backticks become quotation marks."""
    return f"`{short(text, limit).replace('`', chr(39))}`"


def quote_of(source: str) -> str:
    """The quotation mark that a piece of source uses first; the double one where it has none."""
    match = re.search("[\"']", source)
    return match[0] if match else '"'


def shown(value: Any, limit: int = 40) -> str:
    """A value as Python writes it, strings in double quotation marks, in backticks."""
    if isinstance(value, str):
        return code('"' + short(value, limit - 2) + '"', limit)
    return code(repr(value), limit)


def around(published: str, meant: str, limit: int = 44) -> str:
    """The piece of the published text around the first character that was not meant."""
    published, meant = (re.sub(r"\s+", " ", text) for text in (published, meant))
    pairs = enumerate(zip(published, meant, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(published), len(meant)))
    start = max(0, min(at - limit // 3, len(published) - limit))
    piece = published[start : start + limit]
    return code(("…" if start else "") + piece + ("…" if start + limit < len(published) else ""), limit + 2)
