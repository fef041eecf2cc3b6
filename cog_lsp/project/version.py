"""Which Cog builds a model, and how it reads text."""

from __future__ import annotations

import re

from cog_lsp.project.cogyaml import CogYaml
from cog_lsp.settings.record import Settings

Version = tuple[int, int]
NEWEST: Version = (999, 0)
"""Where nothing names a version: the newest that there is."""
DECODES: Version = (0, 24)
"""The first version that may join adjacent strings and decode escapes: its reader stands in Cog's repository, and no
release up to 0.23 has it. This is the one place to change when one does."""


def version_of(settings: Settings, cog: CogYaml | None) -> Version:
    """The Cog version that builds the model: the setting, else `build.sdk_version`, else the newest."""
    version = settings.cog_version or (cog.sdk_version if cog is not None else None) or ""
    match = re.search(r"(?<!\d)(\d+)\.(\d+)", version) if version else None
    return (int(match[1]), int(match[2])) if match else NEWEST


def decodes(version: Version) -> bool:
    """Whether this version reads string literals as Python does."""
    return DECODES <= version < NEWEST
