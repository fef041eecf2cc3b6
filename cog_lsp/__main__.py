"""`cog-lsp` and `python -I -m cog_lsp`."""

import gc
import os
import sys

from cog_lsp import __version__


def _leave_workspace() -> None:
    """Take the current folder off the path of modules, since a model's folder may hold a json.py.

    `python -m` puts it there unless told `-I`, and so does a relative or empty item in PYTHONPATH. The folder that this
    package stands in stays, and so do those of installed packages.
    """
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    try:
        foreign = {os.path.realpath(item or ".") for item in (".", *paths) if not os.path.isabs(item)}
    except OSError:  # the current folder is gone
        return
    own = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    installed = ("site-packages", "dist-packages")
    sys.path[:] = [
        entry
        for entry in sys.path
        if os.path.realpath(entry or ".") not in foreign - {own} or os.path.basename(entry) in installed
    ]


def main() -> int:
    """Run the command line; a library that is missing, as on a Python that it is not made for, is one clear line."""
    _leave_workspace()
    if sys.argv[1:] == ["--version"]:  # what programs ask first is answered without a parser of options
        print(f"cog-lsp {__version__}")
        return 0
    try:
        from cog_lsp import cli

        code = cli.main()
        gc.freeze()  # Python would look through all modules for garbage once more, and then give everything back
        return code
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
