"""Which model a README is about: its `owner/name` on Replicate, and the title that a new README gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.snippets.records import model_of

if TYPE_CHECKING:
    from cog_lsp.project.context import Context
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Part

_PAGE = re.compile(r"https?://(?:www\.)?replicate\.com/([\w.-]+/[\w.-]+?)(/badge)?(?:[/?#].*)?")
_NO_OWNERS = frozenset(
    {"about", "account", "blog", "changelog", "collections", "docs", "explore", "guides", "home", "pricing", "terms"}
)


def own_name(context: Context) -> str | None:
    """`owner/name`, in lower case: from `image:` or `model:` of cog.yaml, else from the badge of the README, else from
    the one page on Replicate that the README links to."""
    if context.cog is not None and context.cog.image:
        return model_of(context.cog.image)
    return None if context.card is None else linked_name(context.card)


def linked_name(card: ModelCard) -> str | None:
    """`owner/name` from the badge or from the only link to a page on Replicate."""
    pages = [page for _, part in card.having("link") for page in _pages(part)]
    badges = {name for name, badge in pages if badge}
    names = badges or {name for name, _ in pages}
    return next(iter(names)) if len(names) == 1 else None


@per_part
def _pages(part: Part) -> tuple[tuple[str, bool], ...]:
    found = []
    for link in part.links:
        match = _PAGE.fullmatch(link.target)
        if match is not None and match[1].split("/")[0] not in _NO_OWNERS:
            found.append((match[1].lower(), match[2] is not None))
    return tuple(found)


def title_of(context: Context) -> str:
    """A title for a README: the model's name, else that of its folder, as words."""
    name = (own_name(context) or "").rpartition("/")[2]
    if not name and context.files is not None:
        name = context.files.root.name
    words = re.sub(r"[-_.]+", " ", re.sub(r"^cog[-_]", "", name)).strip()
    return words[:1].upper() + words[1:] if words else "Model"
