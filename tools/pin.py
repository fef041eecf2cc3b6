"""Write .ci/constraints.txt: the newest version of everything that the project is built, checked and tested with.

`python tools/pin.py` installs all of it into a new environment and takes down what came. The file names versions only,
never where they come from.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / ".ci" / "constraints.txt"
HEAD = "# What .ci/run and `just setup` install, to the version. `just pin` writes this file anew.\n"


def main() -> int:
    """Install, list and write; the exit code is pip's where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for wanted in (["--upgrade", "pip"], [f"{ROOT}[test,docs]", "--group", f"{ROOT}/pyproject.toml:dev"]):
            done = subprocess.run([*install, *wanted], check=False)
            if done.returncode:
                return done.returncode
        listed = [str(python), "-m", "pip", "freeze", "--all", "--exclude", "cog-lsp", "--exclude", "setuptools"]
        versions = subprocess.run(listed, check=True, capture_output=True, text=True).stdout
    PINS.write_text(HEAD + versions, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
