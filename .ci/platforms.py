"""Print on which platforms and Pythons cog-lsp can be installed from wheels alone: no compiler, no build.

    python .ci/platforms.py            prints the table
    python .ci/platforms.py --check    fails where an installation that .ci/platforms.md says is possible no longer is
    python .ci/platforms.py --write    writes that file anew

uv resolves the dependencies of pyproject.toml as each platform and Python would, from the lists of files of the package
index; what pip would choose and build from source there counts as missing.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / ".ci" / "platforms.md"
PLATFORMS = {
    "Linux x64": "x86_64-manylinux_2_28",
    "Linux arm64": "aarch64-manylinux_2_28",
    "Alpine x64": "x86_64-unknown-linux-musl",
    "Alpine arm64": "aarch64-unknown-linux-musl",
    "macOS arm64": "aarch64-apple-darwin",
    "macOS x64": "x86_64-apple-darwin",
    "Windows x64": "x86_64-pc-windows-msvc",
    "Windows arm64": "aarch64-pc-windows-msvc",
}
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15")
YES, NO = "yes", "no"
UNSATISFIABLE = ("No solution found", "no usable wheels")
"""What uv says where the index has answered and nothing fits."""


def installs(platform: str, python: str) -> bool:
    """Whether what pip would choose, the newest versions that fit, is all there as wheels.

    Raises RuntimeError where the index does not answer."""
    target = ["--python-platform", PLATFORMS[platform], "--python-version", python]
    chosen = _resolved(["pyproject.toml"], target)
    return chosen is not None and _resolved(["-"], [*target, "--no-deps", "--only-binary", ":all:"], chosen) is not None


def _resolved(requirements: list[str], options: list[str], given: str | None = None) -> str | None:
    """The versions that fit some requirements, as lines for pip; None where there are none."""
    command = ["uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", *options, *requirements]
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    if done.returncode and not any(words in done.stderr for words in UNSATISFIABLE):
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr}")
    return None if done.returncode else done.stdout


def table() -> str:
    """A row for each platform, a column for each Python."""
    pairs = [(platform, python) for platform in PLATFORMS for python in PYTHONS]
    with ThreadPoolExecutor(8) as pool:
        answers = dict(zip(pairs, pool.map(lambda pair: installs(*pair), pairs), strict=True))
    rows = [
        f"| {platform} | {' | '.join(YES if answers[platform, python] else NO for python in PYTHONS)} |"
        for platform in PLATFORMS
    ]
    return "\n".join([f"| | {' | '.join(PYTHONS)} |", f"| --- |{' --- |' * len(PYTHONS)}", *rows]) + "\n"


def lost(before: str, now: str) -> list[str]:
    """The rows of the recorded table that promised more than is there now."""
    rows = zip(before.splitlines(), now.splitlines(), strict=True)
    cells = [(old, zip(old.split("|"), new.split("|"), strict=True)) for old, new in rows]
    return [row for row, pairs in cells if any(old.strip() == YES and new.strip() == NO for old, new in pairs)]


def main() -> int:
    """Print, and judge or write where that is asked for; 1 for what was lost, 3 where nothing can be said."""
    try:
        now = table()
    except RuntimeError as error:
        print(f"The package index did not answer.\n{error}", file=sys.stderr)
        return 3
    print(now, end="")
    if "--write" in sys.argv[1:]:
        RECORD.write_text(now, encoding="utf-8", newline="\n")
    elif "--check" in sys.argv[1:]:
        before = RECORD.read_text(encoding="utf-8")
        gone = lost(before, now)
        for row in gone:
            print(f"was possible: {row}", file=sys.stderr)
        if not gone and before != now:
            print("More is possible than before: run `python .ci/platforms.py --write`.")
        return 1 if gone else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
