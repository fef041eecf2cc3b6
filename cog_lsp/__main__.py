"""`cog-lsp` and `python -I -m cog_lsp`."""

import sys

# `python -m` puts the current folder first on the path, and a model's folder may hold a json.py of its own.
if sys.path and sys.path[0] in ("", ".") and not getattr(sys.flags, "safe_path", False):
    del sys.path[0]

from cog_lsp.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
