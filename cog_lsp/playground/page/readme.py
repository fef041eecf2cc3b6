"""The README as the page shows it: sanitized, in its language, with the pictures that lie beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct, field

from cog_lsp.readme.links import local_path

if TYPE_CHECKING:
    from cog_lsp.project.files import ModelFiles
    from cog_lsp.readme.markdown.document import ModelCard

MAX_README = 200_000
"""Characters. The library that sanitizes it takes half a second for the worst text of that length."""
_PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".svg": "image/svg+xml",
}
"""The files that a browser shows as pictures, and what they are."""
_TEXT = {"align", "dir", "lang", "title"}
"""What an element of a README may say of its text."""


class Readme(Struct, frozen=True):
    """A README for the page."""

    html: str = ""
    language: str = ""
    """As HTML names it, such as `de`; empty where nothing tells it, or it is English."""
    pictures: Mapping[str, Callable[[], bytes | None]] = field(default_factory=dict)
    """What reads its pictures, by the path that the page asks for."""


def readme_of(card: ModelCard | None, files: ModelFiles | None = None) -> Readme:
    """The README as sanitized HTML; empty where there is none. Without the model's files, pictures are named
    and not shown."""
    if card is None:
        return Readme()
    import nh3

    from cog_lsp.playground.page.language import language_of
    from cog_lsp.playground.page.nesting import is_tangled
    from cog_lsp.readme.markdown.html import render

    if len(card.text) > MAX_README:
        return Readme("<p>This README is too long for the preview.</p>")
    rendered = render(card)
    if is_tangled(rendered):
        return Readme("<p>The HTML in this README has too many elements without an end tag for the preview.</p>")
    pictures: dict[str, Callable[[], bytes | None]] = {}
    folder = files.readme.parent if files is not None and files.readme is not None else None

    def shown(tag: str, attribute: str, value: str) -> str | None:
        if tag != "img" or attribute != "src":
            return value
        path = local_path(value)
        if path is None or files is None or folder is None or picture_type(path) is None:
            return None
        picture = files.picture(folder / path)
        if picture is None:
            return None
        pictures[path] = picture
        return path

    html = nh3.clean(
        rendered,
        url_schemes={"http", "https", "mailto"},
        attributes=_attributes(),
        attribute_filter=shown,
        link_rel="noopener noreferrer",
    )
    return Readme(html, language_of(card), pictures)


def picture_type(path: str) -> str | None:
    """What a picture is, for a browser; None where it shows none of the kind."""
    return _PICTURES.get(PurePosixPath(path).suffix.lower())


@cache
def _attributes() -> dict[str, set[str]]:
    import nh3

    return {**nh3.ALLOWED_ATTRIBUTES, "*": _TEXT, "code": {"class"}, "img": {"alt", "src", "width", "height"}}
