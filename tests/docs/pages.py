"""The pages of the documentation: their code blocks, links and anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *REPOSITORY.glob("*.md"),
        *(REPOSITORY / "docs").rglob("*.md"),
        REPOSITORY / "editors/nvim/README.md",
        REPOSITORY / "editors/vscode/README.md",
    ]
)
GENERATED = REPOSITORY / "docs/rules"
"""The examples on these pages are the tests of the rules (tests/rules/test_examples.py)."""


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    page: Path
    line: int
    """Of its fence, from 1."""
    language: str
    text: str
    next: Block | None
    """The block behind it, where only blank lines and text stand between them."""

    @property
    def id(self) -> str:
        return f"{name(self.page)}:{self.line}"


def name(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    return tuple(MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")))


def blocks(language: str | None = None, *, generated: bool = False) -> list[Block]:
    """The fenced blocks of all pages, or those of one language."""
    found = [
        block
        for page in PAGES
        if generated or page.parent != GENERATED
        for block in _blocks(page)
        if language in (None, block.language)
    ]
    assert found, f"no block of {language}"
    return found


def _blocks(page: Path) -> list[Block]:
    made: list[Block] = []
    following: Block | None = None
    for token in reversed(tokens(page)):
        if token.type == "heading_open":
            following = None
        if token.type == "fence":
            assert token.map is not None
            following = Block(page, token.map[0] + 1, token.info.strip(), token.content, following)
            made.insert(0, following)
    return made


def commands(block: Block) -> Iterator[str]:
    """The commands of a `sh` block, without comments."""
    text = block.text.replace("\\\n", " ")
    for line in text.splitlines():
        command = re.sub(r"(^|\s)#.*$", "", line).strip()
        if command:
            yield command


def inline(page: Path) -> Iterator[Token]:
    """The inline tokens of a page."""
    for token in tokens(page):
        yield from token.children or ()


def links(page: Path) -> Iterator[str]:
    """The targets of links and images."""
    for token in inline(page):
        target = token.attrGet({"link_open": "href", "image": "src"}.get(token.type, ""))
        if isinstance(target, str):
            yield target


def anchors(page: Path) -> set[str]:
    """What a link to a heading of the page may name, as GitHub and MkDocs make it."""
    found: set[str] = set()
    open_heading = False
    for token in tokens(page):
        open_heading = token.type == "heading_open" or (open_heading and token.type == "inline")
        if open_heading and token.type == "inline":
            text = "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))
            slug = re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-")
            number = next(n for n in range(100) if (f"{slug}-{n}" if n else slug) not in found)
            found.add(f"{slug}-{number}" if number else slug)
    return found
