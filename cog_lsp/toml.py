"""TOML, read by a compiled parser where there is one, else by that of the standard library (Python 3.11)."""

from __future__ import annotations

from typing import Any


def read_toml(text: str) -> dict[str, Any]:
    """The content of a TOML text. Raises ValueError where it is none, RecursionError where it is nested too deeply."""
    # Imported here: a start without settings needs none of it.
    try:
        import tomli as parser
    except ImportError:
        import tomllib as parser  # type: ignore[import-not-found, no-redef, unused-ignore]
    content: dict[str, Any] = parser.loads(text)
    return content
