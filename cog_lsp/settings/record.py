"""The settings of a model, as records: what they are, which file set them, and what of it cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Literal

from msgspec import Struct, field

from cog_lsp.findings.finding import Severity
from cog_lsp.text import NOWHERE, Span

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information", "hint", "off")


OWN_FILE = "cog-lsp.toml"


PYPROJECT = "pyproject.toml"


SETTINGS_FILES = (OWN_FILE, PYPROJECT)


class Settings(Struct, frozen=True):
    """What a project or an editor may set. Every field has the default that suits most models."""

    extend: str | None = None
    """Another settings file, relative to the one that says so, on whose settings its own stand."""
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
    exclude: tuple[str, ...] = ()
    """Paths that are left out, as gitignore patterns."""
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Rules that stay silent in some files, by gitignore pattern."""
    patterns_from: PurePath | None = None
    """The folder from which `exclude` counts: that of the file which sets it. No option of its own."""
    line_length: int = 88
    """Columns at which drafted text wraps; from [tool.ruff] or [tool.black] where they set it."""
    description_layout: Literal["wrapped", "one-line"] = "wrapped"
    """How a drafted text stands that is too long for its line."""
    inlay_hints: bool = False
    """Whether editors show the published default at the end of an input."""
    empty_values: bool = False
    """Whether editors show what the code makes of an empty value."""


class SettingsFile(Struct, frozen=True):
    """A settings file: its path and its text."""

    path: PurePath
    text: str


class Problem(Struct, frozen=True):
    """A key or value that cannot be used."""

    key: tuple[str, ...]
    message: str
    span: Span = NOWHERE
    """Where it stands in a file."""


class FileSettings(Struct, frozen=True):
    """What one settings file says."""

    file: SettingsFile
    values: Mapping[str, Any]
    """The usable values by field of `Settings`."""
    line_length: int | None
    """That of the formatter which the file configures."""
    problems: tuple[Problem, ...]

    @property
    def is_toml(self) -> bool:
        """Whether it could be read at all; while someone types it often can't."""
        return all(problem.key for problem in self.problems)


class Loaded(Struct, frozen=True):
    """Settings with the origin of each value that is set."""

    settings: Settings
    origins: Mapping[str, str]
    """The file (or "editor") that set each option, by the option's name."""
    files: tuple[FileSettings, ...] = ()
    """What each file says, the nearest first."""
