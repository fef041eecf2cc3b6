"""The paper behind a model, as its README links to it."""

from __future__ import annotations

from typing import NamedTuple

from cog_lsp.evidence.because import Because, line_of
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.regex import regex

_ARXIV = regex(r"https?://(?:www\.)?(?:arxiv\.org/(?:abs|pdf)|huggingface\.co/papers)/(\d{4}\.\d{4,5})")


class Paper(NamedTuple):
    """A paper at arXiv."""

    url: str
    because: Because


def find_paper(card: ModelCard, readme: str = "README.md") -> Paper | None:
    """The only paper at arXiv that the README links to, or the only one above its first section where there are
    several: further down stand the works of others."""
    links: dict[str, int] = {}
    for origin, part in card.having("link"):
        for link in part.links:
            match = _ARXIV.match(link.target)
            if match is not None:
                links.setdefault(match[1], origin + link.span.start)
    first = next((s.heading.span.start for s in card.sections if s.heading is not card.title), len(card.text))
    above = {id: offset for id, offset in links.items() if offset < first}
    papers = links if len(links) == 1 else above
    if len(papers) != 1:
        return None
    id, offset = next(iter(papers.items()))
    return Paper(f"https://arxiv.org/abs/{id}", Because(readme, line_of(card.text, offset), "links to the paper"))
