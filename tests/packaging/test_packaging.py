"""The wheel and the source archive: what is in them, what they say, and that an installation works."""

from __future__ import annotations

import email
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from pathlib import Path

import pytest

import cog_lsp

from .contents import REPOSITORY, differences


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both packages."""
    for module in ("build", "hatchling", "hatch_fancy_pypi_readme"):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def wheel(packages: Path) -> Path:
    (path,) = packages.glob("*.whl")
    return path


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    assert differences(wheel) == []


@pytest.mark.parametrize("name", ["cog_lsp/py.typed", "cog_lsp/prose/jargon.toml", "cog_lsp/readme/topics.toml"])
def test_the_wheel_holds_what_is_no_python(name: str, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert name in names
    assert [n for n in names if n.startswith("cog_lsp/playground/static/")]


def test_the_version_comes_from_one_place(wheel: Path) -> None:
    assert wheel.name == f"cog_lsp-{cog_lsp.__version__}-py3-none-any.whl"
    assert metadata(wheel)["Version"] == cog_lsp.__version__
    extension = json.loads((REPOSITORY / "editors/vscode/package.json").read_text(encoding="utf-8"))
    assert extension["version"] == cog_lsp.__version__
    assert f"\n## {cog_lsp.__version__}\n" in (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_metadata_says_where_it_runs(wheel: Path) -> None:
    found = metadata(wheel)
    assert found["Requires-Python"] == ">=3.10"
    classifiers = found.get_all("Classifier", [])
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in range(10, 15)} <= set(classifiers)
    assert {"Operating System :: OS Independent", "Typing :: Typed"} <= set(classifiers)
    assert found["License-Expression"] == "Apache-2.0"


def test_the_page_of_the_registry_has_whole_links(wheel: Path) -> None:
    """Relative ones lead nowhere on PyPI."""
    links = re.findall(r"\]\(([^)]+)\)", str(metadata(wheel).get_payload()))
    assert len(links) > 30
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    assert "https://raw.githubusercontent.com/cog-lsp/cog-lsp/main/docs/pictures/editor.png" in links
    assert "https://github.com/cog-lsp/cog-lsp/blob/main/docs/rules/jargon.md" in links


def test_the_registry_would_take_the_packages(packages: Path) -> None:
    pytest.importorskip("twine", reason="twine is not installed")
    files = sorted(str(path) for path in packages.iterdir())
    assert len(files) == 2
    done = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_source_archive_has_what_its_tests_need(packages: Path) -> None:
    (path,) = packages.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("pyproject.toml", "LICENSE", "tools/generate.py", "tests/models.py", "editors/vscode/package.json"):
        assert name in names
    assert [n for n in names if "node_modules" in n or n.endswith((".pyc", ".vsix"))] == []


def test_an_installed_wheel_checks_a_model(wheel: Path, tmp_path: Path) -> None:
    """Unpacked away from the checkout; its dependencies are those of this environment."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "lib")
    shutil.copytree(REPOSITORY / "tests/fixtures/models/image", tmp_path / "model")
    done = subprocess.run(
        [sys.executable, "-m", "cog_lsp", "check", "--format", "json", "--select", "required-by-none"],
        cwd=tmp_path / "model",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "lib")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert {entry["input"] for entry in json.loads(done.stdout)} == {"image", "seed"}
