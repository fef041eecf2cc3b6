"""The settings of a project, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cog_lsp.rules.rule import Severity


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
