"""What a wheel of this checkout must hold, and nothing else.

`python tests/packaging/contents.py WHEEL` says what is missing and what is too much; it needs no other package.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
METADATA = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}


def wanted() -> set[str]:
    """The files of the package that version control knows; of an unpacked source archive, all that are no byte code."""
    package = REPOSITORY / "cog_lsp"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "cog_lsp"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    if not names:
        names = [path.relative_to(REPOSITORY).as_posix() for path in package.rglob("*") if path.is_file()]
    pages = {f"cog_lsp/pages/{page.name}" for page in (REPOSITORY / "docs/rules").glob("*.md")}
    return pages | {name for name in names if "__pycache__" not in name and (REPOSITORY / name).exists()}


def differences(wheel: Path) -> list[str]:
    """A line for each file that is missing or too much."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        empty = {info.filename for info in archive.infolist() if not info.file_size}
    own = {name for name in names if name.startswith("cog_lsp/")}
    rest = {name.partition(".dist-info/")[2] or name for name in names - own}
    files = wanted()
    lines = [f"missing: {name}" for name in sorted(files - own)]
    lines += [f"too much: {name}" for name in sorted((own - files) | (rest - METADATA))]
    lines += [f"missing: {name}" for name in sorted(METADATA - rest)]
    lines += [f"empty: {name}" for name in sorted(empty) if name.endswith((".toml", ".js", ".css", ".html"))]
    return lines


if __name__ == "__main__":
    found = differences(Path(sys.argv[1]))
    print("\n".join(found) or "The wheel holds the package and nothing else.")
    sys.exit(1 if found else 0)
