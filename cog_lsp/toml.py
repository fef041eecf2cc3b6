"""TOML, from the standard library where it has it (Python 3.11)."""

from __future__ import annotations

import sys
from typing import Any


def read_toml(text: str) -> dict[str, Any]:
    """The content of a TOML text. Raises ValueError where it is none, RecursionError where it is nested too deeply."""
    # Imported here: a start without settings needs none of it.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)
