"""Requests to a prediction endpoint: which model an address means, and the inputs of a JSON body."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from cog_lsp.readme.snippets.json_text import Node
from cog_lsp.readme.snippets.records import Entry, with_placeholders
from cog_lsp.text import Span

_ENDPOINT = re.compile(
    r"(?:https?://)?(?P<host>[^/\s]+)(?:/v1)?(?:/(?P<of>models|deployments)/(?P<model>[^/\s]+/[^/\s]+))?"
    r"(?:/versions/[^/\s]+)?/(?P<what>predictions|trainings)(?:/[^/?\s]*)?/?(?:\?\S*)?"
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes."""

    model: str | None
    training: bool
    hosted: bool


def model_in_url(url: str) -> Target | None:
    """What an address asks for; None where it is no prediction endpoint (replicate/cog: docs/http.md)."""
    match = _ENDPOINT.fullmatch(url)
    if match is None:
        return None
    hosted = match["host"].endswith("replicate.com")
    if not hosted and match["of"]:
        return None
    model = match["model"].lower() if match["of"] == "models" else None
    return Target(model, match["what"] == "trainings", hosted)


def entries_of(node: Node, place: Callable[[Span], Span]) -> list[Entry]:
    """The inputs of a JSON object."""
    return [
        Entry(key, place(name), with_placeholders(value.value), place(value.span))
        for key, name, value in node.members or ()
    ]
