"""Imports that a fix needs: which names a file has, and the edit that adds one in the file's own style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from cog_lsp.fixes import guard, plain_imports
from cog_lsp.fixes.edits import Edit, change
from cog_lsp.fixes.layout import newline_of
from cog_lsp.regex import regex
from cog_lsp.text import Span

Name = tuple[str, str]
"""Module and name; an empty name stands for the module itself (`import cog`)."""

OPAQUE = regex(
    r"""(?:\"{3}(?:[^\\"]|\\.|\"(?!\"\"))*(?:\"{3}|\Z) | '{3}(?:[^\\']|\\.|'(?!''))*(?:'{3}|\Z)
      | "(?:[^\\"\r\n]|\\.)*"? | '(?:[^\\'\r\n]|\\.)*'? | \#[^\r\n]*)""",
    re.VERBOSE | re.DOTALL,
)

STATEMENT = regex(
    r"""^(?: from[ \t]+(?P<module>[.\w]+)[ \t]+import[ \t]* (?: \([^()]*\) | [^\r\n\\;(]*(?:\\\r?\n[^\r\n\\;]*)* )
           | import[ \t]+(?P<modules>[^\r\n;]*) )""",
    re.VERBOSE | re.MULTILINE,
)


class Statement(Struct, frozen=True):
    """One import statement at the top level of a file."""

    module: str | None
    """None for `import a, b`."""
    names: dict[str, str]
    """Local name -> "module.name", or "module"."""
    span: Span


@lru_cache(maxsize=4)
def mask(text: str) -> str:
    """The text with the characters of comments and strings replaced by spaces, line ends kept."""
    return OPAQUE.sub(lambda m: re.sub(r"[^\r\n]", " ", m[0]), text)


@lru_cache(maxsize=4)
def statements(text: str) -> tuple[Statement, ...]:
    """The import statements that start at the first column."""
    masked = mask(text)
    return tuple(_statement(m, masked) for m in STATEMENT.finditer(masked))


def _statement(match: re.Match[str], masked: str) -> Statement:
    end = match.start() + len(match[0].rstrip())
    module = match["module"]
    names: dict[str, str] = {}
    listed = match["modules"] or masked[match.end("module") : match.end()].split("import", 1)[1]
    for part in re.sub(r"[()\\]", " ", listed).split(","):
        name, _, local = (p.strip() for p in f" {part.strip()} ".partition(" as "))
        if re.fullmatch(r"[.\w]+", name):
            names[local or name] = f"{module}.{name}" if module else name
    return Statement(module, names, Span(match.start(), end))


def names(text: str) -> dict[str, str]:
    """Names bound by the imports at the top level: local name -> "module.name"."""
    return {local: full for s in statements(text) for local, full in s.names.items()}


def edits(text: str, imports: Iterable[Name]) -> tuple[Edit, ...] | None:
    """The edits that import these names where they are not there yet; None where that is not possible.

    A name joins an existing `from module import …`, after the last one that sorts before it, so that a sorted list
    stays sorted and the order in which names are added does not matter. Else a new line follows the last import of the
    file's head, or its docstring, or starts the file. Where nothing is wanted, the text is not looked at.
    """
    imports = set(imports)
    if not imports:
        return ()
    existing = statements(text)
    bound = {local: full for s in existing for local, full in s.names.items()}
    missing = sorted({(m, n) for m, n in imports if bound.get(n or m) != (f"{m}.{n}" if n else m)})
    if any((n or m) in bound for m, n in missing):
        return None
    result: list[Edit] = []
    lines: list[tuple[str, str]] = []
    for module in sorted({m for m, _ in missing}):
        added = [n for m, n in missing if m == module and n]
        if (module, "") in missing:
            lines.append((module, f"import {module}"))
        home = next((s for s in existing if s.module == module and "*" not in s.names), None)
        joined = _join(text, home, added) if home and added else None
        if joined is not None:
            result += joined
        elif added:
            lines.append((module, f"from {module} import {', '.join(added)}"))
    return (*result, *_new_lines(text, existing, lines))


def _join(text: str, home: Statement, added: Sequence[str]) -> tuple[Edit, ...] | None:
    source = text[home.span.start : home.span.end]
    if not guard.is_tame(source):
        return None
    new = plain_imports.extended(source, added)
    if new is None:
        from cog_lsp.fixes import import_lists

        new = import_lists.extended(source, added)
    return None if new is None else change(text, home.span, new)


def _new_lines(text: str, existing: Sequence[Statement], lines: Sequence[tuple[str, str]]) -> tuple[Edit, ...]:
    """New import lines, each after the last import of the file's head whose module sorts before its own."""
    newline = newline_of(text)
    masked = mask(text)
    body = re.search(r"^(?:class|def|async|if|try|with|for|while)\b|^@", masked, re.MULTILINE)
    head = [s for s in existing if body is None or s.span.start < body.start()]
    places: dict[int, list[str]] = {}
    for module, line in lines:
        lower = [s for s in head if _sort_key(s) < _module_key(module, line.startswith("from"))]
        if lower:
            places.setdefault(_line_after(text, masked, lower[-1].span.end), []).append(newline + line)
        elif head:
            places.setdefault(head[0].span.start, []).append(line + newline)
        else:
            at = _head_end(text)
            before = newline if at and text[at - 1] not in "\r\n" else ""
            after = newline if text[at : at + 1] not in ("\r", "\n", "") else ""
            places.setdefault(at, []).append(before + line + newline + after)
    return tuple(Edit(Span(at, at), "".join(parts)) for at, parts in sorted(places.items()))


def _module_key(module: str, is_from: bool) -> tuple[bool, bool, str, bool]:
    return module != "__future__", module.startswith("."), module.lower(), is_from


def _sort_key(statement: Statement) -> tuple[bool, bool, str, bool]:
    first = next(iter(statement.names.values()), "")
    return _module_key(first if statement.module is None else statement.module, statement.module is not None)


def _line_after(text: str, masked: str, end: int) -> int:
    """The end of the line of a statement, where nothing but a comment follows it; else the end of the statement."""
    rest = re.compile(r"[^\r\n]*").match(text, end)
    return rest.end() if rest and not masked[end : rest.end()].strip() else end


def _head_end(text: str) -> int:
    """Where the comments and the docstring at the start of a file end."""
    lead = re.match(r"(?:[ \t]*(?:\#[^\r\n]*)?(?:\r\n|\r|\n))*", text)
    at = lead.end() if lead else 0
    docstring = re.compile(r"[rRuU]?(?=[\"'])").match(text, at)
    if docstring is None:
        return at
    literal = OPAQUE.match(text, docstring.end())
    end = literal.end() if literal else at
    line = re.compile(r"[ \t]*(?:\#[^\r\n]*)?(?:\r\n|\r|\n)?").match(text, end)
    return line.end() if line else end


def mask_strings(source: str) -> str:
    """The source with the characters of strings replaced by spaces; comments stay."""
    return OPAQUE.sub(lambda m: m[0] if m[0].startswith("#") else " " * len(m[0]), source)
