"""Which paths are left out, by the patterns of .gitignore."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path


def ignoring(folder: Path, lines: Iterable[str]) -> Callable[[Path], bool]:
    """Whether a path below a folder matches one of the patterns, which count from that folder.

    A line that is no pattern is passed over, as git does.
    """
    kept = list(lines)
    if not kept:
        return lambda _: False
    # Imported here: most sessions have no patterns, and it takes 15 ms.
    import pathspec

    def is_pattern(line: str) -> bool:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
        except ValueError:
            return False
        return True

    spec = pathspec.GitIgnoreSpec.from_lines(filter(is_pattern, kept))

    def ignored(path: Path) -> bool:
        if not path.is_relative_to(folder):
            return False
        relative = path.relative_to(folder).as_posix()
        return spec.match_file(relative) or spec.match_file(relative + "/")

    return ignored
