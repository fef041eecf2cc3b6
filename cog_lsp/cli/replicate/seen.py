"""The page of a model as it was last published from this machine, kept in the user's folder for state.

Where the page says something else by now, somebody changed it in between. The text is kept beside its hash, since only
with it can be shown what changed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from cog_lsp.cli.models import UsageError
from cog_lsp.cli.replicate.api import Api
from cog_lsp.cli.write import write_output


def state_folder() -> Path:
    """The user's folder for what programs keep from one run to the next. Source: the XDG Base Directory Specification,
    which takes absolute paths only."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    folder = os.environ.get("XDG_STATE_HOME", "")
    return Path(folder) if os.path.isabs(folder) else Path.home() / ".local" / "state"


def last_seen(api: Api) -> dict[str, str]:
    """The texts of the page by field; empty where nothing is known, or the record was changed by hand."""
    try:
        record = json.loads(_file(api).read_text(encoding="utf-8"))
        fields = {str(name): str(text) for name, text in record["fields"].items()}
        return fields if record["hash"] == _hash(fields) else {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def remember(api: Api, fields: Mapping[str, str]) -> None:
    """Keep the texts of the page. Raises UsageError where they cannot be written."""
    path = _file(api)
    record = json.dumps({"hash": _hash(fields), "fields": dict(fields)}, indent=2)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent} cannot be made: {error.strerror}.") from None
    write_output(str(path), record.encode(), lambda head: not head or head.startswith("{"), "record of a page")


def _file(api: Api) -> Path:
    host = (urlsplit(api.base).netloc or "replicate").rpartition("@")[2].replace(":", "_")
    return state_folder() / "cog-lsp" / "pages" / host / f"{api.name.lower()}.json"


def _hash(fields: Mapping[str, str]) -> str:
    return sha256(json.dumps(sorted(fields.items())).encode()).hexdigest()
