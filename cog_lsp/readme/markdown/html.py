"""The README as HTML, as a model's page shows it. The HTML is as the author wrote it: whoever shows it sanitizes it."""

from __future__ import annotations

from cog_lsp.readme.markdown.document import ModelCard


def render(card: ModelCard) -> str:
    """The README without its front matter, in GitHub's dialect as far as tables and strike-through go."""
    from markdown_it import MarkdownIt

    start = card.front_matter.end if card.front_matter is not None else 0
    rendered: str = (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(card.text[start:])
    )
    return rendered
