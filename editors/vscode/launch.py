"""Runs the cog-lsp that this extension carries, under whichever Python it is started with.

    python -I launch.py COMMAND…

The libraries of the extension come before those of the Python. One folder serves every Python from 3.10 on: compiled
modules carry the version in their names. An older Python must still read this file, to say that it is too old.
"""

import os
import sys

OLDEST = (3, 10)
LIBRARIES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libs")


def main():
    """Run the command; 2 where this Python cannot."""
    running = "Python %d.%d" % sys.version_info[:2]
    if sys.version_info < OLDEST:
        return refuse("%s is too old: cog-lsp needs Python 3.10 or newer." % running)
    sys.path.insert(0, LIBRARIES)
    try:
        import tree_sitter  # noqa: F401 - the first library to lack a build for a new Python
    except ImportError:
        return refuse("This extension has no libraries for %s yet. Choose an older Python, from 3.10 on." % running)
    from cog_lsp.__main__ import main as run

    return run()


def refuse(why):
    """Say why on standard error, where the extension reads it."""
    sys.stderr.write("cog-lsp: %s\n" % why)
    return 2


if __name__ == "__main__":
    sys.exit(main())
