"""Package the extension of VS Code with the language server and all its libraries, one .vsix for each platform.

    python tools/vsix.py             all platforms, into editors/vscode/
    python tools/vsix.py linux-x64   one of them

Needs Node.js with `npm ci` done in editors/vscode, and uv. The libraries come as wheels, for each Python from 3.10 on
into one folder: compiled modules have the version in their names, and everything else is the same.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTENSION = ROOT / "editors" / "vscode"
BUNDLE = EXTENSION / "bundled"
TARGETS = {
    "linux-x64": "x86_64-manylinux_2_28",
    "linux-arm64": "aarch64-manylinux_2_28",
    "alpine-x64": "x86_64-unknown-linux-musl",
    "darwin-x64": "x86_64-apple-darwin",
    "darwin-arm64": "aarch64-apple-darwin",
    "win32-x64": "x86_64-pc-windows-msvc",
}
"""The platforms of VS Code's marketplace, and uv's names for them."""
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
MOST = 40_000_000
"""Bytes of the largest package that we would ask anybody to download."""
UNWANTED = re.compile(r"(^|/)(bin|Scripts|__pycache__|tests?)/|\.dist-info/(?!METADATA$|licenses/)|(^|/)\.lock$|\.pyi$")


def main() -> int:
    """Package the platforms that are named; 2 for one that is not known."""
    chosen = sys.argv[1:] or list(TARGETS)
    unknown = [name for name in chosen if name not in TARGETS]
    if unknown:
        print(f"There is no platform {unknown[0]}: {', '.join(TARGETS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        run("uv", "build", "--quiet", "--wheel", "--out-dir", folder, str(ROOT))
        (wheel,) = Path(folder).glob("*.whl")
        for name in chosen:
            try:
                bundle(wheel, TARGETS[name], Path(folder) / name)
                report(package(name))
            finally:
                shutil.rmtree(BUNDLE, ignore_errors=True)
    return 0


def bundle(wheel: Path, platform: str, work: Path) -> None:
    """Fill the folder `bundled` of the extension for one platform."""
    libraries = BUNDLE / "libs"
    libraries.mkdir(parents=True)
    work.mkdir()
    wanted, pins = work / "wanted.txt", work / "pins.txt"
    wanted.write_text(f"cog-lsp[remote] @ {wheel.as_uri()}\n")
    options = ["--quiet", "--only-binary", ":all:", "--python-platform", platform, "--python-version"]
    # The versions that the oldest Python takes are for all of them.
    run("uv", "pip", "compile", *options, PYTHONS[0], "--no-emit-package", "cog-lsp", "-o", str(pins), str(wanted))
    for python in PYTHONS:
        target = work / python
        run("uv", "pip", "install", *options, python, "-c", str(pins), "--target", str(target), "-r", str(wanted))
        merge(target, libraries)
    shutil.copy(EXTENSION / "launch.py", BUNDLE)


def merge(source: Path, target: Path) -> None:
    """Copy what a Python needs beside what the others do.

    Raises:
        ValueError: two Pythons need different files under one name, which one folder cannot hold.
    """
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        name = path.relative_to(source).as_posix()
        if UNWANTED.search(name):
            continue
        copy = target / name
        if copy.exists() and name.endswith(".dist-info/METADATA"):
            continue  # wheels of one version may be described differently; only the version is read
        if copy.exists() and copy.read_bytes() != path.read_bytes():
            raise ValueError(f"{name} differs from one Python to another")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)


def package(name: str) -> Path:
    """Have vsce make the package of a platform."""
    made = EXTENSION / f"cog-lsp-{name}.vsix"
    for file in ("LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / file, EXTENSION)
    npx = shutil.which("npx") or "npx"
    run(npx, "vsce", "package", "--no-dependencies", "--target", name, "--out", made.name, cwd=EXTENSION)
    return made


def report(made: Path) -> None:
    """Print what a package weighs, and look whether everything is in it.

    Raises:
        ValueError: something is missing, or it is too large.
    """
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
    compiled = [name for name in names if re.search(r"/tree_sitter/_binding\..*\.(so|pyd)$", name)]
    wanted = ["launch.py", "libs/cog_lsp/__main__.py", "libs/cog_lsp/playground/static/app.js", "libs/uvicorn/main.py"]
    wanted += ["libs/httpx/__init__.py", "libs/certifi/cacert.pem"]
    missing = [name for name in wanted if f"extension/bundled/{name}" not in names]
    if missing or len(compiled) != len(PYTHONS):
        raise ValueError(f"{made.name} is not whole: {missing or compiled}")
    size = made.stat().st_size
    if size > MOST:
        raise ValueError(f"{made.name} has {size:,} bytes, more than {MOST:,}")
    print(f"{made.name}: {size / 1e6:.1f} MB, {len(names)} files, Python {PYTHONS[0]} to {PYTHONS[-1]}", flush=True)


def run(*words: str, cwd: Path = ROOT) -> None:
    """Run a program and show what it says where it fails."""
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
