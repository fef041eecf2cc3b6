"""The way into a page whose address is a secret: a file that leads a browser there and that only its owner can read.

The words with which a browser is started can be read by everyone on the machine, and an editor may write what it is
told into a log. Jupyter goes the same way (jupyter_server: `ServerApp.use_redirect_file`).
"""

from __future__ import annotations

import atexit
import html
import os
import tempfile
from pathlib import Path


def door_to(url: str) -> Path:
    """A new file that leads to an address; it is taken away when the process ends. Raises OSError where none can be
    made."""
    handle, name = tempfile.mkstemp(prefix="cog-lsp-", suffix=".html")
    door = Path(name)
    atexit.register(door.unlink, missing_ok=True)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f'<!DOCTYPE html><meta http-equiv="refresh" content="0; url={html.escape(url)}">\n')
    return door
