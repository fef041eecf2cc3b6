"""The settings: what can be set, where each value comes from, and what is wrong with it.

A table of settings is the same in `cog-lsp.toml`, in `[tool.cog-lsp]` of pyproject.toml and in an editor. Files stand
above the editor, the nearer file above the farther one. A wrong value is reported and left out, so that what stands
below it counts. The page of settings, the JSON Schema and VS Code's settings are generated from `OPTIONS`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from cog_lsp.predictor.model import Span
from cog_lsp.toml import read_toml

if TYPE_CHECKING:
    from cog_lsp.rules.rule import Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information", "hint", "off")
OWN_FILE = "cog-lsp.toml"
PYPROJECT = "pyproject.toml"
SETTINGS_FILES = (OWN_FILE, PYPROJECT)
NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project or an editor may set. Every field has the default that suits most models."""

    severity: Mapping[str, Severity] = field(default_factory=dict)
    """Severities by rule slug; a rule that is not named keeps its own."""
    terms: Mapping[str, str] = field(default_factory=dict)
    """Own jargon terms and what they mean in plain words; an empty meaning says that readers know the term."""
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Further heading wordings by topic slug."""
    topics: tuple[str, ...] | None = None
    """The topics that a README must cover; None means all eight."""
    readme: str | None = None
    """The README's file name, beside cog.yaml; None means README.md in any letter case."""
    cog_version: str | None = None
    """The Cog version that builds the model; None means `build.sdk_version` of cog.yaml, else the newest."""
    ignore: tuple[str, ...] = ()
    """Paths that are left out, as gitignore patterns."""
    line_length: int = 88
    """Columns at which drafted text wraps; from [tool.ruff] or [tool.black] where they set it."""
    inlay_hints: bool = False
    """Whether editors show the published default at the end of an input."""


@dataclass(frozen=True, slots=True)
class Option:
    """One setting, for the reader of the settings and for their documentation."""

    name: str
    schema: Mapping[str, Any]
    """JSON Schema of its value."""
    summary: str
    example: str
    """As it stands in cog-lsp.toml."""

    @property
    def attribute(self) -> str:
        """The field of `Settings`."""
        return self.name.replace("-", "_")


