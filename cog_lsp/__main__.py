"""`cog-lsp` and `python -I -m cog_lsp`."""

import sys

# `python -m` puts the current folder first on the path, unless told `-I`, and a model's folder may hold a json.py.
if __name__ == "__main__" and not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    del sys.path[0]

from cog_lsp.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
