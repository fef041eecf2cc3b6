"""The page of a model as it was last published from this machine, and its newest version, kept in the user's folder for
state.

Where the page says something else by now, somebody changed it in between. The text is kept beside its hash, since only
with it can be shown what changed. Drafts of calls name the version.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from cog_lsp.cli.models import UsageError
from cog_lsp.cli.write import write_output
from cog_lsp.project.published import is_version, record_of
from cog_lsp.replicate.api import Api
from cog_lsp.replicate.page import Published


def last_seen(api: Api) -> dict[str, str]:
    """The texts of the page by field; empty where nothing is known, or the record was changed by hand."""
    try:
        record = json.loads(record_of(api.name, "pages").read_text(encoding="utf-8"))
        fields = {str(name): str(text) for name, text in record["fields"].items()}
        return fields if record["hash"] == _hash(fields) else {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def remember(api: Api, fields: Mapping[str, str]) -> None:
    """Keep the texts of the page. Raises UsageError where they cannot be written."""
    record = json.dumps({"hash": _hash(fields), "fields": dict(fields)}, indent=2)
    _write(record_of(api.name, "pages"), record, lambda head: not head or head.startswith("{"), "record of a page")


def remember_version(api: Api, page: Published) -> None:
    """Keep which version of the model is the newest. Without that, everything works all the same."""
    text = page.version if page.version and is_version(page.version) else ""
    path = record_of(api.name, "versions")
    try:
        _write(path, f"{text}\n", lambda head: not head.strip() or is_version(head.strip()), "record of a version")
    except UsageError as error:
        print(f"cog-lsp: {error} Drafts of calls will not name the version.", file=sys.stderr)


def _write(path: Path, text: str, is_kind: Callable[[str], bool], kind: str) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent} cannot be made: {error.strerror}.") from None
    write_output(str(path), text.encode(), is_kind, kind)


def _hash(fields: Mapping[str, str]) -> str:
    return sha256(json.dumps(sorted(fields.items())).encode()).hexdigest()