def _strings(**more: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", **more}}


def options() -> tuple[Option, ...]:
    """Every setting, in the order of the documentation."""
    from cog_lsp.readme.topics import TOPICS
    from cog_lsp.rules import RULES

    topics = list(TOPICS)
    rules = [rule.slug for rule in RULES]
    return (
        Option(
            "severity",
            {
                "type": "object",
                "additionalProperties": {"enum": list(SEVERITIES)},
                "propertyNames": {"enum": rules},
            },
            "How serious the findings of a rule are, by rule: error, warning, information, hint or off.",
            '[severity]\njargon = "off"\nmissing-section = "warning"',
        ),
        Option(
            "terms",
            {"type": "object", "additionalProperties": {"type": "string"}},
            "Technical terms of your own with their plain meaning; an empty meaning says that readers know the term.",
            '[terms]\nSplatting = "drawing a scene from many small blurred dots"\nLoRA = ""',
        ),
        Option(
            "headings",
            {"type": "object", "additionalProperties": _strings(), "propertyNames": {"enum": topics}},
            "Further headings that cover a topic of the model card.",
            '[headings]\nlimitations = ["Where it falls short"]',
        ),
        Option(
            "topics",
            _strings(enum=topics),
            "The topics that a README must cover. Without it, all eight.",
            'topics = ["what-it-does", "how-to-use", "limitations"]',
        ),
        Option(
            "readme",
            {"type": "string"},
            "The README's file name beside cog.yaml. Without it, README.md or README.markdown in any letter case.",
            'readme = "MODEL_CARD.md"',
        ),
        Option(
            "cog-version",
            {"type": "string", "pattern": r"^\d+\.\d+(\.\d+)?$"},
            "The Cog version that builds the model. Without it, build.sdk_version of cog.yaml, else the newest.",
            'cog-version = "0.18.0"',
        ),
        Option(
            "ignore",
            _strings(),
            "Paths that are left out, as gitignore patterns.",
            'ignore = ["examples/", "old_*.py"]',
        ),
        Option(
            "line-length",
            {"type": "integer", "minimum": 40, "maximum": 400},
            "Columns at which drafted text wraps. Without it, line-length of [tool.ruff] or [tool.black], else 88.",
            "line-length = 100",
        ),
        Option(
            "inlay-hints",
            {"type": "boolean"},
            "Whether editors show the published default at the end of each input.",
            "inlay-hints = true",
        ),
    )


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file: its path and its text."""

    path: PurePath
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A key or value that cannot be used."""

    key: tuple[str, ...]
    message: str
    span: Span = NOWHERE
    """Where it stands in a file."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with the origin of each value that is set."""

    settings: Settings
    origins: Mapping[str, str]
    """The file (or "editor") that set each option, by the option's name."""
    files: tuple[SettingsFile, ...] = ()


def combine(files: Iterable[SettingsFile], editor: Mapping[str, Any] | None = None) -> Loaded:
    """Settings from the editor's table and from settings files, the nearest first."""
    layers: list[tuple[str, dict[str, Any]]] = []
    formatters: list[tuple[str, dict[str, Any]]] = []
    files = tuple(files)
    for file in files:
        table, length, _ = read_file(file)
        layers.append((str(file.path), table))
        formatters += [(str(file.path), {"line_length": length})] if length is not None else []
    layers.append(("editor", dict(check_table(editor or {}, lambda _: None))))
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, table in reversed(layers + formatters):
        values |= table
        origins |= dict.fromkeys(table, origin)
    names = {name: name.replace("_", "-") for name in origins}
    return Loaded(replace(Settings(), **values), {names[n]: o for n, o in origins.items()}, files)


def read_file(file: SettingsFile) -> tuple[dict[str, Any], int | None, tuple[Problem, ...]]:
    """The usable settings of a file by field name, the line length of its formatter, and what is wrong with it."""
    try:
        data = read_toml(file.text)
    except ValueError as error:
        return {}, None, (Problem((), f"This file is no valid TOML: {error}"),)
    except RecursionError:
        return {}, None, (Problem((), "This file is no valid TOML: it is nested too deeply"),)
    if file.path.name == PYPROJECT:
        tools = data.get("tool")
        tools = tools if isinstance(tools, dict) else {}
        table, length = tools.get("cog-lsp", {}), _formatter_length(tools)
    else:
        table, length = data, None
    problems: list[Problem] = []
    usable = dict(check_table(table, problems.append))
    return usable, length, tuple(replace(p, span=_place(file.text, p.key)) for p in problems)


def _formatter_length(tools: Mapping[str, Any]) -> int | None:
    for tool in ("ruff", "black"):
        table = tools.get(tool)
        length = table.get("line-length") if isinstance(table, dict) else None
        if isinstance(length, int) and 40 <= length <= 400:
            return length
    return None


def check_table(table: Any, report: Callable[[Problem], None]) -> Iterator[tuple[str, Any]]:
    """The usable values of a table of settings by field name; `report` hears of the others."""
    if not isinstance(table, dict):
        report(Problem((), "The settings must be a table"))
        return
    known = {option.name: option for option in options()}
    for name, value in table.items():
        option = known.get(name)
        if option is None:
            report(Problem((name,), f"There is no setting {name}{_nearest(name, known)}"))
            continue
        usable = _usable(option, value, report)
        if usable is not None:
            yield option.attribute, usable


def _usable(option: Option, value: Any, report: Callable[[Problem], None]) -> Any:
    """The value with its wrong entries left out; None where nothing is left."""
    schema = option.schema
    if schema["type"] == "object":
        if not isinstance(value, dict):
            return report(Problem((option.name,), f"{option.name} must be a table"))
        kept = {}
        for key, item in value.items():
            wrong = _wrong_key(key, schema) or _wrong(item, schema["additionalProperties"])
            if wrong:
                report(Problem((option.name, key), f"{option.name}.{key}: {wrong}"))
            else:
                kept[key] = tuple(item) if isinstance(item, list) else item
        return kept
    wrong = _wrong(value, schema)
    if wrong:
        return report(Problem((option.name,), f"{option.name}: {wrong}"))
    return tuple(value) if isinstance(value, list) else value


def _wrong_key(key: str, schema: Mapping[str, Any]) -> str | None:
    names = schema.get("propertyNames", {}).get("enum")
    return None if names is None or key in names else f"there is no such name{_nearest(key, names)}"


def _wrong(value: Any, schema: Mapping[str, Any]) -> str | None:
    """What is wrong with a value; None where nothing is."""
    if "enum" in schema:
        allowed = schema["enum"]
        near = _nearest(str(value), allowed)
        return (
            None if value in allowed else f"{value} is not known{near}" if near else f"use one of {', '.join(allowed)}"
        )
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
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _place(text: str, key: tuple[str, ...]) -> Span:
    """Where a key stands in a TOML text: the last part of it at the start of a line or of an inline table's entry."""
    if not key:
        return Span(0, 0)
    name = re.escape(key[-1])
    match = re.search(rf"""(?m)(?:^|[{{,\[.])\s*["']?({name})["']?\s*[=\].]""", text)
    return Span(*match.span(1)) if match else Span(0, 0)
