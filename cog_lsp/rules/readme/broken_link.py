"""Relative links and images whose file is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.project.context import Context
from cog_lsp.readme.links import local_path
from cog_lsp.regex import regex
from cog_lsp.rules.rule import Example, Rule, Step

if TYPE_CHECKING:
    from cog_lsp.project.files import ModelFiles
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Link

_HOST = regex(r"www\.|[\w-]+\.(?:ai|com|io|net|org)(?:/|$)", re.IGNORECASE)


def check(card: ModelCard, context: Context) -> Iterator[Finding]:
    """Report at the target of the link."""
    if context.files is None:
        return
    existence: dict[str, bool] = {}
    for origin, part in card.having("link"):
        for link in part.links:
            path = local_path(link.target)
            if path is None:
                continue
            if path not in existence:
                existence[path] = context.files.exists(_from_root(path, context.files))
            if not existence[path]:
                yield Finding("broken-link", _message(link, path), link.span.shifted(origin))


def _message(link: Link, path: str) -> str:
    name = path if len(path) <= 60 else "…" + path[-59:]
    if _HOST.match(path):
        return f"{name} is taken for a file: write the address with https://"
    return f"There is no {'image' if link.kind == 'image' else 'file'} {name} beside this README"


def _from_root(path: str, files: ModelFiles) -> str:
    """A path beside the README as one from the model's folder: the README may lie above it."""
    return path if files.readme is None or files.readme.parent == files.root else f"../{path}"


RULE = Rule(
    slug="broken-link",
    summary="A relative link or image in the README points to a file that does not exist.",
    severity="warning",
    subject="card",
    why="""
        A missing picture is the first thing that people see of a README, and a dead link to the license or to an
        example makes them doubt the rest.
        """,
    what_to_do="""
        Correct the path, or add the file. Paths count from the folder of the README, with the letter case of the file.
        Replicate shows the README without the files beside it, so pictures that matter there need a full address.
        """,
    valid=(
        Example("# Colorizer\n\n![before](docs/before.png)\n", files={"docs/before.png": ""}),
        Example("# Colorizer\n\nSee [the license](LICENSE#terms).\n", files={"LICENSE": "MIT"}),
        Example("# Colorizer\n\n[paper](https://example.org/a.pdf) [usage](#usage) [mail](mailto:a@example.org)\n"),
        Example("# Colorizer\r\n\r\n![🎨](my%20picture.png)\r\n", files={"my picture.png": ""}),
        Example(
            "# Colorizer\n\n```md\n![x](none.png)\n```\n\nWrite `[a](none.md)` like this.\n", note="code is no link"
        ),
        Example("# Colorizer\n\n[a](%00.md) [b](" + "x" * 600 + ")\n", note="no file can have such a name"),
        Example("# Colorizer\n\nGood[^1].\n\n[^1]: Measured on one card.\n", note="a footnote is no link"),
        Example("# Colorizer\n\n[issues](../../issues) and [top](/docs/a.md)\n", note="pages of the hosting site"),
    ),
    invalid=(
        Example("# Colorizer\n\n![before](docs/before.png)\n", found=("docs/before.png",)),
        Example("# Colorizer\n\nSee the [license](LICENSE).\n", found=("LICENSE",)),
        Example('# Colorizer\n\n<img src="a.png" width="400">\n', found=("a.png",)),
        Example('# Colorizer\n\n<source srcset="a.png, b.png 2x">\n', found=("a.png", "b.png")),
        Example("# Colorizer\n\n[home](www.example.org)\n", found=("www.example.org",), note="without https://"),
        Example(
            "# Colorizer\r\n\r\n🎨 see [here](docs/more.md) and\r\n[there](./x.md#y).\r\n",
            found=("docs/more.md", "./x.md#y"),
        ),
        Example("# Colorizer\n\nSee the [paper].\n\n[paper]: paper.pdf\n", found=("paper.pdf",)),
        Example("# Colorizer\n\n| before | after |\n| --- | --- |\n| ![a](a.png) | none |\n", found=("a.png",)),
    ),
    check=check,
    step=Step(
        "Repair 1 link to files that do not exist", "Repair {n} links to files that do not exist", is_broken=True
    ),
)
