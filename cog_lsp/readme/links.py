"""Links of a README to files beside it: where they lead, and how they read where those files are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urljoin

from cog_lsp.regex import regex
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard

_ELSEWHERE = regex(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/|#|\?|\.\./\.\./|.*[{}<>$*\\\x00-\x1f]")
"""Addresses, anchors, paths from the top of the repository, pages of the hosting site, and templates."""
_ABSOLUTE = regex(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\?|www\.|.*[{}<>$*\\\x00-\x1f]|\Z")
_SHOWN = regex(r"\.(?:png|jpe?g|gif|webp|svg|avif|bmp|mp4|webm|mov|mp3|wav|ogg)\Z", re.IGNORECASE)
"""Files that a page shows; a link to one leads to it just as well."""


class LocalLink(NamedTuple):
    """A link to something in the repository of a README."""

    target: str
    """As it is written."""
    path: str | None
    """From the folder of the README; None for pages of the hosting site and paths from the top of the repository."""
    is_shown: bool
    """Whether the page shows it, as a picture."""
    span: Span
    """Of the target, in the README."""


def local_links(card: ModelCard) -> Iterator[LocalLink]:
    """The links that lead nowhere on another site, in the order of the text."""
    for origin, part in card.having("link"):
        for link in part.links:
            if _ABSOLUTE.match(link.target) is None:
                path = local_path(link.target)
                is_shown = link.kind == "image" or _SHOWN.search(path or "") is not None
                yield LocalLink(link.target, path, is_shown, link.span.shifted(origin))


def local_path(target: str) -> str | None:
    """The path of a relative target, without query and anchor; None for everything else."""
    if _ELSEWHERE.match(target):
        return None
    path = unquote(re.split(r"[?#]", target, maxsplit=1)[0]).strip()
    if not path or "\x00" in path or len(path) > 500:
        return None
    return normpath(path)


def with_absolute_links(card: ModelCard, repository: str, folder: str) -> str:
    """The text of a README with every link to its repository as an address. `repository` is the address of that on
    GitHub, `folder` the path of the README's folder in it, empty or with a slash at its end. Addresses name HEAD, which
    GitHub takes for the branch that people see first."""
    text, end = [], 0
    for link in sorted(local_links(card), key=lambda link: link.span):
        if link.span.start < end:
            continue
        base = f"{repository}/{'raw' if link.is_shown else 'blob'}/HEAD/"
        target = quote(link.target, safe="/%?#=&:@!$'()*+,;~.-_")
        address = base + target.lstrip("/") if target.startswith("/") else urljoin(base + quote(folder), target)
        text += [card.text[end : link.span.start], address]
        end = link.span.end
    return "".join([*text, card.text[end:]])
