"""What stands in the way of publishing a model's page."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator

from cog_lsp.check.model import Model
from cog_lsp.cli.git import not_pushed, remotes, top
from cog_lsp.cli.models import Models
from cog_lsp.cli.places import shown
from cog_lsp.evidence.identity import github_name
from cog_lsp.project.files import ModelFiles
from cog_lsp.readme.links import local_links
from cog_lsp.rules import UNPUBLISHABLE
from cog_lsp.text import LineIndex
from cog_lsp.writing.page import DESCRIPTION, README, Repository, description


def repository_of(files: ModelFiles) -> Repository | None:
    """The repository on GitHub that the README stands in; None where there is none, or no git to ask."""
    folder = (files.readme or files.root / "README.md").parent
    try:
        root = top(folder)
        names = map(github_name, remotes(folder)) if root is not None else ()
    except OSError:
        return None
    name = next((name for name in names if name is not None), None)
    if root is None or name is None:
        return None
    inside = os.path.relpath(os.path.realpath(folder), os.path.realpath(root)).replace(os.sep, "/")
    return Repository(f"https://github.com/{name}", "" if inside == "." else f"{inside}/")


def obstacles(models: Models, model: Model, repository: Repository | None, fields: Collection[str]) -> Iterator[str]:
    """What must not go onto the page, a line for each, with what to do where that is not plain."""
    for path in model.paths:
        text = models.workspace.read(path)
        index = LineIndex(text or "")
        for finding in model.findings.get(path, ()):
            if finding.severity == "error" or finding.is_unread or finding.rule in UNPUBLISHABLE:
                line = index.line_of(finding.span.start) + 1
                yield f"{shown(path)}:{line}: {finding.message} ({finding.rule})"
    if model.card is None and {README, DESCRIPTION} & set(fields):
        yield "There is no README.md. `cog-lsp check --fix --drafts` writes a first one."
    elif model.card is not None and DESCRIPTION in fields and not description(model.card):
        yield "The README has no summary that could be the description. Write a sentence below its title."
    if README in fields:
        yield from _pictures(model, repository)


def _pictures(model: Model, repository: Repository | None) -> Iterator[str]:
    """The pictures that the page could not show."""
    files, card = model.files, model.card
    if card is None or files.readme is None:
        return
    index, readme = LineIndex(card.text), files.readme
    paths: dict[str, str] = {}
    for link in local_links(card):
        if not link.is_shown:
            continue
        where = f"{shown(readme)}:{index.line_of(link.span.start) + 1}"
        if repository is None:
            yield f"{where}: {link.target} is not on the web: no remote on GitHub is known. Give its whole address."
        elif link.path is not None:
            path = os.path.normpath(f"{repository.folder}{link.path}").replace(os.sep, "/")
            if not (readme.parent / link.path).is_file():
                yield f"{where}: there is no {link.path}."
            else:
                paths.setdefault(path, where)
    try:
        root = top(readme.parent)
        missing = not_pushed(root, paths) if root is not None else []
    except OSError:
        return
    for path in missing:
        yield f"{paths[path]}: {path} is not on GitHub yet, as far as git knows here. Commit and push it first."
