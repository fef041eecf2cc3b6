"""From the URIs of documents to paths."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from pygls.uris import to_fs_path

SUFFIXES = {"python": ".py", "markdown": ".md"}


def path_of(uri: str, language: str = "") -> Path:
    """The path of a file URI. Other documents (`untitled:`) get a relative path of their own that no file has, with the
    suffix of their language."""
    if urlsplit(uri).scheme == "file":
        path = to_fs_path(uri)
        if path:
            return Path(path)
    name = unquote(uri).replace("/", "_") or "unnamed"
    suffix = SUFFIXES.get(language, "")
    return Path(name if name.endswith(suffix) else name + suffix)
