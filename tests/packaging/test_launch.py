"""How the extension's package starts the server that it carries, under Pythons that can and that cannot."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A package's folder with a cog_lsp that says which one it is, and a stand-in for tree-sitter."""
    shutil.copy(REPOSITORY / "editors/vscode/launch.py", tmp_path)
    own = tmp_path / "libs/cog_lsp"
    own.mkdir(parents=True)
    (own / "__init__.py").write_text("")
    (own / "__main__.py").write_text("import sys\ndef main():\n    print('carried', sys.argv[1:])\n    return 0\n")
    (tmp_path / "libs/tree_sitter.py").write_text("")
    return tmp_path


def launch(bundle: Path, *words: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Start it as the extension does; `before` runs in the same interpreter first."""
    program = bundle / "launch.py"
    code = "\n".join(
        [
            "import runpy, sys",
            f"sys.argv = {[str(program), *words]!r}",
            before,
            f"runpy.run_path({str(program)!r}, run_name='__main__')",
        ]
    )
    return subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)


def test_the_carried_one_comes_before_the_installed_one(bundle: Path) -> None:
    done = launch(bundle, "serve", "--log-level", "debug")
    assert (done.returncode, done.stdout) == (0, "carried ['serve', '--log-level', 'debug']\n"), done.stderr


def test_an_old_python_is_told_so(bundle: Path) -> None:
    done = launch(bundle, "serve", before="sys.version_info = (3, 9, 18, 'final', 0)")
    assert done.returncode == 2
    assert done.stderr == "cog-lsp: Python 3.9 is too old: cog-lsp needs Python 3.10 or newer.\n"


def test_a_python_without_libraries_is_told_so(bundle: Path) -> None:
    (bundle / "libs/tree_sitter.py").write_text("import tree_sitter_of_another_python\n")
    done = launch(bundle, "serve")
    assert done.returncode == 2
    assert done.stderr.startswith("cog-lsp: This extension has no libraries for Python 3.")
