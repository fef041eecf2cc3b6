"""Every model of the workspace, for what is asked about all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cog_lsp.project.ignore import excluding

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.project.files import ModelFiles
    from cog_lsp.server.session import Session


def models(session: Session) -> Iterator[ModelFiles]:
    """The files of each model below the folders that are open, without what `.gitignore` and the settings leave out."""
    for root in session.workspace.roots:
        excluded = excluding(session.settings_of(root), (root,))
        yield from session.workspace.models_below(root, session.workspace.left_out(root, excluded), excluded)


def checked(session: Session, files: ModelFiles) -> Model:
    """A model as it is now. Nothing of it is kept where none of its files is open."""
    model = session.checker.check(files)
    if not any(path in session.documents.paths for path in files.paths):
        session.checker.forget(files)
    return model
