"""The settings of the session: files first, the editor's settings below them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.config import Settings, combine
from cog_lsp.project import ModelFiles

if TYPE_CHECKING:
    from cog_lsp.server.server import CogLanguageServer

logger = logging.getLogger(__name__)

SECTION = "cog-lsp"


class EditorSettings:
    """What the editor sets, and the settings of each model with its files' settings on top."""

    def __init__(self, server: CogLanguageServer) -> None:
        self.server = server
        self.table: dict[str, Any] = {}
        self._kept: dict[Path, Settings] = {}

    def take(self, section: Any) -> bool:
        """Take a table of settings; whether it was one."""
        if not isinstance(section, dict):
            return False
        self.table = section
        self.forget()
        return True

    async def ask(self) -> None:
        """Ask the client for its settings, where it answers such questions."""
        if not self.server.session.client.answers_configuration:
            return
        params = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        try:
            answer = await self.server.workspace_configuration_async(params)
        except Exception:
            logger.warning("The client did not tell its settings", exc_info=True)
            return
        before = self.table
        if answer and self.take(answer[0]) and self.table != before:
            self.server.session.refresh()

    def forget(self) -> None:
        """Read the files again at the next question."""
        self._kept.clear()

    def of(self, files: ModelFiles) -> Settings:
        """The settings of a model."""
        if files.root not in self._kept:
            found = self.server.session.workspace.settings_files(files.root)
            self._kept[files.root] = combine(found, self.table).settings
        return self._kept[files.root]
