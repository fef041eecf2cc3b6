"""Read settings: where each value comes from, and what is wrong with it.

A table of settings is the same in `cog-lsp.toml`, in `[tool.cog-lsp]` of pyproject.toml and in an editor. Files stand
above the editor, the nearer file above the farther one. A wrong value is reported and left out, so that what stands
below it counts.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from msgspec.structs import replace

from cog_lsp.settings.options import Option
from cog_lsp.settings.record import PYPROJECT, FileSettings, Loaded, Problem, Settings, SettingsFile
from cog_lsp.text import NOWHERE, Span
from cog_lsp.toml import read_toml

Options = Sequence[Option]
Read = Callable[[Path], str | None]
MOST_EXTENDED = 8
"""Files that extend one another."""
MOST_PROBLEMS = 100
"""Of one table of settings, that are told: to look for each in the text, and for what was meant, takes time."""
LONGEST = 100
"""Characters of a name or a value that are told."""


def combine(
    files: Iterable[SettingsFile],
    options: Options,
    editor: Mapping[str, Any] | None = None,
    read: Read = lambda _: None,
) -> Loaded:
    """Settings from the editor's table and from settings files, the nearest first. `read` gives the text of another
    file, which one of them may extend."""
    layers: list[tuple[str, Mapping[str, Any]]] = []
    formatters: list[tuple[str, Mapping[str, Any]]] = []
    sources = tuple(each for file in files for each in _with_extended(file, options, read))
    for each in sources:
        origin = str(each.file.path)
        layers.append((origin, each.values))
        formatters += [(origin, {"line_length": each.line_length})] if each.line_length is not None else []
    layers.append(("editor", check_table(editor or {}, options)[0]))
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, table in reversed(layers + formatters):
        values |= table
        origins |= dict.fromkeys(table, origin)
    if origins.get("exclude", "editor") != "editor":
        values["patterns_from"] = PurePath(origins["exclude"]).parent
    names = {name: name.replace("_", "-") for name in origins}
    return Loaded(replace(Settings(), **values), {names[n]: o for n, o in origins.items()}, sources)


def _with_extended(file: SettingsFile, options: Options, read: Read) -> Iterator[FileSettings]:
    """A file, and those that it extends."""
    seen = {file.path}
    for _ in range(MOST_EXTENDED):
        source = read_file(file, options)
        name = source.values.get("extend")
        path = None if name is None else Path(os.path.normpath(file.path.parent / name))
        text = None if path is None or path in seen else read(path)
        if path is not None and text is None:
            message = f"extend: {name} cannot be read, or leads back to this file"
            problem = Problem(("extend",), message, _place(file.text, ("extend",)))
            source = replace(source, problems=(*source.problems, problem))
        yield source
        if path is None or text is None:
            return
        seen.add(path)
        file = SettingsFile(path, text)


def read_file(file: SettingsFile, options: Options) -> FileSettings:
    """The usable settings of a file, and what is wrong with it."""
    try:
        data = read_toml(file.text)
    except ValueError as error:
        return FileSettings(file, {}, None, (Problem((), f"This file is no valid TOML: {error}"),))
    except RecursionError:
        return FileSettings(file, {}, None, (Problem((), "This file is no valid TOML: it is nested too deeply"),))
    if file.path.name == PYPROJECT:
        tools = data.get("tool")
        tools = tools if isinstance(tools, dict) else {}
        table, length = tools.get("cog-lsp", {}), _formatter_length(tools)
    else:
        table, length = data, None
    usable, problems = check_table(table, options)
    return FileSettings(file, usable, length, tuple(replace(p, span=_place(file.text, p.key)) for p in problems))


def _formatter_length(tools: Mapping[str, Any]) -> int | None:
    for tool in ("ruff", "black"):
        table = tools.get(tool)
        length = table.get("line-length") if isinstance(table, dict) else None
        if isinstance(length, int) and 40 <= length <= 400:
            return length
    return None


def check_table(table: Any, options: Options) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The usable values of a table of settings by field of `Settings`, and what cannot be used."""
    if not isinstance(table, dict):
        return {}, (Problem((), "The settings must be a table"),)
    by_name = {name: option for option in options for name in (option.name, *option.older)}
    usable: dict[str, Any] = {}
    problems: list[Problem] = []
    is_older = {name: name != option.name for name, option in by_name.items()}
    for name, value in sorted(table.items(), key=lambda entry: not is_older.get(entry[0], False)):
        option = by_name.get(name)
        if option is None:
            near = _nearest(name, by_name) if len(problems) < MOST_PROBLEMS else ""
            problems.append(Problem((name,), f"There is no setting {name[:LONGEST]}{near}"))
        elif option.schema["type"] == "object" and isinstance(value, dict):
            wrong = tuple(_wrong_entries(option, value))
            problems += wrong
            left_out = {problem.key[-1] for problem in wrong}
            usable[option.attribute] = {key: _frozen(item) for key, item in value.items() if key not in left_out}
        elif option.schema["type"] == "object":
            problems.append(Problem((name,), f"{name} must be a table"))
        elif (message := _wrong(value, option.schema)) is not None:
            problems.append(Problem((name,), f"{name}: {message}"))
        else:
            usable[option.attribute] = _frozen(value)
    return usable, tuple(problems[:MOST_PROBLEMS])


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _wrong_entries(option: Option, table: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with the entries of a setting that is a table itself."""
    names = option.schema.get("propertyNames", {}).get("enum")
    count = 0
    for key, item in table.items():
        candidates = names if count < MOST_PROBLEMS else ()
        if names is not None and key not in names:
            message: str | None = f"there is no such name{_nearest(key, candidates)}"
        else:
            message = _wrong(item, option.schema["additionalProperties"])
        if message:
            count += 1
            yield Problem((option.name, key), f"{option.name}.{key[:LONGEST]}: {message}")


def _wrong(value: Any, schema: Mapping[str, Any]) -> str | None:
    """What is wrong with a value; None where nothing is."""
    if "enum" in schema:
        allowed = schema["enum"]
        if value in allowed:
            return None
        near = _nearest(value, allowed) if isinstance(value, str) else ""
        return f"{value} is not known{near}" if near else f"use one of {', '.join(allowed)}"
    kind = schema["type"]
    if kind == "array":
        if not isinstance(value, list):
            return "use a list of strings"
        return next((wrong for item in value if (wrong := _wrong(item, schema["items"]))), None)
    if kind == "string":
        if not isinstance(value, str):
            return "use a string"
        pattern = schema.get("pattern")
        return None if pattern is None or re.search(pattern, value) else "use a version such as 0.20.0"
    if kind == "boolean":
        return None if isinstance(value, bool) else "use true or false"
    low, high = schema["minimum"], schema["maximum"]
    fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return None if fits else f"use a whole number from {low} to {high}"


def _nearest(name: str, known: Any) -> str:
    near = difflib.get_close_matches(name, list(known), n=1) if len(name) <= LONGEST else ()
    return f"; did you mean {near[0]}?" if near else ""


def _place(text: str, key: tuple[str, ...]) -> Span:
    """Where a key stands in a TOML text: the last part of it at the start of a line or of an inline table's entry."""
    if not key:
        return NOWHERE
    name = re.escape(key[-1])
    match = re.search(rf"""(?m)(?:^|[{{,\[.])[ \t]*["']?({name})["']?[ \t]*[=\].]""", text)
    return Span(*match.span(1)) if match else NOWHERE
