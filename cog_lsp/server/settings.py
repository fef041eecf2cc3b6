"""The settings of the session: files first, the editor's settings below them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from cog_lsp.settings.read import combine
from cog_lsp.settings.record import Settings, SettingsFile

SECTION = "cog-lsp"
UNSET: tuple[Any, ...] = (None, "", [], {})
"""What an editor sends of a setting that nobody has touched."""


class EditorSettings:
    """What the editor sets, and the settings of each model with its files' settings on top."""

    def __init__(self) -> None:
        self.table: dict[str, Any] = {}
        self._good: dict[Path, Settings] = {}

    def take(self, section: Any) -> bool:
        """Take a table of settings; whether it was one."""
        if not isinstance(section, dict):
            return False
        self.table = {_spelled(name): value for name, value in section.items() if value not in UNSET}
        return True

    def of(
        self, folder: Path, files: Callable[[Path], Iterable[SettingsFile]], read: Callable[[Path], str | None]
    ) -> Settings:
        """The settings of the model in a folder; the last good ones while a file is no TOML, as when someone types.

        `files` gives the settings files that hold for a folder, the nearest first, and `read` the text of a file.
        """
        from cog_lsp.rules import OPTIONS  # and with them every rule: not before a file is open

        loaded = combine(files(folder), OPTIONS, self.table, read)
        if folder in self._good and not all(file.is_toml for file in loaded.files):
            return self._good[folder]
        self._good[folder] = loaded.settings
        return loaded.settings


def _spelled(name: str) -> str:
    """A setting as files spell it: VS Code shows `lineLength` as a title, and `line-length` not."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
