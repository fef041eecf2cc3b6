"""What pages and messages say of the installation is true today: nothing is said to be where it is not."""

from __future__ import annotations

import re

import pytest

from cog_lsp.publication import PUBLISHED, REPOSITORY, install_command

from .pages import PAGES
from .pages import REPOSITORY as CHECKOUT

SUFFIXES = {".py", ".md", ".mdc", ".json", ".ts", ".rs", ".toml", ".lua", ".vim", ".el", ".yml", ".yaml"}
TEXTS = sorted(
    {
        *PAGES,
        CHECKOUT / "action.yml",
        CHECKOUT / ".pre-commit-hooks.yaml",
        *(
            path
            for folder in ("cog_lsp", "editors", ".github")
            for path in (CHECKOUT / folder).rglob("*")
            if path.suffix in SUFFIXES and not {"node_modules", "bundled", "out"} & set(path.parts)
        ),
    }
)
CLAIMS = {
    "PyPI has it": r"(?:pip3?|pipx|uv tool|uv pip) install (?:-\S+ )*[\"\'\\]*"
    r"cog-lsp(?:\[[\w,]+\])?(?! ?@ ?git\+)(?![\w./\[-])",
    "uvx finds it": r"\buvx (?!--from)[\"\']?cog-lsp|pypi\.org/project/cog-lsp",
    "there is a release": r"\brev: [\"\']?v\d|releases/(?:latest|download)",
    "the action is in the marketplace": r"uses: [\"\']?cog-lsp/cog-lsp@",
    "an extension is in a marketplace": r"marketplace\.visualstudio\.com|open-vsx\.org|"
    r"--install-extension cog-lsp\.cog-lsp",
}
"""What is true only of something published → how it would be written."""
WRONG = {
    "PyPI has it": [
        "pip install cog-lsp",
        'pip install "cog-lsp[remote]"',
        "pipx install cog-lsp",
        "uv tool install cog-lsp",
    ],
    "uvx finds it": ["uvx cog-lsp check"],
    "there is a release": ["rev: v0.1.0"],
    "the action is in the marketplace": ["- uses: cog-lsp/cog-lsp@main"],
    "an extension is in a marketplace": ["code --install-extension cog-lsp.cog-lsp"],
}
RIGHT = [
    f'pip install "git+{REPOSITORY}"',
    f'pip install "cog-lsp[remote] @ git+{REPOSITORY}"',
    f'uvx --from "git+{REPOSITORY}" cog-lsp check',
    'pip install ".[remote]"',
    "code --install-extension cog-lsp-linux-x64.vsix",
    "rev: main",
]


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_would_be_wrong_is_known(claim: str) -> None:
    assert [text for text in WRONG[claim] if not re.search(CLAIMS[claim], text)] == []
    assert [text for text in RIGHT if re.search(CLAIMS[claim], text)] == []


@pytest.mark.skipif(PUBLISHED, reason="it is published")
@pytest.mark.parametrize("claim", CLAIMS)
def test_nothing_is_said_to_be_where_it_is_not(claim: str) -> None:
    found = [
        f"{path.relative_to(CHECKOUT)}: {match[0]}"
        for path in TEXTS
        for match in re.finditer(CLAIMS[claim], path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_messages_name_what_can_be_had() -> None:
    name = '"cog-lsp[remote]"' if PUBLISHED else f'"cog-lsp[remote] @ git+{REPOSITORY}"'
    assert install_command("remote") == f"pip install {name}"


def test_there_is_one_address() -> None:
    addresses = {
        (match[0], path.relative_to(CHECKOUT).as_posix())
        for path in TEXTS
        for match in re.finditer(r"https://github\.com/[\w.-]*cog-lsp[\w.-]*/[\w-]+", path.read_text(encoding="utf-8"))
    }
    assert len(addresses) > 5
    assert {(address, place) for address, place in addresses if address != REPOSITORY} == set()


def test_code_says_it_once() -> None:
    """Outside of the one module, no code spells the address out."""
    code = [path for path in TEXTS if path.is_relative_to(CHECKOUT / "cog_lsp") and path.suffix == ".py"]
    assert [path.name for path in code if REPOSITORY in path.read_text(encoding="utf-8")] == ["publication.py"]
