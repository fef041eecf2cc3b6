"""What is remembered of models on Replicate from one run to the next, in the user's folder for state.

`card --remote` and `publish` write it, and drafts of calls read from it which version they may name.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from cog_lsp.readme.snippets.records import model_of
from cog_lsp.regex import regex

BASE = "https://api.replicate.com"
BASE_VARIABLE = "REPLICATE_API_BASE_URL"
LONGEST = 200
"""Bytes of a file with a version."""

_ENDINGS = {"pages": ".json", "versions": ".txt"}
_VERSION = regex(r"[0-9a-f]{64}")


def base_address() -> str:
    """Where Replicate's API is, for this user."""
    return os.environ.get(BASE_VARIABLE, "").rstrip("/") or BASE


def state_folder() -> Path:
    """The user's folder for what programs keep from one run to the next. Source: the XDG Base Directory Specification,
    which takes absolute paths only."""
    folder = os.environ.get("XDG_STATE_HOME", "")
    if os.path.isabs(folder):
        return Path(folder)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path.home() / ".local" / "state"


def record_of(name: str, kind: Literal["pages", "versions"]) -> Path:
    """The file with what is remembered of a model: what its page says, or its newest version."""
    host = (urlsplit(base_address()).netloc or "replicate").rpartition("@")[2].replace(":", "_")
    return state_folder() / "cog-lsp" / kind / host / f"{name.lower()}{_ENDINGS[kind]}"


def is_version(text: str) -> bool:
    """Whether a text is the id of a version."""
    return _VERSION.fullmatch(text) is not None


def remembered_version(name: str) -> str | None:
    """The id of the newest version of `owner/name` that this machine has seen; None where it has seen none, or the
    file is none of ours."""
    if model_of(name) != name:
        return None
    try:
        with record_of(name, "versions").open("rb") as file:
            text = file.read(LONGEST).decode("ascii").strip()
    except (OSError, RuntimeError, ValueError):  # RuntimeError: nobody knows the user's home
        return None
    return text if is_version(text) else None
