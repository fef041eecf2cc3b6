"""Every link, picture and anchor leads somewhere; the site builds and loads nothing from outside."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from .pages import PAGES, REPOSITORY, anchors, links, name


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        if re.match(r"https?:|mailto:", link):
            continue
        target, _, anchor = link.partition("#")
        path = (page.parent / unquote(target)).resolve() if target else page
        assert path.is_relative_to(REPOSITORY), link
        assert path.exists(), f"{link} is not there"
        if anchor:
            assert anchor in anchors(path), f"{link}: no such heading"


def test_every_picture_is_shown() -> None:
    targets = [page.parent / link for page in PAGES for link in links(page)]
    shown = {target.resolve() for target in targets if target.suffix == ".png"}
    kept = set((REPOSITORY / "docs/pictures").glob("*.png"))
    assert sorted(path.name for path in kept - shown) == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site: of a copy, since it is written beside its sources."""
    if importlib.util.find_spec("zensical") is None:
        pytest.skip('Zensical is not installed: pip install ".[docs]"')
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(REPOSITORY / "docs", folder / "docs")
    for source in ("mkdocs.yml", "CHANGELOG.md", ".ci/platforms.md"):
        (folder / source).parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / source, folder / source)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=folder,
        env={**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_the_site_loads_nothing_from_outside(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 50
    loading = re.compile(
        r"<(?:script|img|iframe|source|link(?![^>]*rel=\"?(?:canonical|next|prev)))\b[^>]*https?://[^>]*>"
    )
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert loading.findall(text) == [], page
        assert 'data-md-component="source"' not in text, "this part of the theme asks GitHub for the number of stars"


def test_the_site_holds_no_source_files(site: Path) -> None:
    assert list(site.rglob("*.py")) == []
    assert (site / "settings.schema.json").exists()


def test_the_changelog_is_on_the_site(site: Path) -> None:
    assert "semantic versioning" in (site / "changelog/index.html").read_text(encoding="utf-8")
