"""What a model's page on Replicate should say, by the files of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from cog_lsp.evidence.license import FILES
from cog_lsp.evidence.paper import find_paper
from cog_lsp.readme.links import with_absolute_links
from cog_lsp.readme.markdown.summary import LONGEST, sentences
from cog_lsp.writing.known import Known

if TYPE_CHECKING:
    from cog_lsp.project.context import Context
    from cog_lsp.readme.markdown.document import ModelCard

DESCRIPTION, README = "description", "readme"
ADDRESSES = ("github_url", "paper_url", "weights_url", "license_url")
FIELDS = (DESCRIPTION, *ADDRESSES, README)
"""What `PATCH /v1/models/{owner}/{name}` takes. Source: replicate.com/changelog/2025-10-06-update-models-via-api."""
LONGEST_DESCRIPTION = 300
"""Characters beyond which the second sentence of a summary is left out: lists of models show a line or two."""


class Repository(NamedTuple):
    """Where a README stands on GitHub."""

    url: str
    folder: str
    """The path of the README's folder from the top, empty or with a slash at its end."""


def page_fields(context: Context, repository: Repository | None) -> dict[str, str]:
    """The texts of the page by field, without those of which the files say nothing. Without a repository, links to
    files stay as they are."""
    fields = {name: text for name, text in _addresses(context, repository).items() if text is not None}
    if context.card is not None:
        fields[README] = page_readme(context.card, repository)
        fields[DESCRIPTION] = description(context.card)
    return {name: fields[name] for name in FIELDS if fields.get(name)}


def page_readme(card: ModelCard, repository: Repository | None) -> str:
    """The README as the page can show it: without front matter, with links that lead somewhere from there."""
    text = card.text if repository is None else with_absolute_links(card, *repository)
    body = text[card.front_matter.end :] if card.front_matter is not None else text
    return body.replace("\r\n", "\n").strip() + "\n" if body.strip() else ""


def description(card: ModelCard) -> str:
    """The summary of the README in one line, of at most two sentences; empty where there is none."""
    if card.lead is None:
        return ""
    text = " ".join(card.lead[0].text.split())
    ends = [span.end for span in sentences(text)[:LONGEST]]
    return text[: next((end for end in reversed(ends) if end <= LONGEST_DESCRIPTION), ends[0])] if ends else ""


def _addresses(context: Context, repository: Repository | None) -> dict[str, str | None]:
    """The addresses that the page links to."""
    weights, card = Known(context).weights, context.card
    paper = find_paper(card) if card is not None else None
    return {
        "github_url": None if repository is None else repository.url,
        "paper_url": None if paper is None else paper.url,
        "weights_url": weights[0].url if len(weights) == 1 else None,
        "license_url": None if repository is None else _license(context, repository),
    }


def _license(context: Context, repository: Repository) -> str | None:
    """The page of the file with the license, beside the README."""
    files = context.files
    if files is None or files.readme is None or files.readme.parent != files.root:
        return None
    name = next((name for name in FILES if files.exists(name)), None)
    return None if name is None else f"{repository.url}/blob/HEAD/{quote(repository.folder)}{name}"
