"""`cog-lsp` and `python -I -m cog_lsp`."""

import sys

# `python -m` puts the current folder first on the path, unless told `-I`, and a model's folder may hold a json.py.
if __name__ == "__main__" and not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    del sys.path[0]

from cog_lsp import cli

__all__ = ["main"]


def main() -> int:
    """Run the command line; a library that is missing, as on a Python that it is not made for, is one clear line."""
    try:
        return cli.main()
    except ImportError as error:
        if error.name is None or error.name.partition(".")[0] == "cog_lsp":
            raise
        library, running = error.name.partition(".")[0], "{}.{}".format(*sys.version_info)
        print(
            f"cog-lsp: The library {library} is not installed for Python {running}, or not made for it yet. "
            "Install cog-lsp again, or take another Python, from 3.10 on.",
            file=sys.stderr,
        )
        return 2


if __name__ == "__main__":
    sys.exit(main())
