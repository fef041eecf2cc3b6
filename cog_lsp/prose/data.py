"""The data files beside this module, read once and only when something asks for them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from cog_lsp.toml import read_toml

HERE = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """The content of a TOML file of this folder, such as `jargon.toml`."""
    return read_toml((HERE / name).read_text(encoding="utf-8"))
