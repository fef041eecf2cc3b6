"""The settings of the session: files first, the editor's settings below them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from cog_lsp.rules import OPTIONS
from cog_lsp.settings.read import combine
from cog_lsp.settings.record import Settings

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
        self._good: dict[Path, Settings] = {}

    def take(self, section: Any) -> bool:
        """Take a table of settings; whether it was one."""
        if not isinstance(section, dict):
            return False
        self.table = section
        self.forget()
        return True

    async def ask(self) -> None:
        """Ask the client for its settings, where it answers such questions."""
        if not self.server.client.answers_configuration:
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

    def of(self, folder: Path) -> Settings:
        """The settings of the model in a folder; the last good ones while a file is no TOML, as when someone types."""
        if folder not in self._kept:
            loaded = combine(self.server.session.workspace.settings_files(folder), OPTIONS, self.table)
            if folder in self._good and not all(file.is_toml for file in loaded.files):
                return self._good[folder]
            self._kept[folder] = self._good[folder] = loaded.settings
        return self._kept[folder]
