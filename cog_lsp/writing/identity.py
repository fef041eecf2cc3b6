"""Which model a README is about: its `owner/name` on Replicate, and the title that a new README gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cog_lsp.evidence.identity import linked_name, remote_of
from cog_lsp.readme.snippets.records import model_of
from cog_lsp.regex import regex

if TYPE_CHECKING:
    from cog_lsp.project.context import Context

_GENERIC = frozenset({"replicate", "cog", "model", "models", "src", "app", "main", "project", "repo", "code", "deploy"})
"""Folders that are not called after their model."""


_BETWEEN_WORDS = regex(r"[-_]+|(?<!\d)\.+|\.+(?!\d)")
"""The dot of "2.5" is none."""


def own_name(context: Context) -> str | None:
    """`owner/name`, in lower case: from `image:` or `model:` of cog.yaml, else from the badge of the README, else from
    the one page on Replicate that the README links to."""
    if context.cog is not None and context.cog.image:
        return model_of(context.cog.image)
    return None if context.card is None else linked_name(context.card)


def title_of(context: Context) -> str:
    """A title for a README: the model's name, else that of its repository or folder, as words."""
    name = (own_name(context) or "").rpartition("/")[2]
    if not name and context.files is not None:
        repository = remote_of(context.files.read(".git/config") or "") or ""
        name = repository.rpartition("/")[2] or context.files.root.name
        name = "" if name.lower() in _GENERIC else name
    words = _BETWEEN_WORDS.sub(" ", re.sub(r"^cog[-_]", "", name)).strip()
    return words[:1].upper() + words[1:] if words else "Model"
