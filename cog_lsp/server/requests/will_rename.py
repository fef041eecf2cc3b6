"""Before files are renamed in the editor: the reference in cog.yaml moves along."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from cog_lsp.fixes.edits import Edit
from cog_lsp.regex import regex
from cog_lsp.server.edits import workspace_edit
from cog_lsp.server.uris import path_of
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.project.cogyaml import CogYaml
    from cog_lsp.server.session import Session

PLAIN = regex(r"[\w./ -]+")
"""Paths that mean the same in YAML with quotes and without."""


def perform(session: Session, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    """The edits of every cog.yaml that names a predictor which is about to move, alone or with its folder."""
    changes: dict[Path, list[Edit]] = {}
    for file in params.files:
        old, new = (Path(os.path.normpath(path_of(uri))) for uri in (file.old_uri, file.new_uri))
        model = session.workspace.model_above(old)
        if model is None or model.cog_yaml is None or model.cog is None:
            continue
        changes.setdefault(model.cog_yaml, []).extend(_edits(model.cog, model.root, old, new))
    return workspace_edit(session, changes) if any(changes.values()) else None


def _edits(cog: CogYaml, root: Path, old: Path, new: Path) -> Iterator[Edit]:
    for reference in cog.references:
        moved = _moved(root / reference.file, old, new)
        if moved is None or moved.suffix != ".py" or not moved.is_relative_to(root):
            continue
        name = moved.relative_to(root).as_posix()
        start = reference.span.start + len(reference.value) - len(reference.value.lstrip())
        span = Span(start, start + len(reference.file))
        if PLAIN.fullmatch(name) and cog.text[span.start : span.end] == reference.file:
            yield Edit(span, name)


def _moved(path: Path, old: Path, new: Path) -> Path | None:
    """Where a file will be; None where it stays."""
    return new / path.relative_to(old) if path.is_relative_to(old) else None
