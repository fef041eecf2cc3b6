"""What git knows of a repository, by plumbing commands that run no hooks, filters or programs of its settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

GIT = ("git", "--no-pager", "-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")
ALONE = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_OPTIONAL_LOCKS": "0",
}
"""A repository's own settings may name commands: a remote to fetch objects from, a monitor, hooks. None runs."""
PUSHED = ("refs/remotes/origin/HEAD", "@{upstream}", "HEAD")
"""What is known of the branch that people see, the best knowledge first."""


def git(folder: Path, *arguments: str) -> bytes | None:
    """What a command prints; None where it fails. Raises OSError without git."""
    process = subprocess.run(
        [*GIT, *arguments],
        cwd=folder,
        env={**os.environ, **ALONE},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return process.stdout if process.returncode == 0 else None


def top(folder: Path) -> Path | None:
    """The folder of the repository that a folder lies in. Raises OSError without git."""
    printed = git(folder, "rev-parse", "--show-toplevel")
    return None if printed is None else Path(os.fsdecode(printed).rstrip("\r\n"))


def remotes(folder: Path) -> list[str]:
    """The addresses of the remotes, `origin` first. Raises OSError without git."""
    printed = git(folder, "config", "--get-regexp", r"^remote\..*\.url$") or b""
    lines = [line.partition(" ") for line in os.fsdecode(printed).splitlines()]
    return [address for _, _, address in sorted(lines, key=lambda line: line[0] != "remote.origin.url")]


def not_pushed(root: Path, paths: Iterable[str]) -> list[str]:
    """Which of the files of a repository, by their paths from its root, the branch that people see does not have, as
    far as is known here. Raises OSError without git."""
    files = list(paths)
    for revision in PUSHED if files else ():
        names = git(root, "--literal-pathspecs", "ls-tree", "-z", "--name-only", "--full-tree", revision, "--", *files)
        if names is not None:
            there = set(os.fsdecode(names).split("\0"))
            return [path for path in files if path not in there]
    return files
