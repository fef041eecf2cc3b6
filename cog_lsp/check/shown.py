"""What is told of what was found: the settings leave files out, and silence rules in some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cog_lsp.project.ignore import excluding, silenced

if TYPE_CHECKING:
    from cog_lsp.check.model import Group
    from cog_lsp.settings.record import Settings


def shown(groups: Iterable[Group], settings: Settings, root: Path, roots: Iterable[Path]) -> Iterator[Group]:
    """The groups without those of files that `exclude` names, and without what `per-file-ignores` silences."""
    folders = (root, *roots)
    excluded = excluding(settings, folders)
    for group in groups:
        if excluded(group.path):
            continue
        silent = silenced(settings, folders, group.path)
        yield _without(group, silent) if silent else group


def _without(group: Group, silent: frozenset[str]) -> Group:
    """A group without the findings of some rules. What is left of an input is loose then, as with comments."""
    if not any(finding.rule in silent for finding in group.findings):
        return group
    left = tuple(finding for finding in group.findings if finding.rule not in silent)
    return replace(group, others=left, inputs=())
