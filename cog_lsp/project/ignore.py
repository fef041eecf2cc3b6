"""Which paths are left out, by the patterns of .gitignore."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=64)
def ignoring(folder: Path, lines: tuple[str, ...]) -> Callable[[Path], bool]:
    """Whether a path below a folder matches one of the patterns, which count from that folder.

    A line that is no pattern is passed over, as git does. Kept for the next question: editors ask at every keystroke.
    """
    if not lines:
        return lambda _: False
    # Imported here: most sessions have no patterns, and it takes 15 ms.
    import pathspec

    def is_pattern(line: str) -> bool:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
        except ValueError:
            return False
        return True

    spec = pathspec.GitIgnoreSpec.from_lines(filter(is_pattern, lines))

    def ignored(path: Path) -> bool:
        if not path.is_relative_to(folder):
            return False
        relative = path.relative_to(folder).as_posix()
        return spec.match_file(relative) or spec.match_file(relative + "/")

    return ignored
